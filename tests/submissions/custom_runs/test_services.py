"""Custom runs from the request to the result, with a judge that says what a test wants."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from common.errors import DomainError, NotFoundError, TooLargeError, TooManyRequestsError
from judging.contract import CompileReport, InternalError
from judging.contract_runs import MAX_RUN_BYTES, CustomRunReport, RunResult, RunWord
from judging.verdicts import JudgementState
from problems.models import Problem, Visibility
from submissions.custom_runs.models import CustomRun
from submissions.custom_runs.rules import Trial
from submissions.custom_runs.services import (
    custom_run_create,
    custom_run_give_up,
    custom_run_report_record,
)
from submissions.custom_runs.sweeping import custom_runs_sweep
from submissions.sources import Source
from tests.conftest import Broker
from tests.factories import NOON, make_problem
from tests.people import Cast

OWN = Trial(text="20 3\n", expected="23")
SAMPLE = Trial(sample="1")


def create(user: User, *trials: Trial, **fields: Any) -> CustomRun:
    return custom_run_create(
        **{
            "user": user,
            "problem_slug": "sum",
            "language": "python3",
            "source": Source("print(3)"),
            "trials": trials or (SAMPLE, OWN),
            "now": NOON,
            **fields,
        }
    )


def report_of(run: CustomRun, **fields: Any) -> CustomRunReport:
    return CustomRunReport(
        **{
            "run_id": run.pk,
            "attempt_token": run.attempt_token,
            "judgehost": "judge-1",
            "delivery": 1,
            "compile": CompileReport(succeeded=True, message="a warning"),
            "results": (
                RunResult(ordinal=1, word=RunWord.ACCEPTED, stdout="3\n"),
                RunResult(ordinal=2, word=RunWord.WRONG_ANSWER, stdout="\x00", message="nul \x00"),
            ),
            **fields,
        }
    )


def test_a_run_is_kept_and_its_job_sent(
    cast: Cast,
    problem: Problem,
    broker: Broker,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = create(cast.minsu)

    (job,) = broker.run_jobs()
    assert (job.run_id, job.attempt_token) == (run.pk, run.attempt_token)
    assert [one.sample for one in job.inputs] == ["sample/1", None]
    assert (job.inputs[1].stdin, job.inputs[1].expected) == ("20 3\n", "23")
    assert job.package_sha256 == problem.ready_package.sha256
    run.refresh_from_db()
    assert (run.state, run.send_count) == (JudgementState.QUEUED, 1)


def test_a_trial_takes_no_longer_than_somebody_waits(
    cast: Cast,
    problem: Problem,
    broker: Broker,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    package = problem.ready_package
    package.limits = {**package.limits, "cpu_time_ms": 120_000}
    package.save()

    with django_capture_on_commit_callbacks(execute=True):
        create(cast.minsu)

    (job,) = broker.run_jobs()
    assert (job.limits.cpu_time_ms, job.limits.wall_time_ms) == (10_000, 15_000)


def test_a_report_is_recorded_once(cast: Cast, problem: Problem) -> None:
    run = create(cast.minsu)

    assert custom_run_report_record(report=report_of(run), now=NOON)
    assert not custom_run_report_record(report=report_of(run, results=()), now=NOON)

    run.refresh_from_db()
    assert (run.state, run.is_compiled, run.error) == (JudgementState.DONE, True, "")
    assert [result["word"] for result in run.results] == ["AC", "WA"]
    assert "\x00" not in str(run.results)


@pytest.mark.parametrize("change", [{"attempt_token": "f" * 32}, {"run_id": 2**63}, {"run_id": -1}])
def test_a_strange_report_changes_nothing(
    cast: Cast, problem: Problem, change: dict[str, Any]
) -> None:
    run = create(cast.minsu)

    assert not custom_run_report_record(report=report_of(run, **change), now=NOON)

    run.refresh_from_db()
    assert run.state == JudgementState.QUEUED


def test_a_fault_of_ours_is_told_without_its_reason(cast: Cast, problem: Problem) -> None:
    run = create(cast.minsu)
    fault = InternalError(kind="sandbox", message="no cgroup at /sys/secret")

    custom_run_report_record(
        report=report_of(run, compile=None, results=(), internal_error=fault), now=NOON
    )

    run.refresh_from_db()
    assert "not your program's fault" in run.error
    assert "cgroup" not in run.error
    assert "cgroup" in run.internal_error


@pytest.mark.parametrize(
    ("trials", "code"),
    [
        ((Trial(),), "input_unclear"),
        ((Trial(sample="1", text="3"),), "input_unclear"),
        ((Trial(sample="1", expected="3"),), "input_unclear"),
        ((Trial(sample="secret/1"),), "sample_unknown"),
        ((Trial(text="a\x00b"),), "input_not_text"),
        ((Trial(text="\ud800"),), "input_not_text"),
        ((Trial(text="1", expected="\ud800"),), "input_not_text"),
        ((Trial(text="가" * (MAX_RUN_BYTES // 3 + 1)),), "inputs_too_large"),
        ((OWN,) * 11, "input_count"),
    ],
)
def test_what_can_not_be_run_is_refused_and_nothing_kept(
    cast: Cast, problem: Problem, trials: tuple[Trial, ...], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        create(cast.minsu, *trials)

    assert refusal.value.code == code
    assert not CustomRun.objects.exists()


def test_an_interactive_problem_takes_samples_only(cast: Cast, problem: Problem) -> None:
    package = problem.ready_package
    validation = {"kind": "interactive", "language": "python3", "files": ["talk.py"]}
    package.manifest = {**package.manifest, "validation": validation}
    package.save()

    with pytest.raises(DomainError, match="Run the samples"):
        create(cast.minsu, OWN)
    assert create(cast.minsu, SAMPLE).pk


def test_where_answers_are_handed_in_there_is_nothing_to_run(cast: Cast, problem: Problem) -> None:
    package = problem.ready_package
    package.manifest = {**package.manifest, "is_submit_answer": True}
    package.save()

    with pytest.raises(DomainError, match="nothing to run"):
        create(cast.minsu)

    assert not CustomRun.objects.exists()


def test_nobody_runs_on_a_problem_that_they_may_not_open(cast: Cast) -> None:
    make_problem("sum", course=cast.algorithms, visibility=Visibility.COURSE)

    with pytest.raises(NotFoundError):
        create(cast.sora)
    assert create(cast.minsu).pk
    assert not CustomRun.objects.filter(user=cast.sora).exists()


def test_a_large_source_is_refused(cast: Cast, problem: Problem) -> None:
    limit_bytes = problem.ready_package.source_limit_bytes
    with pytest.raises(TooLargeError):
        create(cast.minsu, source=Source("x" * (limit_bytes + 1)))


def test_runs_have_a_rate_of_their_own(cast: Cast, problem: Problem, settings: Any) -> None:
    settings.CUSTOM_RUNS_PER_MINUTE = 2
    create(cast.minsu)
    with pytest.raises(TooManyRequestsError, match="run too fast: wait 1 s"):
        create(cast.minsu)
    create(cast.minsu, now=NOON + timedelta(seconds=5))

    with pytest.raises(TooManyRequestsError) as refusal:
        create(cast.minsu, now=NOON + timedelta(seconds=20))

    assert refusal.value.retry_after_s == 40
    assert create(cast.jiwoo).pk
    assert CustomRun.objects.filter(user=cast.minsu).count() == 2


def test_a_run_that_the_broker_did_not_take_is_sent_by_the_sweeper(
    cast: Cast,
    problem: Problem,
    broker: Broker,
    broker_away: Callable[[], None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = create(cast.minsu)
    assert custom_runs_sweep(held=0, now=NOON + timedelta(seconds=5)) == (0, 0)
    broker_away()

    assert custom_runs_sweep(held=0, now=NOON + timedelta(seconds=8)) == (1, 0)

    assert [job.run_id for job in broker.run_jobs()] == [run.pk]


def test_a_lost_run_is_sent_again_and_given_up_after_a_minute(
    cast: Cast, problem: Problem, broker: Broker
) -> None:
    run = create(cast.minsu)
    CustomRun.objects.update(sent_at=NOON, send_count=1)

    # the broker holds it still; then it has lost it; then the minute is over
    assert custom_runs_sweep(held=1, now=NOON + timedelta(seconds=30)) == (0, 0)
    assert custom_runs_sweep(held=0, now=NOON + timedelta(seconds=30)) == (1, 0)
    assert custom_runs_sweep(held=0, now=NOON + timedelta(seconds=61)) == (0, 1)

    run.refresh_from_db()
    assert run.state == JudgementState.DONE
    assert "within 60 s" in run.error
    assert not custom_run_report_record(report=report_of(run), now=NOON)


def test_a_run_in_a_language_that_left_the_table_is_given_up(cast: Cast, problem: Problem) -> None:
    run = create(cast.minsu)
    CustomRun.objects.update(language="gone")

    custom_runs_sweep(held=0, now=NOON + timedelta(seconds=5))

    run.refresh_from_db()
    assert "gone" in run.error


def test_old_runs_are_deleted(cast: Cast, problem: Problem) -> None:
    old, young = create(cast.minsu), create(cast.jiwoo, now=NOON + timedelta(days=2))
    for run in (old, young):
        custom_run_give_up(run_id=run.pk, attempt_token=run.attempt_token, reason="x", now=NOON)

    custom_runs_sweep(held=0, now=NOON + timedelta(days=8))

    assert list(CustomRun.objects.all()) == [young]
