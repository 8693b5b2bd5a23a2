"""A TA looks through submissions, comments, sets a verdict, judges again and applies it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_contests import TA, sign_in
from tests.live import RunningSite, Student

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


def test_a_ta_reviews_a_submission_and_judges_it_again(page: Page, site: RunningSite) -> None:
    # given a wrong answer in the demo's running contest
    student = Student(site.url)
    body = {"problem": "aplusb", "problem_set": "demo-contest", "language": "python3"}
    number = student.post("/api/v1/submissions", **body, source="# why\nprint(0)\n")["id"]
    student.wait_until(number, within_s=90, state="done")

    # when a TA finds it by its text and comments on a line
    sign_in(page, *TA)
    page.goto("/manage/submissions?set=demo-contest&text=why")
    page.get_by_role("link", name=str(number), exact=True).click()
    expect(page).to_have_url(re.compile(rf"/manage/submissions/{number}$"))
    page.get_by_role("button", name=re.compile(r"^(Comment on line 2|의견 달기, 줄 2)$")).click()
    page.get_by_role("textbox", name=re.compile(r"Markdown")).fill("Read the **input**.")
    page.get_by_role("button", name=re.compile("^(Save as a draft|초안으로 저장)$")).click()
    page.get_by_role("button", name=re.compile("^(Release 1 comment|의견 1개 공개)$")).click()
    expect(page.get_by_text(re.compile("Released:|공개했습니다"))).to_be_visible()

    # and lets another verdict count, for a reason
    form = page.get_by_role("form", name=re.compile("by hand|수동으로"))
    form.locator("select").select_option("AC")
    form.get_by_label(re.compile("Reason, kept|이유 \\(")).fill("The statement was wrong.")
    form.get_by_role("button").click()

    # then the student has both, and the page tells what happened
    expect(page.get_by_text("The statement was wrong.").last).to_be_visible()
    assert student.submission(number)["verdict"] == "AC"
    expect(page.get_by_text(re.compile("^(Comments released|의견 공개)$"))).to_be_visible()

    # and when all of them are judged again and applied
    page.goto("/manage/rejudgings/new?set=demo-contest&text=why")
    page.get_by_role("button", name=re.compile("^(Judge|채점)$")).click()
    expect(page).to_have_url(re.compile(r"/manage/rejudgings/\d+$"))
    apply = page.get_by_role("button", name=re.compile("^(Apply all|모두 반영)$"))
    expect(apply).to_be_enabled(timeout=90_000)
    apply.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Apply|반영)$")).click()

    # then the rejudging is over, and what staff set stays
    expect(page.get_by_text(re.compile("^(applied|반영됨)$")).first).to_be_visible()
    assert student.submission(number)["verdict"] == "AC"
