"""Handing in and judging again: what is kept, and what is queued."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from common.errors import ConflictError, DomainError, NotAllowedError, TooManyRequestsError
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState, Verdict
from problems.models import Problem, Visibility
from submissions.models import Judgement, Submission
from submissions.services import judgement_rejudge, submission_create
from submissions.sources import Source
from tests.conftest import Broker
from tests.factories import NOON, judgement_of, make_package, make_problem, make_submission
from tests.people import Cast

OnCommit = DjangoCaptureOnCommitCallbacks


def hand_in(user: User, **changes: Any) -> Submission:
    return submission_create(
        **{
            "user": user,
            "problem_slug": "sum",
            "language": "java17",
            "source": Source("public class Sum { }"),
            "now": NOON,
            **changes,
        }
    )


@pytest.mark.usefixtures("problem")
def test_the_job_says_all_that_a_judgehost_needs(
    cast: Cast, broker: Broker, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submission = hand_in(cast.minsu)

    (job,) = broker.jobs()
    judgement = Judgement.objects.get()
    assert submission.state == JudgementState.QUEUED
    assert (job.submission_id, job.judgement_id) == (submission.pk, judgement.pk)
    assert job.attempt_token == judgement.attempt_token
    assert [(file.name, file.text) for file in job.source_files] == [
        ("Sum.java", "public class Sum { }")
    ]
    assert job.package_sha256 == judgement.test_package.sha256
    assert (judgement.send_count, judgement.sent_at is not None) == (1, True)


@pytest.mark.usefixtures("problem", "broker_away")
def test_a_broker_that_is_away_loses_nothing(
    cast: Cast, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(cast.minsu)

    judgement = Judgement.objects.get()
    assert (judgement.state, judgement.sent_at) == (JudgementState.QUEUED, None)


@pytest.mark.usefixtures("problem")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"problem_slug": "nope"}, "problem_not_found"),
        ({"language": "cobol"}, "language_not_allowed"),
        ({"source": Source(" ")}, "source_empty"),
        ({"source": Source("x" * 200_000)}, "source_too_large"),
    ],
)
def test_what_is_refused_is_neither_kept_nor_queued(
    cast: Cast,
    broker: Broker,
    django_capture_on_commit_callbacks: OnCommit,
    changes: dict[str, Any],
    code: str,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(DomainError) as caught:
        hand_in(cast.minsu, **changes)

    assert caught.value.code == code
    assert not Submission.objects.exists()
    assert broker.jobs() == []


def test_a_problem_may_take_some_languages_only(cast: Cast) -> None:
    make_problem("sum", allowed_languages=["cpp17"])

    assert hand_in(cast.minsu, language="cpp17").language == "cpp17"
    with pytest.raises(DomainError, match="cpp17"):
        hand_in(cast.minsu, now=NOON + timedelta(minutes=1))


@pytest.mark.usefixtures("problem")
def test_the_rate_is_each_persons_own(cast: Cast) -> None:
    hand_in(cast.minsu)
    hand_in(cast.jiwoo)

    with pytest.raises(TooManyRequestsError) as caught:
        hand_in(cast.minsu, now=NOON + timedelta(seconds=1))

    assert caught.value.retry_after_s == 1
    hand_in(cast.minsu, now=NOON + timedelta(seconds=2))


@pytest.mark.usefixtures("problem")
def test_an_idempotency_key_hands_in_once(cast: Cast) -> None:
    first = hand_in(cast.minsu, idempotency_key="k1")

    assert hand_in(cast.minsu, idempotency_key="k1") == first
    assert hand_in(cast.jiwoo, idempotency_key="k1") != first
    with pytest.raises(ConflictError):
        hand_in(cast.minsu, idempotency_key="k1", source=Source("class Other { }"))
    assert Submission.objects.count() == 2


@pytest.fixture
def judged(cast: Cast, problem: Problem) -> Submission:
    """Of minsu, to a problem of the course algorithms."""
    problem.course = cast.algorithms
    problem.visibility = Visibility.COURSE
    problem.save()
    return make_submission(cast.minsu, problem, verdict=Verdict.WRONG_ANSWER)


@pytest.mark.parametrize("name", ["ta_hana", "professor", "operator"])
def test_staff_have_a_submission_judged_again_by_the_present_package(
    cast: Cast,
    judged: Submission,
    broker: Broker,
    django_capture_on_commit_callbacks: OnCommit,
    name: str,
) -> None:
    package = make_package(judged.problem, version=2)
    user = cast.named(name)
    assert user is not None

    with django_capture_on_commit_callbacks(execute=True):
        judgement = judgement_rejudge(user=user, submission_id=judged.pk, now=NOON)

    judged.refresh_from_db()
    assert (judged.state, judged.verdict) == (JudgementState.DONE, Verdict.WRONG_ANSWER)
    assert judged.current_judgement != judgement
    assert (judgement.ordinal, judgement.requested_by) == (2, user)
    (job,) = broker.jobs(JudgeQueue.REJUDGE)
    assert job.package_sha256 == package.sha256
    assert broker.jobs(JudgeQueue.PRACTICE) == []


@pytest.mark.parametrize("name", ["minsu", "jiwoo", "sora", "ta_yuri"])
def test_nobody_else_may(
    cast: Cast,
    judged: Submission,
    broker: Broker,
    django_capture_on_commit_callbacks: OnCommit,
    name: str,
) -> None:
    user = cast.named(name)
    assert user is not None

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(NotAllowedError),
    ):
        judgement_rejudge(user=user, submission_id=judged.pk, now=NOON)

    judged.refresh_from_db()
    assert judged.verdict == Verdict.WRONG_ANSWER
    assert Judgement.objects.count() == 1
    assert broker.jobs(JudgeQueue.REJUDGE) == []


def test_what_is_being_judged_is_not_judged_again(cast: Cast, problem: Problem) -> None:
    submission = make_submission(cast.minsu, problem)

    judged = make_submission(cast.minsu, problem, verdict=Verdict.WRONG_ANSWER)
    judgement_rejudge(user=cast.operator, submission_id=judged.pk, now=NOON)

    for one in (submission, judged):
        with pytest.raises(ConflictError) as caught:
            judgement_rejudge(user=cast.operator, submission_id=one.pk, now=NOON)
        assert caught.value.code == "already_judging"


def test_a_problem_of_a_course_takes_its_members_submissions_only(
    cast: Cast, judged: Submission
) -> None:
    assert judgement_of(judged).ordinal == 1
    hand_in(cast.jiwoo)
    with pytest.raises(DomainError, match="no problem 'sum'"):
        hand_in(cast.sora)


def test_the_broker_coming_back_takes_jobs_again(
    cast: Cast,
    problem: Problem,
    broker: Broker,
    broker_away: Callable[[], None],
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(cast.minsu)
    broker_away()
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(cast.jiwoo)

    assert len(broker.jobs()) == 1
