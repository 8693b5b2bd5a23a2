"""A student signs in, solves a problem, and watches each test case turn green or red."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.live import STUDENT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

JUDGED_MS = 60_000
APLUSB = Path(__file__).resolve().parents[1] / "packages" / "aplusb" / "submissions"
TEST_CASE_COUNT = 20

# Right answers that take their time on each test case, so that the strip can be watched.
SLOW_SUMS = {
    "cpp17": """
#include <ctime>
#include <iostream>
int main() {
    while (std::clock() < CLOCKS_PER_SEC / 10) {}
    long long a, b;
    std::cin >> a >> b;
    std::cout << a + b << std::endl;
}
""",
    "python3": """
import time
while time.process_time() < 0.1:
    pass
a, b = map(int, input().split())
print(a + b)
""",
}
WATCH_STRIP = """() => {
    window.filled = new Set();
    setInterval(() => {
        const done = document.querySelectorAll('[data-testid="run-cell"][data-state="done"]');
        window.filled.add(done.length);
    }, 20);
}"""


@pytest.fixture
def student(page: Page) -> Page:
    """The browser of the demo student, signed in."""
    username, password = STUDENT
    page.goto("/login")
    sign_in(page, username, password)
    expect(page).to_have_url(re.compile(r"/$"))
    return page


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("Username or e-mail").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def open_problem(page: Page, language: str) -> None:
    page.goto("/problems")
    page.get_by_role("link", name=re.compile("A plus B|A 더하기 B")).first.click()
    expect(page.get_by_test_id("statement")).to_be_visible()
    page.locator("select", has=page.locator(f"option[value={language}]")).select_option(language)


def hand_in(page: Page, source: str) -> None:
    editor = page.get_by_test_id("editor").locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    page.keyboard.press("Control+Enter")


def expect_verdict(page: Page, verdict: str) -> None:
    expect(page.get_by_test_id("verdict")).to_have_attribute(
        "data-verdict", verdict, timeout=JUDGED_MS
    )


def cells(page: Page, verdict: str) -> int:
    return page.locator(f'[data-testid="run-cell"][data-verdict="{verdict}"]').count()


@pytest.mark.parametrize("language", list(SLOW_SUMS))
def test_accepted_with_every_test_case_live(student: Page, language: str) -> None:
    # given the solve page
    open_problem(student, language)
    student.evaluate(WATCH_STRIP)
    # when a right solution is handed in
    hand_in(student, SLOW_SUMS[language])
    # then it is accepted, and the strip filled while it was judged
    expect_verdict(student, "AC")
    assert cells(student, "AC") == TEST_CASE_COUNT
    filled = student.evaluate("[...window.filled]")
    assert any(0 < count < TEST_CASE_COUNT for count in filled), filled


def test_wrong_answer_shows_which_test_case(student: Page) -> None:
    open_problem(student, "python3")
    hand_in(student, (APLUSB / "wrong_answer" / "subtracts.py").read_text())
    expect_verdict(student, "WA")
    assert cells(student, "WA") > 0


def test_time_limit(student: Page) -> None:
    open_problem(student, "cpp17")
    hand_in(student, (APLUSB / "time_limit_exceeded" / "counts_up.cpp").read_text())
    expect_verdict(student, "TLE")


def test_compile_error_shows_what_the_compiler_said(student: Page) -> None:
    open_problem(student, "cpp17")
    hand_in(student, "int main() {\n    return undeclared_name;\n}\n")
    expect_verdict(student, "CE")
    expect(student.get_by_test_id("compile-message")).to_contain_text("undeclared_name")
    expect(student.get_by_test_id("compile-message")).not_to_contain_text("/w/")


def test_own_submissions_are_listed(student: Page) -> None:
    # given a submission
    open_problem(student, "python3")
    hand_in(student, (APLUSB / "accepted" / "sum.py").read_text())
    expect_verdict(student, "AC")
    # when the student looks at their list
    student.goto("/submissions")
    # then it is there, and leads to its page
    student.get_by_test_id("submission-row").first.get_by_role("link").first.click()
    expect_verdict(student, "AC")


def test_a_wrong_password_is_told(page: Page) -> None:
    page.goto("/login")
    sign_in(page, STUDENT[0], "not the password")
    expect(page.get_by_text("are not correct")).to_be_visible()
    expect(page).to_have_url(re.compile("/login"))
