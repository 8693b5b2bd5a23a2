"""What the sweeper does for rejudgings: it prepares, starts, mends and moves them on."""

from datetime import datetime

from submissions.models import Rejudging
from submissions.rejudging.feeding import rejudgings_feed
from submissions.rejudging.preparing import rejudging_judged, rejudging_prepare
from submissions.rejudging.rules import RejudgingState

BATCHES_AT_ONCE = 4
"""Of one rejudging in one sweep: the others' turn comes within a second or two."""


def rejudgings_sweep(*, now: datetime) -> int:
    """Do what is next for each rejudging under way; returns how many jobs were sent."""
    open_ones = Rejudging.objects.filter(
        state__in=[RejudgingState.PREPARING, RejudgingState.JUDGING]
    )
    rows = list(open_ones.order_by("id").values_list("pk", "state"))
    for pk, state in rows:
        if state == RejudgingState.PREPARING:
            rejudging_prepare(pk, now, batches=BATCHES_AT_ONCE)
        else:
            rejudging_judged(pk, now)
    return rejudgings_feed() if rows else 0
