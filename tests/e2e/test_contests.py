"""A contest as its people live it: a student solves and asks, the staff answer and reveal."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.live import STUDENT, RunningSite, Student

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

TA = ("ta", "ta-demo-pass-1")
# People of the demo read Korean; the page is English until it knows who they are.
PUBLISH = re.compile("Publish all results|모든 결과 공개")
OWN = re.compile("김민수")
SUM = "a, b = map(int, input().split())\nprint(a + b)\n"


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Username or e-mail").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/$"))


def staff_does(site: RunningSite, mutation: str) -> None:
    answer = Student(site.url, *TA).post("/graphql", query=mutation)
    assert "errors" not in answer, answer


def test_a_student_solves_in_a_contest_and_hears_the_jury(page: Page, site: RunningSite) -> None:
    # given the demo's running contest, reached from home
    sign_in(page, *STUDENT)
    page.get_by_test_id("contest-row").get_by_role("link").first.click()
    page.get_by_test_id("contest-problem").first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/contests/demo-contest/problems/A$"))
    page.locator("select", has=page.locator("option[value=python3]")).select_option("python3")

    # when a right solution is handed in, and the jury speaks while one types
    editor = page.get_by_test_id("editor").locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(SUM)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-verdict", "AC", timeout=60_000)
    editor.click()
    said = 'slug: "demo-contest", text: "Ten more minutes for all."'
    staff_does(site, f"mutation {{ announce({said}) {{ sequence }} }}")

    # then it is told without taking the focus, and the submission is one of the contest's
    expect(page.get_by_test_id("jury-toasts")).to_contain_text("Ten more minutes for all.")
    expect(editor).to_be_focused()
    own = Student(site.url).get("/api/v1/submissions?problem_set=demo-contest&limit=1")["items"][0]
    assert own["problem_set"]["slug"] == "demo-contest"
    page.goto("/contests/demo-contest/standings")
    expect(page.get_by_test_id("own-row")).to_contain_text(OWN)


def test_a_replay_ends_with_the_standings(page: Page) -> None:
    # given a contest that is over and revealed
    rows = page.get_by_test_id("board-row")
    page.goto("/contests/demo-contest-past/standings")
    expect(rows.nth(1)).to_be_visible()
    final = rows.all_inner_texts()
    # when its replay stands at the last minute (180 of 180)
    page.goto("/contests/demo-contest-past/replay?at=180")
    expect(page.get_by_test_id("replay-clock")).to_contain_text("3:00 / 3:00")
    # then both count the same
    assert rows.all_inner_texts() == final


def test_the_staff_reveal_a_frozen_board_by_keyboard(page: Page, site: RunningSite) -> None:
    # given a frozen board, and what it hides
    sign_in(page, *TA)
    page.goto("/contests/demo-contest-frozen/standings?view=staff")
    names = page.get_by_test_id("board-row").get_by_role("rowheader")
    expect(names.nth(40)).to_be_attached()
    winner = names.first.inner_text().split("\n")[0]
    # when every result is shown, one press after the other
    page.goto("/contests/demo-contest-frozen/reveal")
    page.get_by_role("button", name=re.compile("^(Start|시작)$")).click()
    stage = page.get_by_test_id("ceremony")
    expect(stage).to_have_attribute("data-presses", "0")
    page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-presses", "1")
    page.keyboard.press("ArrowLeft")
    expect(stage).to_have_attribute("data-presses", "0")
    while page.get_by_role("button", name=PUBLISH).count() == 0:
        page.keyboard.press("ArrowRight")
    # then the winner stands, and nothing is public before staff says so
    first = page.get_by_test_id("stage-row").filter(has_text=re.compile(r"^1\D"))
    expect(first).to_contain_text(winner)
    public = Student(site.url).get("/api/v1/contests/demo-contest-frozen/scoreboard")
    assert public["is_frozen"]
