"""Going from page to page without a load each, until all that a page asks for is there."""

from playwright.sync_api import Page

COUNT_REQUESTS = """
self.__open = 0;
const fetchOnly = self.fetch;
self.fetch = async (...asked) => {
    self.__open += 1;
    try { return await fetchOnly(...asked); } finally { self.__open -= 1; }
};
"""
QUIET_MS = 120
IS_SETTLED = """([path, loading, quietMs]) => {
    const { status, location, resolvedLocation } = self.__TSR_ROUTER__?.state ?? {};
    const isThere = status === 'idle' && resolvedLocation?.href === location.href
        && self.__open === 0 && document.querySelector('h1') !== null
        && location.pathname === new URL(path, self.location).pathname
        && !document.body.innerText.includes(loading);
    self.__quietSince = isThere ? (self.__quietSince ?? performance.now()) : undefined;
    return isThere && performance.now() - self.__quietSince > quietMs;
}"""
LOADING = "불러오는 중"


def prepare_page(page: Page) -> None:
    """Before its first load: so that one can tell whether something is still on its way."""
    page.add_init_script(COUNT_REQUESTS)


def walk_to(page: Page, path: str) -> None:
    """Go as a link does, or load the first page, and wait for all that it shows."""
    if page.url == "about:blank":
        page.goto(path)
    else:
        page.evaluate("path => { history.pushState({}, '', path); }", path)
    page.wait_for_function(IS_SETTLED, arg=[path, LOADING, QUIET_MS], timeout=60_000)
