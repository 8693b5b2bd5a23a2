"""Recording what the judge says: each message changes a judgement at most once.

A message counts where judgement and attempt token fit and the judgement is open.
Everything else (repeats, late and stale messages) is normal and changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from contests.rules import Sight
from judging import telemetry
from judging.contract import GroupReport, InternalError, JudgeProgress, JudgeReport, RunReport
from judging.telemetry.metrics import VERDICT_SECONDS, VERDICTS
from judging.verdicts import JudgementState, Stage, Verdict
from submissions.admitting import SHARED_QUEUES, queue_feed
from submissions.faults.noting import fault_note
from submissions.grades.recording import set_result_follow
from submissions.live import judgement_announce, judgement_news_send, submission_announce
from submissions.models import OPEN_STATES, GroupResult, Judgement, Run
from submissions.rejudging.following import item_follow
from submissions.rejudging.rules import replaces
from submissions.rules import later_stage
from submissions.services.balloons import balloons_follow
from submissions.services.results import problem_result_update
from submissions.services.samples import samples_follow
from submissions.services.standing import STANDING, judgement_make_current, standing_repeat
from submissions.sight import SIGHT_COLUMNS, author_sight
from submissions.standings.recording import standings_follow
from submissions.waiting import queue_moved

MAX_INT = 2**31 - 1
JUDGEHOST_MAX_CHARS = 200
NO_REASON = InternalError(kind="worker", message="The judgehost gave no reason.")


def judgement_progress_record(*, progress: JudgeProgress, now: datetime) -> bool:
    """Note that a job is under way, and the runs that are news. False: nothing to note."""
    with transaction.atomic():
        judgement = _open_judgement(
            progress.judgement_id, progress.attempt_token, progress.submission_id
        )
        if judgement is None:
            return False
        host = _text(progress.judgehost)[:JUDGEHOST_MAX_CHARS]
        judgement.stage = later_stage(
            judgement.stage, progress.stage, same_judgehost=judgement.judgehost == host
        )
        judgement.judgehost = host
        is_taken = judgement.state == JudgementState.QUEUED
        judgement.state = JudgementState.JUDGING
        judgement.last_heard_at = now
        if progress.test_case_count is not None:
            judgement.test_case_count = _number(progress.test_case_count)
        judgement.save(
            update_fields=["stage", "judgehost", "state", "last_heard_at", "test_case_count"]
        )
        fresh = _runs_add(judgement, progress.runs)
        _submission_follow(judgement, fresh, now)
        if is_taken:
            _feed_after_commit(judgement)
    return True


def judgement_report_record(*, report: JudgeReport, now: datetime) -> bool:
    """Record the whole result of an attempt. False: it was recorded before, or is stale."""
    with transaction.atomic():
        judgement = _open_judgement(report.judgement_id, report.attempt_token, report.submission_id)
        if judgement is None:
            return False
        judgement.judgehost = _text(report.judgehost)[:JUDGEHOST_MAX_CHARS]
        judgement.delivery = report.delivery
        judgement.last_heard_at = now
        judgement.test_case_count = _number(report.test_case_count)
        judgement.cpu_time_ms = _number(report.cpu_time_ms)
        judgement.memory_kib = _number(report.memory_kib)
        judgement.score = report.score
        _groups_replace(judgement, report.groups)
        if report.compile is not None:
            judgement.compile_message = _text(report.compile.message)
            judgement.compile_time_ms = _number(report.compile.cpu_time_ms)
        fresh = _runs_replace(judgement, report.runs)
        _finish(judgement, report.verdict, report.internal_error, fresh, now)
    return True


def judgement_give_up(
    *, judgement_id: int, attempt_token: str, reason: InternalError, now: datetime
) -> bool:
    """End a judgement with a judging error, which blames nobody. False: it had ended."""
    with transaction.atomic():
        judgement = _open_judgement(judgement_id, attempt_token)
        if judgement is None:
            return False
        _finish(judgement, Verdict.JUDGING_ERROR, reason, (), now)
    return True


def _open_judgement(
    judgement_id: int, attempt_token: str, submission_id: int | None = None
) -> Judgement | None:
    """The judgement that a message speaks of, locked, if it may still change."""
    if judgement_id > 2**63 - 1:
        return None
    judgements = Judgement.objects.select_for_update(of=("self", "submission")).select_related(
        "submission__problem", *(f"submission__{column}" for column in SIGHT_COLUMNS)
    )
    judgement = judgements.filter(
        pk=judgement_id, attempt_token=attempt_token, state__in=OPEN_STATES
    ).first()
    if judgement is None or submission_id not in {None, judgement.submission_id}:
        return None
    return judgement


def _finish(
    judgement: Judgement,
    verdict: Verdict,
    internal_error: InternalError | None,
    fresh: Sequence[Run],
    now: datetime,
) -> None:
    judgement.state = JudgementState.DONE
    judgement.stage = Stage.REPORTING
    judgement.verdict = verdict
    judgement.finished_at = now
    if internal_error is not None:
        judgement.internal_error_kind = internal_error.kind
        judgement.internal_error_message = _text(internal_error.message)
    judgement.save()
    if verdict is Verdict.JUDGING_ERROR:
        fault_note(judgement, internal_error or NO_REASON, now)
        # It may have switched off what others wait for.
        for queue in SHARED_QUEUES:
            transaction.on_commit(partial(queue_moved, queue))
    _submission_follow(judgement, fresh, now)
    _feed_after_commit(judgement)
    if telemetry.is_on():
        transaction.on_commit(partial(_count, judgement))


def _feed_after_commit(judgement: Judgement) -> None:
    """A judge took or ended a job, so that there may be room for the next."""
    if judgement.queue in SHARED_QUEUES:
        transaction.on_commit(partial(queue_feed, judgement.queue), robust=True)


def _count(judgement: Judgement) -> None:
    queue, verdict = judgement.queue, str(judgement.verdict)
    telemetry.record(VERDICTS, verdict=verdict, language=judgement.submission.language, queue=queue)
    if judgement.finished_at is not None:
        took = judgement.finished_at - judgement.created_at
        telemetry.record(VERDICT_SECONDS, took.total_seconds(), queue=queue)


def _submission_follow(judgement: Judgement, fresh: Sequence[Run], now: datetime) -> None:
    """Repeat the judgement's standing in its submission, and tell the world after commit.

    One that is not the current one leaves its submission as it is. It takes that place when it
    is done, where it was made later and belongs to no rejudging, which is applied as a whole.
    """
    submission = judgement.submission
    is_taken_over = submission.current_judgement_id != judgement.pk
    if is_taken_over:
        if judgement.rejudging_id is not None:
            item_follow(judgement)
            return
        if not _takes_over(judgement):
            return
        judgement_make_current(submission, judgement, now)
        fresh = list(judgement.runs.all())
    is_change_in_lists = is_taken_over or (
        submission.state,
        submission.verdict,
        submission.score,
    ) != (
        judgement.state,
        judgement.verdict,
        judgement.score,
    )
    was_waiting = is_change_in_lists and submission.state == JudgementState.QUEUED
    submission.sequence += 1
    standing_repeat(submission, judgement)
    is_sample_news = samples_follow(judgement, fresh)
    submission.save(
        update_fields=[
            "current_judgement",
            "sequence",
            *STANDING,
            "max_score",
            "sample_verdict",
            "sample_sequence",
        ]
    )
    if judgement.state == JudgementState.DONE:
        problem_result_update(user_id=submission.user_id, problem_id=submission.problem_id)
        standings_follow(submission, now=now)
        balloons_follow(submission, now)
        set_result_follow(submission)
        transaction.on_commit(partial(judgement_news_send, judgement))
    if was_waiting:
        transaction.on_commit(partial(queue_moved, judgement.queue))
    transaction.on_commit(partial(judgement_announce, judgement, fresh, Sight.ALL))
    sight = author_sight(submission, now)
    if sight is Sight.SAMPLES and is_sample_news:
        transaction.on_commit(partial(judgement_announce, judgement, fresh, sight))
        transaction.on_commit(partial(submission_announce, submission))
    elif sight is Sight.ALL and is_change_in_lists:
        transaction.on_commit(partial(submission_announce, submission))


def _takes_over(judgement: Judgement) -> bool:
    former = judgement.submission.current_judgement
    if judgement.state != JudgementState.DONE or former is None:
        return False
    return judgement.ordinal > former.ordinal and replaces(former.verdict, judgement.verdict)


def _runs_add(judgement: Judgement, reports: Sequence[RunReport]) -> list[Run]:
    """Keep the runs that are not known yet; returns them."""
    wanted = {report.ordinal: report for report in reports}
    if not wanted:
        return []
    known = set(judgement.runs.filter(ordinal__in=wanted).values_list("ordinal", flat=True))
    return Run.objects.bulk_create(
        [_run(judgement, report) for ordinal, report in wanted.items() if ordinal not in known]
    )


def _runs_replace(judgement: Judgement, reports: Sequence[RunReport]) -> list[Run]:
    """Make the judgement's runs exactly those of the report; returns what is news."""
    wanted = {report.ordinal: _run(judgement, report) for report in reports}
    known = {run.ordinal: run for run in judgement.runs.all()}
    fresh = [
        run
        for ordinal, run in wanted.items()
        if ordinal not in known or _facts(known[ordinal]) != _facts(run)
    ]
    stale = [
        run.pk
        for ordinal, run in known.items()
        if ordinal not in wanted or _facts(wanted[ordinal]) != _facts(run)
    ]
    if stale:
        Run.objects.filter(pk__in=stale).delete()
    return Run.objects.bulk_create(fresh)


