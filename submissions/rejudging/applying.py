"""Applying a rejudging: what it found out counts from now on, all of it in one transaction.

Locks are taken in the order in which recording a verdict takes them: submissions, results of
people, scoreboards, balloons, grades.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from accounts.models import User
from common.errors import NotAllowedError
from judging.verdicts import Verdict
from problems.versions.live import package_make_live
from submissions.models import Judgement, Rejudging, RejudgingItem, Submission
from submissions.rejudging.live import rejudging_moved
from submissions.rejudging.rules import Fate, RejudgingState, move_check
from submissions.rejudging.services import rejudging_lock
from submissions.selectors import submissions_managed_by
from submissions.services.following import Touched, verdicts_follow
from submissions.services.standing import STANDING, overrides_reapply, samples_reapply


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What of a rejudging to apply; both empty: nothing."""

    cells: Sequence[tuple[Verdict, Verdict]] = ()
    """Of the matrix: old verdict, new verdict."""
    submissions: Sequence[int] = ()


def rejudging_apply(
    *, user: User, rejudging_id: int, chosen: Chosen | None, now: datetime
) -> Rejudging:
    """Let what a rejudging found out count; ``chosen``: of these submissions only.

    It ends the rejudging: what is not chosen stays as it is. A version of the tests that was
    tried becomes the live one. Standings, grades, statistics and balloons follow in the same
    transaction. Applying again changes nothing and gives the same answer. Raises
    NotAllowedError, and ConflictError where it is not ready; nothing has changed then.
    """
    with transaction.atomic():
        rejudging = rejudging_lock(user, rejudging_id)
        if rejudging.state == RejudgingState.APPLIED:
            return rejudging
        move_check(rejudging.state, RejudgingState.APPLIED)
        _rights_check(user, rejudging)
        rejudging.state = RejudgingState.APPLIED
        rejudging.ended_by, rejudging.ended_at = user, now
        rejudging.save(update_fields=["state", "ended_by", "ended_at"])
        _fates_decide(rejudging, chosen)
        touched = _submissions_follow(rejudging, now)
        if rejudging.test_package is not None:
            package_make_live(package=rejudging.test_package, actor=user)
        verdicts_follow(touched, now=now)
        transaction.on_commit(partial(rejudging_moved, rejudging.pk))
    return rejudging


def _rights_check(user: User, rejudging: Rejudging) -> None:
    """A problem or a set may have moved to another course since."""
    held = rejudging.items.values("submission")
    mine = submissions_managed_by(user).values("pk")
    if Submission.objects.filter(pk__in=held).exclude(pk__in=mine).exists():
        raise NotAllowedError("Only staff of all its submissions may apply a rejudging.")


def _fates_decide(rejudging: Rejudging, chosen: Chosen | None) -> None:
    items = rejudging.items
    # Locked first, so that nothing that counts changes between looking and applying.
    held = Submission.objects.filter(pk__in=items.values("submission")).order_by("pk")
    list(held.select_for_update(of=("self",)).values_list("pk", flat=True))
    wanted = Q(is_finished=True)
    if chosen is not None:
        wanted &= chosen_filter(chosen)
    items.exclude(wanted).update(fate=Fate.KEPT)
    items.filter(fate__isnull=True, new_verdict=Verdict.JUDGING_ERROR).update(fate=Fate.FAILED)
    current = Submission.objects.filter(pk=OuterRef("submission_id")).values("current_judgement")
    undecided = items.filter(fate__isnull=True).annotate(current=Subquery(current))
    overtaken = undecided.exclude(current=F("old_judgement_id")).values_list("pk", flat=True)
    items.filter(pk__in=list(overtaken)).update(fate=Fate.OVERTAKEN)
    items.filter(fate__isnull=True).update(fate=Fate.APPLIED)


def chosen_filter(chosen: Chosen) -> Q:
    """The items that are chosen."""
    wanted = Q(submission_id__in=list(chosen.submissions))
    for old, new in chosen.cells:
        wanted |= Q(old_verdict=old, new_verdict=new)
    return wanted


def _submissions_follow(rejudging: Rejudging, now: datetime) -> Touched:
    """Let submissions repeat their new judgements, by a few statements for all of them."""
    items = rejudging.items.filter(fate=Fate.APPLIED)
    keys = dict(items.values_list("submission_id", "new_judgement_id"))
    changed = set(items.filter(is_changed=True).values_list("submission_id", flat=True))
    Judgement.objects.filter(pk__in=items.values("new_judgement")).update(effective_at=now)
    mine = RejudgingItem.objects.filter(rejudging=rejudging, submission=OuterRef("pk"))
    names = {"current_judgement": "new_judgement"}
    names |= {column: f"new_judgement__{column}" for column in STANDING}
    names["max_score"] = "new_judgement__test_package__max_score"
    submissions = Submission.objects.filter(pk__in=items.values("submission"))
    submissions.update(
        # A gap lets open pages read the submission anew: all of its runs are others now.
        sequence=F("sequence") + 2,
        **{column: Subquery(mine.values(name)[:1]) for column, name in names.items()},
    )
    samples_reapply(keys)
    overrides_reapply(submissions)
    return Touched.of(submissions, changed)
