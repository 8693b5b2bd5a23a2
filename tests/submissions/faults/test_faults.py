"""Equal judging errors: one fault, whose cause is switched off until somebody resolves it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from common.errors import ConflictError, NotAllowedError
from courses.models import Course
from judging.contract import InternalError
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState, Verdict
from problems.models import Problem
from submissions.faults.models import Fault
from submissions.faults.services import fault_resolve, faults_sweep
from submissions.models import Judgement, Submission
from submissions.services import judgement_report_record
from tests.conftest import Broker
from tests.factories import (
    NOON,
    judgement_of,
    last_judgement_of,
    make_package,
    make_problem,
    make_submission,
    report_of,
)
from tests.people import Cast
from tests.submissions.test_submitting import hand_in

OnCommit = DjangoCaptureOnCommitCallbacks
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def problem(algorithms: Course) -> Problem:
    return make_problem("sum", course=algorithms)


def fail(
    user: User, problem: Problem, kind: str = "validator", message: str = "exit status 1"
) -> Submission:
    """Hand something in that ends with a judging error."""
    submission = make_submission(user, problem)
    error = InternalError.model_validate({"kind": kind, "message": message})
    report = report_of(
        judgement_of(submission), verdict=Verdict.JUDGING_ERROR, internal_error=error
    )
    assert judgement_report_record(report=report, now=NOON)
    return submission


@pytest.fixture
def off(cast: Cast, problem: Problem) -> Fault:
    for who in (cast.minsu, cast.jiwoo, cast.minsu):
        fail(who, problem)
    return Fault.objects.get()


def test_equal_errors_are_one_fault_and_switch_off_what_is_blamed(off: Fault) -> None:
    assert (off.count, off.blamed, off.reason) == (3, "problem_version", "validator")
    assert off.switched_off_at == NOON
    assert off.hits.count() == 3


def test_others_stay_on(cast: Cast, problem: Problem) -> None:
    other = make_problem("other")
    for _ in range(5):
        fail(cast.minsu, problem)
    fail(cast.jiwoo, problem, message="the validator said nothing")
    fail(cast.jiwoo, other)

    assert Fault.objects.count() == 3
    assert not Fault.objects.filter(switched_off_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("kind", "thing"), [("contract", {"language": "cpp17"}), ("sandbox", {"judgehost": "judge-1"})]
)
def test_languages_and_judgehosts_are_blamed_too(
    cast: Cast, problem: Problem, kind: str, thing: dict[str, str]
) -> None:
    for who in (cast.minsu, cast.jiwoo, cast.sora):
        fail(who, problem, kind=kind)

    assert Fault.objects.filter(switched_off_at=NOON, **thing).count() == 1


def test_what_needs_it_waits_and_goes_on_by_the_live_version_when_it_is_resolved(
    cast: Cast,
    off: Fault,
    problem: Problem,
    broker: Broker,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    # given somebody who hands in meanwhile, to this and to another problem
    make_problem("other")
    with django_capture_on_commit_callbacks(execute=True):
        waiting = hand_in(cast.sora, now=LATER, language="cpp17")
        hand_in(cast.minsu, now=LATER, language="cpp17", problem_slug="other")
    assert [job.submission_id for job in broker.jobs()] != [waiting.pk]
    assert judgement_of(waiting).sent_at is None
    # when staff make a better version live, and say so
    better = make_package(problem, version=2)
    with django_capture_on_commit_callbacks(execute=True):
        fault_resolve(user=cast.ta_hana, fault_id=off.pk, note="repaired", now=LATER)
    # then all that was hit, and what waited, is judged by it
    jobs = broker.jobs()
    hit = [last_judgement_of(one.judgement.submission).pk for one in off.hits.all()]
    assert sorted(job.judgement_id for job in jobs) == sorted([*hit, judgement_of(waiting).pk])
    assert {job.package_sha256 for job in jobs} == {better.sha256}
    faults_sweep(now=LATER)
    assert broker.jobs() == [], "once"
    # and who waited gets a verdict
    judgement = Judgement.objects.get(submission=waiting)
    judgement_report_record(report=report_of(judgement, Verdict.ACCEPTED), now=LATER)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.verdict) == (JudgementState.DONE, Verdict.ACCEPTED)


@pytest.mark.parametrize("name", ["minsu", "ta_yuri"])
def test_only_its_staff_resolve_it(cast: Cast, off: Fault, broker: Broker, name: str) -> None:
    user = cast.named(name)
    assert user is not None
    with pytest.raises(NotAllowedError):
        fault_resolve(user=user, fault_id=off.pk, note="", now=LATER)

    assert not Fault.objects.filter(resolved_at__isnull=False).exists()
    assert Judgement.objects.filter(ordinal=2).count() == 0
    assert broker.jobs() == []


def test_it_is_resolved_once_and_comes_back_as_another(
    cast: Cast, off: Fault, problem: Problem
) -> None:
    fault_resolve(user=cast.operator, fault_id=off.pk, note="", now=LATER)
    with pytest.raises(ConflictError):
        fault_resolve(user=cast.operator, fault_id=off.pk, note="", now=LATER)

    fail(cast.minsu, problem)

    again = Fault.objects.get(resolved_at=None)
    assert (again.fingerprint, again.count) == (off.fingerprint, 1)


def test_operators_are_told_by_mail_once(cast: Cast, off: Fault) -> None:
    for _ in range(2):
        faults_sweep(now=LATER)

    (letter,) = mail.outbox
    assert letter.to == [cast.operator.email]
    assert "problem sum, version 1" in letter.subject
    assert reverse("admin:submissions_fault_change", args=[off.pk]) in letter.body


@pytest.mark.usefixtures("off")
def test_staff_see_those_of_their_problems_over_graphql(cast: Cast) -> None:
    query = """{ judgingFaults(first: 5, filters: {isOpen: true}) { edges { node {
        number blamed problemSlug count reason message testPackage { version } } } } }"""

    def listed(name: str) -> list[dict[str, Any]]:
        answer = cast.api(name).graphql(query).json()
        return [edge["node"] for edge in answer["data"]["judgingFaults"]["edges"]]

    (node,) = listed("ta_hana")
    assert (node["problemSlug"], node["count"], node["testPackage"]) == ("sum", 3, {"version": 1})
    assert listed("ta_yuri") == []


def test_operators_resolve_it_on_their_pages(
    cast: Cast, off: Fault, broker: Broker, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = Client()
    client.force_login(cast.operator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("admin:submissions_fault_changelist"),
            {"action": "resolve", "_selected_action": [off.pk]},
            follow=True,
        )
    assert answer.status_code == 200
    assert client.get(reverse("admin:submissions_fault_change", args=[off.pk])).status_code == 200
    assert len(broker.jobs(JudgeQueue.PRACTICE)) == 3
