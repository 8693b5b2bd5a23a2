"""Journeys of an operator, in a browser, against the local cloud: what the screens change moves."""

import os
import re
import signal
import time

import boto3
import httpx
import pytest
from playwright.sync_api import Page, expect

from judging.queues import JudgeQueue
from tests.e2e.cloud.operating import (
    FLEET,
    JUDGE,
    OPERATOR,
    SCREENS,
    WITHIN_S,
    look_until,
    running,
    scale,
    tasks_of,
)
from tests.live import RunningSite, Student

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

PROBLEM = '{ problems(filters: {search: "beads"}, first: 1) { edges { node { id } } } }'
SUM = "a, b = map(int, input().split())\nprint(a + b)\n"
SLOW_SUM = f"import time\ntime.sleep(0.4)\n{SUM}"
"""Some seconds for all test cases, of which the processor has none."""


def judged(student: Student, submission_ids: list[int]) -> list[str]:
    return [
        student.wait_until(one, within_s=WITHIN_S, state="done")["verdict"]
        for one in submission_ids
    ]


def deliver_in_vain(site: RunningSite) -> None:
    """Take the one job that waits and don't do it, until its queue gives it up."""
    sqs = boto3.client(
        "sqs",
        endpoint_url=site.site.aws.endpoint_url,
        region_name=site.site.aws.region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    name = f"{site.site.aws.queue_prefix}{JudgeQueue.PRACTICE}"
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    taken, deadline = 0, time.monotonic() + WITHIN_S
    while True:
        found = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0, WaitTimeSeconds=1)
        taken += len(found.get("Messages", []))
        if taken and not found.get("Messages"):
            return
        assert time.monotonic() < deadline, "the job never came, or never died"


def test_a_job_that_died_is_redriven_and_judged(operator: Page, site: RunningSite) -> None:
    # given no judge, for a while: below what auto scaling would keep
    scale(operator, 0, keep="15")
    expect(operator.get_by_text("keeps at least as many for 15 minutes")).to_be_visible()
    look_until(operator, JUDGE, running(operator, 0), "end of the judge")
    # and a job that was delivered in vain as often as its queue allows
    student = Student(site.url)
    submission_id = student.submit(SUM)
    deliver_in_vain(site)
    student.wait_until(submission_id, within_s=WITHIN_S, verdict="JE")

    # when the operator looks why, and redrives it
    letter = operator.get_by_role("row", name=re.compile(f"submission {submission_id} to aplusb"))
    look_until(operator, f"{SCREENS}/queues/", letter.is_visible, "dead letter")
    letter.get_by_role("button", name="Redrive").click()
    expect(operator.get_by_text("None: every job was done.")).to_be_visible()
    # and lets auto scaling choose again
    operator.goto(JUDGE)
    operator.get_by_role("button", name="Let go now").click()

    # then a judge starts and judges it anew
    student.wait_until(submission_id, within_s=WITHIN_S, verdict="AC")


def test_one_judge_becomes_three_that_all_judge_and_one_is_drained(
    operator: Page, site: RunningSite
) -> None:
    # given one judge
    scale(operator, 1, keep="60")
    look_until(operator, JUDGE, running(operator, 1), "judge")

    # when three are wanted, and kept
    scale(operator, 3, keep="60")
    look_until(operator, JUDGE, running(operator, 3), "three judges")
    # then three processes run
    assert len(tasks_of(site, "judge")) == 3

    # and when there is work for more than three
    student = Student(site.url)
    submissions = [student.submit(SLOW_SUM) for _ in range(9)]
    # then all three take jobs
    judging = operator.get_by_text("judging, protected")
    look_until(operator, JUDGE, lambda: judging.count() == 3, "three at work")
    # and a machine with two of them is drained in the middle of it
    busy = "a[title$=', judging']"
    crowded = operator.locator(f"tr:has({busy} ~ {busy})")
    look_until(operator, FLEET, crowded.is_visible, "machine with two at work")
    machine = crowded.locator("code").first.inner_text()
    crowded.get_by_role("button", name="Drain").click()
    expect(operator.get_by_text("gives its tasks away and gets no more")).to_be_visible()

    # then nothing is lost, and it is left
    assert judged(student, submissions) == ["AC"] * 9
    look_until(
        operator, FLEET, lambda: operator.get_by_text(machine).count() == 0, "end of the machine"
    )
    look_until(operator, JUDGE, running(operator, 3), "three judges elsewhere")
    operator.goto(f"{SCREENS}/queues/?fresh=1")
    expect(operator.get_by_text("None: every job was done.")).to_be_visible()


