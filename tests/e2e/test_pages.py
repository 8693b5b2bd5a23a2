"""Every page, in light and dark and on a phone: axe finds nothing, and nothing is wider than it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.page_list import OWN, VISITOR
from tests.live import RunningSite, Student

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
PHONE_PX = 390
LOADING = re.compile("불러오는 중")
DESK = {"width": 1280, "height": 900}
RUN_AXE = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}"""


@pytest.fixture(scope="module")
def pages(browser: Browser, site: RunningSite) -> Iterator[dict[str, Page]]:
    """A visitor's page and a student's, with axe in each document."""
    own = Student(site.url)
    made = {}
    for who in ("visitor", "student"):
        # The policy of the site lets no script in that is not its own.
        context = browser.new_context(base_url=site.url, locale="ko-KR", bypass_csp=True)
        context.add_init_script(path=AXE)
        made[who] = context.new_page()
        made[who].set_default_timeout(30_000)
        if who == "student":
            names = (pair.split("=", 1) for pair in own.cookie_header.split("; "))
            context.add_cookies([{"name": n, "value": v, "url": site.url} for n, v in names])
    yield made
    for page in made.values():
        page.context.close()


def faults(page: Page, path: str) -> list[str]:
    """What axe finds on a page in both schemes, and whether a phone has to scroll it sideways."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # a plain dict
    page.emulate_media(color_scheme="light")
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible(timeout=30_000)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(LOADING)).to_have_count(0, timeout=30_000)
    found = [f"{path} light {one}" for one in page.evaluate(RUN_AXE)]
    page.emulate_media(color_scheme="dark")
    found += [f"{path} dark {one}" for one in page.evaluate(RUN_AXE)]
    page.set_viewport_size({"width": PHONE_PX, "height": 844})
    width = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{path} is {width} px wide"] if width > PHONE_PX else [])


def test_axe_finds_nothing_on_pages_of_visitors(pages: dict[str, Page]) -> None:
    assert [fault for path in VISITOR for fault in faults(pages["visitor"], path)] == []


def test_axe_finds_nothing_on_pages_of_students(pages: dict[str, Page]) -> None:
    assert [fault for path in OWN for fault in faults(pages["student"], path)] == []
