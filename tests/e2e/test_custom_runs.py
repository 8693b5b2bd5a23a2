"""A student tries a program on samples and on inputs of their own before handing it in.

The demo student reads Korean.
"""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_student import open_problem, student
from tests.live import RunningSite, Student

__all__ = ["student"]

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

RUN_MS = 30_000
SUM_WITH_NOTE = (
    "import sys\na, b = map(int, input().split())\nprint('adding', file=sys.stderr)\nprint(a + b)\n"
)


def write(page: Page, source: str) -> None:
    editor = page.get_by_test_id("editor").locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def handed_in(student: Page) -> list[int]:
    """The numbers of the student's own submissions, as far as a page shows them."""
    answer = student.request.get("/api/v1/submissions")
    return [one["id"] for one in answer.json()["items"]]


def test_a_student_runs_samples_and_an_input_of_their_own(student: Page) -> None:
    # given a program in the editor
    open_problem(student, "python3")
    before = handed_in(student)
    write(student, SUM_WITH_NOTE)

    # when the student runs it by keyboard, adds an input with an expectation, and runs again
    student.keyboard.press("Control+Shift+Enter")
    cases = student.get_by_test_id("trial-case")
    expect(cases.first).to_have_attribute("data-word", "AC", timeout=RUN_MS)
    student.get_by_role("button", name="입력 추가").click()
    student.get_by_label("입력", exact=True).fill("20 3\n")
    student.get_by_label("기대 출력 (선택)").fill("24")
    student.get_by_role("button", name="실행", exact=True).click()

    # then the output stands beside what was expected, with what it said and used
    expect(cases.last).to_have_attribute("data-word", "WA", timeout=RUN_MS)
    panel = student.get_by_test_id("trial-panel")
    expect(student.get_by_test_id("trial-output")).to_have_text("23")
    expect(panel).to_contain_text("adding")
    expect(panel).to_contain_text("MiB")
    if folder := os.environ.get("SCREENSHOTS"):
        student.screenshot(path=Path(folder) / "run.png")

    # and nothing was handed in by it; a reload keeps the input
    student.reload()
    student.get_by_role("tab", name="실행", exact=True).click()
    expect(student.get_by_test_id("trial-case").last).to_contain_text("직접 입력 1")
    assert handed_in(student) == before


def test_what_does_not_compile_says_where(student: Page) -> None:
    open_problem(student, "cpp17")
    write(student, "int main() { retrun 0; }")

    student.keyboard.press("Control+Shift+Enter")

    panel = student.get_by_test_id("trial-panel")
    expect(panel).to_contain_text("컴파일되지 않습니다", timeout=RUN_MS)
    expect(panel.get_by_test_id("compile-message")).to_contain_text("retrun")


def test_a_custom_run_is_back_within_seconds_while_every_judge_is_busy(site: RunningSite) -> None:
    # given both judges at long judgements
    person = Student(site.url)
    nap = "import time\ntime.sleep(1.5)\na, b = map(int, input().split())\nprint(a + b)\n"
    busy = [person.submit(nap) for _ in range(2)]
    for submission_id in busy:
        person.wait_until(submission_id, within_s=30, state="judging")

    # when a run is asked for
    began = time.monotonic()
    made = person.post(
        "/api/v1/runs",
        problem="aplusb",
        language="python3",
        source="print(sum(map(int, input().split())))",
        inputs=[{"input": "20 3\n"}],
    )
    while (run := person.get(f"/api/v1/runs/{made['id']}"))["state"] != "done":
        assert time.monotonic() - began < 20, run
        time.sleep(0.05)

    # then it doesn't wait for them
    assert (run["results"][0]["word"], run["results"][0]["stdout"]) == ("OK", "23\n")
    assert time.monotonic() - began < 8
    assert {person.submission(one)["state"] for one in busy} == {"judging"}
