"""Rejudgings for tests: made, judged as one likes, applied."""

from collections.abc import Callable, Sequence
from typing import Any

from accounts.models import User
from judging.verdicts import Verdict
from submissions.choosing import Choice
from submissions.models import Judgement, Rejudging, Submission
from submissions.rejudging.preparing import rejudging_judged, rejudging_prepare
from submissions.rejudging.services import Trial, rejudging_create
from submissions.services import judgement_report_record
from tests.factories import NOON, report_of

Says = Callable[[Judgement], Verdict]


def make_rejudging(
    user: User, *, repeat_count: int = 1, package: int | None = None, **choice: Any
) -> Rejudging:
    """Made and prepared."""
    rejudging = rejudging_create(
        user=user,
        choice=Choice.read(**choice),
        trial=Trial(test_package_id=package, repeat_count=repeat_count),
        reason="the tests were wrong",
        now=NOON,
    )
    while not rejudging_prepare(rejudging.pk, NOON):
        pass
    rejudging.refresh_from_db()
    return rejudging


def open_judgements(rejudging: Rejudging) -> Sequence[Judgement]:
    return list(rejudging.judgements.filter(state="queued").order_by("pk"))


def judge_all(rejudging: Rejudging, says: Verdict | Says) -> Rejudging:
    """Let the judge report all that is open, and the rejudging move on."""
    for judgement in open_judgements(rejudging):
        verdict = says if isinstance(says, Verdict) else says(judgement)
        assert judgement_report_record(report=report_of(judgement, verdict), now=NOON)
    assert rejudging_judged(rejudging.pk, NOON)
    rejudging.refresh_from_db()
    return rejudging


def verdicts(*submissions: Submission) -> list[str | None]:
    """As they stand now."""
    found = dict(Submission.objects.values_list("pk", "verdict"))
    return [found[one.pk] for one in submissions]