def test_a_changed_problem_is_forgotten_by_the_edge_that_kept_it(
    operator: Page, site: RunningSite
) -> None:
    # given a public problem that the edge keeps
    def seen() -> tuple[str, str]:
        answer = httpx.get(f"{site.url}/api/v1/problems/beads").raise_for_status()
        return answer.headers["X-Cache"], answer.json()["title"]

    def first_word() -> str:
        return seen()[0].split()[0]

    seen()
    assert first_word() == "Hit"

    # when somebody of the staff changes it
    staff = Student(site.url, *OPERATOR)
    found = staff.post("/graphql", query=PROBLEM)["data"]["problems"]["edges"]
    problem_id = found[0]["node"]["id"]
    before = seen()[1]
    change = f'mutation {{ writeStatement(problemId: "{problem_id}", language: "ko", '
    change += 'title: "새 구슬", source: "새 글") { title } }'
    assert "errors" not in staff.post("/graphql", query=change)
    # then the edge would go on giving the old one
    assert seen() == ("Hit from cloudfront", before)

    # and the operator sees the invalidation, its cause, and its end
    row = operator.get_by_role("row", name=re.compile("completed.*problem beads"))
    look_until(operator, f"{SCREENS}/edge/", row.first.is_visible, "completed invalidation")
    # after which the new page shows
    assert seen()[1] == "새 구슬"


def test_what_becomes_of_a_path_and_an_order_that_somebody_else_changed(operator: Page) -> None:
    # given what the distribution does with a path
    edge = f"{SCREENS}/edge/"
    operator.goto(f"{edge}?method=GET&path=/api/v1/problems/12")
    expect(operator.get_by_text(re.compile(r"→ behaviour 0 \(/api/\*\) → api"))).to_be_visible()

    # when two operators see what another order would be, and one has it so
    other = operator.context.new_page()
    for page, pattern in ((other, "/ws/*"), (operator, "/ccs/*")):
        page.goto(edge)
        page.get_by_role("button", name=f"Try {pattern} earlier").click()
        expect(page.get_by_text("nothing has been asked of AWS yet")).to_be_visible()
    operator.get_by_role("button", name="Change the order").click()
    expect(operator.get_by_text("/ccs/* is tried at its new place.")).to_be_visible()
    other.get_by_role("button", name="Change the order").click()

    # then the other is told, and nothing was changed
    expect(other.get_by_text(re.compile("has been changed meanwhile"))).to_be_visible()
    expect(other.locator("tr td:nth-child(2) code").nth(1)).to_have_text("/ccs/*")
    other.close()


def test_a_trace_names_the_target_group_whose_tasks_are_sick(
    operator: Page, site: RunningSite
) -> None:
    # given client API tasks that hang
    trace = f"{SCREENS}/trace/?method=GET&url=/api/v1/problems"
    hanging = [one.pid for one in tasks_of(site, "client-api")]
    assert len(hanging) == 2
    for pid in hanging:
        os.kill(pid, signal.SIGSTOP)
    try:
        # when the operator traces what people complain of
        said = operator.get_by_text(re.compile("It fails at Target group.*No target is healthy"))
        look_until(operator, trace, said.is_visible, "broken hop")
    finally:
        for pid in hanging:
            os.kill(pid, signal.SIGCONT)

    # then, when they answer again or others have taken their place, so does the trace
    answered = operator.get_by_text("GET /api/v1/problems is answered.")
    look_until(operator, trace, answered.is_visible, "answer")


def test_judges_are_approved_ahead_of_a_contest(operator: Page) -> None:
    # given a contest ahead, of the demo
    scaling = f"{SCREENS}/scaling/"
    operator.goto(f"{scaling}?fresh=1")
    contest = operator.get_by_role("row", name=re.compile("demo-contest-next"))

    # when the operator approves judges for it
    contest.get_by_label("Judges for demo-contest-next").fill("8")
    contest.get_by_role("button", name="Approve").click()

    # then the scheduled actions are there
    expect(operator.get_by_text("the scheduled actions are set and were read back")).to_be_visible()
    expect(contest.get_by_text("8 approved by operator")).to_be_visible()
    expect(
        operator.get_by_role("row", name=re.compile(r"contest-judges-.*\(UTC\) 8 "))
    ).to_be_visible()
    # and gone when it is taken back
    contest.get_by_role("button", name="Withdraw").click()
    expect(operator.get_by_text(re.compile("contest-judges-"))).to_have_count(0)
