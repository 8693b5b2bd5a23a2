"""Every page, in light and dark and on a phone: axe finds nothing, and nothing is wider than it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.page_list import OWN, TEACHING, VISITOR
from tests.e2e.staff_traces import TA, leave_traces
from tests.e2e.walking import prepare_page, walk_to
from tests.live import RunningSite, Student

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
RUN_AXE = """async (rules) => {
    const only = rules === null ? {} : { runOnly: rules };
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ...only });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}"""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""What another scheme can break."""

Open = Callable[[Student | None], Page]


@pytest.fixture(scope="module")
def open_page(browser: Browser, site: RunningSite) -> Iterator[Open]:
    """A page of somebody who reads Korean, with axe in each document."""
    contexts = []

    def opened(person: Student | None) -> Page:
        # The policy of the site lets no script in that is not its own.
        context = browser.new_context(
            base_url=site.url, locale="ko-KR", bypass_csp=True, reduced_motion="reduce"
        )
        contexts.append(context)
        context.add_init_script(path=AXE)
        if person is not None:
            names = (pair.split("=", 1) for pair in person.cookie_header.split("; "))
            context.add_cookies([{"name": n, "value": v, "url": site.url} for n, v in names])
        page = context.new_page()
        page.set_default_timeout(30_000)
        prepare_page(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def faults(page: Page, path: str) -> list[str]:
    """What axe finds on a page in both schemes, whether a phone has to scroll it sideways, and
    whether it shows that something could not be had."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # a plain dict
    page.emulate_media(color_scheme="light")
    walk_to(page, path)
    found = [f"light {one}" for one in page.evaluate(RUN_AXE, None)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark {one}" for one in page.evaluate(RUN_AXE, OF_COLOURS)]
    found += [f"error {one}" for one in page.locator("[data-tone=error]").all_inner_texts()]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        found.append(f"is {width} px wide")
    return [f"{path} {one}" for one in found]


def test_axe_finds_nothing_on_pages_of_visitors(open_page: Open) -> None:
    page = open_page(None)

    assert [fault for path in VISITOR for fault in faults(page, path)] == []


def test_axe_finds_nothing_on_pages_of_students(open_page: Open, site: RunningSite) -> None:
    page = open_page(Student(site.url))

    assert [fault for path in OWN for fault in faults(page, path)] == []


def test_axe_finds_nothing_on_pages_of_staff(open_page: Open, site: RunningSite) -> None:
    ta = Student(site.url, *TA)
    numbers = leave_traces(ta, Student(site.url))
    page = open_page(ta)

    found = [fault for path in TEACHING for fault in faults(page, path.format(**numbers))]

    assert found == []
