"""Every write on custom runs."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from judging.contract import InternalError
from judging.contract_runs import CustomRunReport, RunResult
from judging.verdicts import JudgementState
from problems.languages import languages_of
from problems.models import TestPackage
from problems.selectors import problem_get, template_check_source
from submissions.custom_runs.live import custom_run_announce
from submissions.custom_runs.models import CustomRun
from submissions.custom_runs.rules import KEPT, Trial, inputs_check
from submissions.outbox import custom_run_send_soon
from submissions.rules import rate_check, source_check
from submissions.selectors import files_of_problem_check
from submissions.sources import Source

PRUNED_AT_ONCE = 500
NOBODY_RAN_IT = "No judge could run it. It is not your program's fault: try again in a while."


def custom_run_create(
    *,
    user: User,
    problem_slug: str,
    language: str,
    source: Source,
    trials: Sequence[Trial],
    now: datetime,
) -> CustomRun:
    """Have a source run on samples and on inputs of one's own.

    Raises NotFoundError, InvalidInputError, TooLargeError, TooManyRequestsError; nothing
    is kept then.
    """
    problem = problem_get(user=user, slug=problem_slug)
    package = problem.ready_package
    source_check(
        source,
        language=language,
        allowed_languages=[row.id for row in languages_of(problem)],
        limit_bytes=package.source_limit_bytes,
    )
    files_of_problem_check(problem, source, language=language)
    template_check_source(problem, language, source.first_text)
    is_interactive, takes_answers = _kind(package)
    inputs = inputs_check(
        trials,
        samples=set(package.samples.values_list("name", flat=True)),
        is_interactive=is_interactive,
        takes_answers=takes_answers,
    )
    with transaction.atomic():
        # One person's runs pass one after the other, so that two at once can't pass the rate.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        _rate_check(user, now)
        run = CustomRun.objects.create(
            user=user,
            problem=problem,
            test_package=package,
            language=language,
            source=source.text,
            layout=source.layout,
            inputs=[one.model_dump() for one in inputs],
            attempt_token=secrets.token_hex(16),
            created_at=now,
        )
        transaction.on_commit(partial(custom_run_send_soon, run))
    return run


def custom_run_report_record(*, report: CustomRunReport, now: datetime) -> bool:
    """Record what came of a run. False: it was recorded before, or is stale."""
    results = [_result(result) for result in report.results]
    with transaction.atomic():
        run = _open_run(report.run_id, report.attempt_token)
        if run is None:
            return False
        run.judgehost = _without_nul(report.judgehost)[:200]
        if report.compile is not None:
            run.is_compiled = report.compile.succeeded
            run.compile_message = _without_nul(report.compile.message)
        run.results = results
        run.words = [result["word"] for result in results]
        if report.internal_error is not None:
            run.internal_error = _internal(report.internal_error)
            run.error = NOBODY_RAN_IT
        _finish(run, now)
    return True


def custom_run_give_up(*, run_id: int, attempt_token: str, reason: str, now: datetime) -> bool:
    """End a run that nobody ran; ``reason`` is for the person. False: it had ended."""
    with transaction.atomic():
        run = _open_run(run_id, attempt_token)
        if run is None:
            return False
        run.error = reason
        _finish(run, now)
    return True


def custom_runs_prune(*, now: datetime) -> int:
    """Delete the oldest of those that were kept for long enough; returns how many."""
    old = CustomRun.objects.filter(created_at__lt=now - KEPT).order_by("created_at")
    keys = list(old.values_list("pk", flat=True)[:PRUNED_AT_ONCE])
    return CustomRun.objects.filter(pk__in=keys).delete()[0] if keys else 0


def _open_run(run_id: int, attempt_token: str) -> CustomRun | None:
    """The run that a message speaks of, locked, if it may still change."""
    if not 0 < run_id <= 2**63 - 1:
        return None
    runs = CustomRun.objects.select_for_update(of=("self",)).select_related("problem")
    return runs.filter(pk=run_id, attempt_token=attempt_token, state=JudgementState.QUEUED).first()


def _finish(run: CustomRun, now: datetime) -> None:
    run.state = JudgementState.DONE
    run.finished_at = now
    run.save()
    transaction.on_commit(partial(custom_run_announce, run))


def _kind(package: TestPackage) -> tuple[bool, bool]:
    """Whether the problem is interactive, and whether answers are handed in and no program.

    Two values of the manifest are asked for, which may be megabytes.
    """
    manifest = TestPackage.objects.filter(pk=package.pk).values_list(
        "manifest__validation__kind", "manifest__is_submit_answer"
    )
    kind, takes_answers = manifest.get()
    return kind == "interactive", takes_answers is True


def _rate_check(user: User, now: datetime) -> None:
    per_minute = settings.CUSTOM_RUNS_PER_MINUTE
    earlier = CustomRun.objects.filter(
        user=user, created_at__gt=now - timedelta(minutes=1)
    ).order_by("-id")
    rate_check(
        list(earlier.values_list("created_at", flat=True)[:per_minute]),
        now=now,
        per_minute=per_minute,
        interval_ms=settings.CUSTOM_RUN_INTERVAL_MS,
        doing="run",
    )


def _internal(error: InternalError) -> str:
    return _without_nul(f"{error.kind}: {error.message}")


def _result(result: RunResult) -> dict[str, Any]:
    fields = result.model_dump(mode="json")
    return {
        name: _without_nul(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def _without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL, and a program may print one."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
