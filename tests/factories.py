"""Rows for tests, each made by one plain function."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from courses.models import Course
from judging.contract import CompileReport, JudgeProgress, JudgeReport, RunReport
from judging.limits import Limits
from judging.packages.manifest import PackageManifest, TestCase
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState, Stage, Verdict
from problems.models import Problem, Sample, Statement, TestPackage, Visibility
from problems.searching import problems_index
from submissions.models import Judgement, Reason, Submission
from submissions.services.results import problem_result_update

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CASES = ("sample/1", "secret/1", "secret/2")


def make_package(problem: Problem, version: int = 1, cases: tuple[str, ...] = CASES) -> TestPackage:
    limits = Limits()
    manifest = PackageManifest(limits=limits, test_cases=tuple(TestCase(name=n) for n in cases))
    package = TestPackage.objects.create(
        problem=problem,
        version=version,
        sha256=hashlib.sha256(f"{problem.slug} {version}".encode()).hexdigest(),
        source_sha256="0" * 64,
        size_bytes=100,
        manifest=manifest.model_dump(mode="json"),
        limits=limits.model_dump(mode="json"),
        time_limit_ms=limits.cpu_time_ms,
        memory_limit_kib=limits.memory_kib,
        source_limit_bytes=limits.source_bytes,
        test_case_count=len(cases),
    )
    Sample.objects.create(test_package=package, ordinal=1, name="1", input="1 2\n", answer="3\n")
    problem.test_package = package
    problem.save()
    return package


def make_problem(
    slug: str,
    *,
    course: Course | None = None,
    visibility: Visibility = Visibility.PUBLIC,
    **fields: Any,
) -> Problem:
    problem = Problem.objects.create(
        slug=slug, title=slug.title(), course=course, visibility=visibility, **fields
    )
    for language, title in (("ko", f"{slug} 문제"), ("en", f"The {slug}")):
        Statement.objects.create(
            problem=problem, language=language, title=title, source="…", html=f"<p>{title}</p>"
        )
    make_package(problem)
    problems_index([problem])
    return problem


def make_submission(
    user: User, problem: Problem, *, verdict: Verdict | None = None, created_at: datetime = NOON
) -> Submission:
    """Queued; with a verdict, judged."""
    state = JudgementState.DONE if verdict else JudgementState.QUEUED
    submission = Submission.objects.create(
        user=user,
        problem=problem,
        language="cpp17",
        source="int main() {}",
        source_bytes=13,
        created_at=created_at,
        state=state,
        verdict=verdict,
    )
    submission.current_judgement = Judgement.objects.create(
        submission=submission,
        ordinal=1,
        reason=Reason.SUBMIT,
        test_package=problem.ready_package,
        attempt_token=secrets.token_hex(16),
        queue=JudgeQueue.PRACTICE,
        created_at=created_at,
        effective_at=created_at,
        state=state,
        verdict=verdict,
    )
    submission.save()
    if verdict:
        with transaction.atomic():
            problem_result_update(user_id=user.pk, problem_id=problem.pk)
    return submission


def judgement_of(submission: Submission) -> Judgement:
    assert submission.current_judgement is not None
    return submission.current_judgement


def last_judgement_of(submission: Submission) -> Judgement:
    """The one that was made last, whether it counts or not."""
    return submission.judgements.latest("ordinal")


def run_report(ordinal: int, verdict: Verdict = Verdict.ACCEPTED, **fields: Any) -> RunReport:
    return RunReport(
        **{
            "ordinal": ordinal,
            "test_case": CASES[ordinal - 1],
            "verdict": verdict,
            "cpu_time_ms": 10 * ordinal,
            "wall_time_ms": 12 * ordinal,
            "memory_kib": 1000 * ordinal,
            "judge_message": "secret words of the validator",
            **fields,
        }
    )


def progress_of(judgement: Judgement, *ordinals: int, **fields: Any) -> JudgeProgress:
    return JudgeProgress(
        **{
            "submission_id": judgement.submission_id,
            "judgement_id": judgement.pk,
            "attempt_token": judgement.attempt_token,
            "judgehost": "judge-1",
            "stage": Stage.RUNNING,
            "test_case_count": len(CASES),
            "runs": tuple(run_report(ordinal) for ordinal in ordinals),
            **fields,
        }
    )


def report_of(
    judgement: Judgement, *verdicts: Verdict, verdict: Verdict | None = None, **fields: Any
) -> JudgeReport:
    """A report with one run for each of ``verdicts``; its verdict is the first that fails."""
    failed = [one for one in verdicts if one is not Verdict.ACCEPTED]
    return JudgeReport(
        **{
            "submission_id": judgement.submission_id,
            "judgement_id": judgement.pk,
            "attempt_token": judgement.attempt_token,
            "judgehost": "judge-1",
            "delivery": 1,
            "verdict": verdict or (failed[0] if failed else Verdict.ACCEPTED),
            "compile": CompileReport(succeeded=True, message="a warning", cpu_time_ms=300),
            "test_case_count": len(CASES),
            "runs": tuple(run_report(n, one) for n, one in enumerate(verdicts, start=1)),
            "cpu_time_ms": 30,
            "memory_kib": 3000,
            **fields,
        }
    )
