"""A TA runs a homework without the admin: a problem from a package, an assignment, a score."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.problems.packages import FILES, zipped

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

CHECKED_MS = 90_000


def test_a_ta_makes_a_problem_sets_it_as_homework_and_grades(page: Page) -> None:
    # given the demo's TA, who reads Korean, and a package
    page.goto("/login")
    page.get_by_label("Username or e-mail").fill("ta")
    page.get_by_label("Password", exact=True).fill("ta-demo-pass-1")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/$"))
    package = FilePayload(name="journey-sum.zip", mimeType="application/zip", buffer=zipped(FILES))

    # when it is uploaded, checked by a judge and opened
    page.goto("/manage/problems")
    page.get_by_role("button", name="새 문제").click()
    page.get_by_label("패키지(zip)").set_input_files(package)
    page.get_by_role("button", name="올리고 검사하기").click()
    expect(page.get_by_test_id("import-state")).to_contain_text("가져왔습니다", timeout=CHECKED_MS)
    page.get_by_role("button", name="문제 열기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("두 수의 합")

    # and set as homework
    page.goto("/manage/assignments")
    page.get_by_role("button", name="새 과제").click()
    page.get_by_label("제목", exact=False).first.fill("여정 과제")
    page.get_by_role("textbox", name="주소").fill("journey-homework")
    page.get_by_role("button", name="새 과제").last.click()
    expect(page).to_have_url(re.compile("/manage/sets/journey-homework/problems$"))
    page.get_by_label("문제 주소로 추가").fill("journey-sum")
    page.get_by_role("button", name="추가", exact=True).click()
    page.get_by_role("button", name="문제 목록 저장").click()
    expect(page.get_by_text("저장했습니다.")).to_be_visible()

    # and a student gets points by hand
    page.goto("/manage/grades")
    page.get_by_role("button", name="김민수, 여정 과제: 점수 0").press("Enter")
    page.get_by_label("조정 점수").fill("5")
    page.get_by_label("의견").fill("발표를 잘했습니다.")
    page.get_by_role("button", name="조정", exact=True).click()

    # then the book shows them
    expect(page.get_by_role("button", name="김민수, 여정 과제: 점수 5")).to_be_visible()