def _run(judgement: Judgement, report: RunReport) -> Run:
    return Run(
        judgement=judgement,
        ordinal=report.ordinal,
        test_case=_text(report.test_case)[:255],
        verdict=report.verdict,
        cpu_time_ms=_number(report.cpu_time_ms),
        wall_time_ms=_number(report.wall_time_ms),
        memory_kib=_number(report.memory_kib),
        exit_code=report.exit_code,
        signal=report.signal,
        judge_message=_text(report.judge_message),
        team_message=_text(report.team_message),
        score=report.score,
    )


def _groups_replace(judgement: Judgement, reports: Sequence[GroupReport]) -> None:
    """Make the judgement's groups exactly those of the report."""
    judgement.groups.all().delete()
    GroupResult.objects.bulk_create(
        GroupResult(
            judgement=judgement,
            ordinal=ordinal,
            name=_text(report.name),
            verdict=report.verdict,
            score=report.score,
            max_score=report.max_score,
        )
        for ordinal, report in enumerate(reports, start=1)
    )


def _facts(run: Run) -> tuple[object, ...]:
    return (
        run.test_case,
        str(run.verdict),
        run.cpu_time_ms,
        run.wall_time_ms,
        run.memory_kib,
        run.exit_code,
        run.signal,
        run.judge_message,
        run.team_message,
        run.score,
    )


def _text(text: str) -> str:
    """PostgreSQL keeps no NUL, and a program may print one."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _number(number: int) -> int:
    return min(number, MAX_INT)
