"""The sweeper's part for custom runs: they are sent again while somebody may wait, and then given
up; and old ones are deleted."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from judging.verdicts import JudgementState
from submissions.custom_runs.models import CustomRun
from submissions.custom_runs.rules import PATIENCE_S
from submissions.custom_runs.services import custom_run_give_up, custom_runs_prune
from submissions.dispatch import JobImpossibleError, custom_run_send
from submissions.rules import UNSENT_AFTER_S, lost_rows

BATCH = 500
NOBODY_ANSWERED = f"No judge answered within {PATIENCE_S} s: try again in a while."


def custom_runs_sweep(*, held: int, now: datetime) -> tuple[int, int]:
    """Sweep once. ``held`` is how many messages the broker has in the runs' queue.

    Returns how many were sent, and how many given up.
    """
    custom_runs_prune(now=now)
    given_up = 0
    for run in _open().filter(created_at__lte=now - timedelta(seconds=PATIENCE_S))[:BATCH]:
        given_up += _give_up(run, NOBODY_ANSWERED, now)
    return _send_unsent(now) + _send_lost(held, now), given_up


def _open() -> QuerySet[CustomRun]:
    return CustomRun.objects.filter(state=JudgementState.QUEUED).order_by("id")


def _with_job(runs: QuerySet[CustomRun]) -> QuerySet[CustomRun]:
    return runs.select_related("test_package").defer("test_package__manifest")


def _send_unsent(now: datetime) -> int:
    border = now - timedelta(seconds=UNSENT_AFTER_S)
    sent = 0
    for run in _with_job(_open().filter(sent_at__isnull=True, created_at__lte=border))[:BATCH]:
        try:
            is_sent = custom_run_send(run)
        except JobImpossibleError as error:
            _give_up(run, str(error), now)
            continue
        if not is_sent:
            # The broker is away: the others would only wait for it, one after the other.
            break
        sent += 1
    return sent


def _send_lost(held: int, now: datetime) -> int:
    waiting = _open().filter(sent_at__isnull=False)
    unanswered = waiting.count()
    if unanswered <= held:
        return 0
    signs = dict(waiting.values_list("pk", "sent_at"))
    last_signs = {key: sign for key, sign in signs.items() if sign is not None}
    lost = lost_rows(last_signs, now=now, unanswered=unanswered, held=held)[:BATCH]
    sent = 0
    for run in _with_job(_open().filter(pk__in=lost)):
        # Another sweeper may be at it.
        unchanged = Q(sent_at=run.sent_at, send_count=run.send_count)
        if _open().filter(unchanged, pk=run.pk).update(sent_at=now):
            sent += custom_run_send(run)
    return sent


def _give_up(run: CustomRun, reason: str, now: datetime) -> bool:
    return custom_run_give_up(
        run_id=run.pk, attempt_token=run.attempt_token, reason=reason, now=now
    )
