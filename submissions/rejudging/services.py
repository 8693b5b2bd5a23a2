"""Making rejudgings, catching up with what came since, and cancelling. See applying."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.errors import InvalidInputError, NotAllowedError
from courses.models import Course
from judging.verdicts import JudgementState
from problems.models import Problem, TestPackage
from problems.versions.live import packages_managed_by
from submissions.choosing import Choice, submissions_chosen
from submissions.models import OPEN_STATES, Judgement, Rejudging, RejudgingItem, Submission
from submissions.rejudging.feeding import rejudgings_feed
from submissions.rejudging.live import rejudging_moved
from submissions.rejudging.preparing import rejudgeable, rejudging_prepare
from submissions.rejudging.rules import (
    REASON_MAX_CHARS,
    RejudgingState,
    move_check,
    size_check,
)
from submissions.rejudging.selectors import rejudgings_managed_by


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What a rejudging would hold."""

    submissions: int
    judgements: int
    left_out: int
    """Chosen too, but not judged yet, without a test package, or in a language that is gone."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Which version of a problem's tests to judge by, and how often."""

    test_package_id: int | None = None
    """None: the live one of each problem."""
    repeat_count: int = 1


def rejudging_count(*, user: User, choice: Choice, trial: Trial) -> Counted:
    """What a rejudging would hold, which is not made. Raises what rejudging_create raises for a
    choice or a package that can't be."""
    _package(user, choice, trial)
    found = rejudgeable(user, choice).count()
    return Counted(
        submissions=found,
        judgements=found * trial.repeat_count,
        left_out=submissions_chosen(user, choice).count() - found,
    )


def rejudging_create(
    *, user: User, choice: Choice, trial: Trial, reason: str, now: datetime
) -> Rejudging:
    """Have submissions judged again beside the verdicts that count.

    The first judgements are made at once, the sweeper makes the others. Raises
    InvalidInputError for an empty or too large choice, and NotAllowedError for a package that
    the user may not use; nothing is made or queued then.
    """
    if len(reason) > REASON_MAX_CHARS:
        raise InvalidInputError(
            f"Give the reason in up to {REASON_MAX_CHARS} characters.",
            fields={"reason": [f"up to {REASON_MAX_CHARS} characters"]},
        )
    if choice.is_empty:
        raise InvalidInputError("Choose by something: all there is is too much.")
    package = _package(user, choice, trial)
    chosen = rejudgeable(user, choice)
    with transaction.atomic():
        size_check(submissions=chosen.count(), repeat_count=trial.repeat_count)
        rejudging = Rejudging.objects.create(
            reason=reason,
            choice=choice.model_dump(mode="json", exclude_defaults=True),
            problem=Problem.objects.filter(slug=choice.problem).first() if choice.problem else None,
            test_package=package,
            repeat_count=trial.repeat_count,
            created_by=user,
            created_at=now,
            prepare_until=_last_id(),
        )
        _rooms_note(rejudging, chosen)
        transaction.on_commit(partial(_begin, rejudging.pk, now))
    return rejudging


def rejudging_catch_up(*, user: User, rejudging_id: int, now: datetime) -> Rejudging:
    """Take in what fits the choice and is not in a rejudging that is judged.

    Raises NotAllowedError, and ConflictError where it is not ready.
    """
    with transaction.atomic():
        rejudging = rejudging_lock(user, rejudging_id)
        move_check(rejudging.state, RejudgingState.PREPARING)
        missed = missed_by(user, rejudging)
        count = rejudging.submission_count + missed.count()
        size_check(submissions=count, repeat_count=rejudging.repeat_count)
        _rooms_note(rejudging, missed)
        rejudging.state = RejudgingState.PREPARING
        rejudging.ready_at = None
        # Those that were being judged when it was prepared lie anywhere.
        rejudging.prepared_up_to = 0
        rejudging.prepare_until = _last_id()
        rejudging.save()
        transaction.on_commit(partial(_begin, rejudging.pk, now))
    return rejudging


def rejudging_cancel(*, user: User, rejudging_id: int, now: datetime) -> Rejudging:
    """End a rejudging without a trace in what counts; jobs that were not sent never are.

    Cancelling twice is no fault. Raises NotAllowedError, and ConflictError where it was applied.
    """
    with transaction.atomic():
        rejudging = rejudging_lock(user, rejudging_id)
        if rejudging.state == RejudgingState.CANCELLED:
            return rejudging
        move_check(rejudging.state, RejudgingState.CANCELLED)
        rejudging.state = RejudgingState.CANCELLED
        rejudging.ended_by, rejudging.ended_at = user, now
        rejudging.save(update_fields=["state", "ended_by", "ended_at"])
        Judgement.objects.filter(rejudging=rejudging, state__in=OPEN_STATES).update(
            state=JudgementState.CANCELLED, finished_at=now
        )
        transaction.on_commit(partial(rejudging_moved, rejudging.pk))
    return rejudging


def missed_by(user: User, rejudging: Rejudging) -> QuerySet[Submission]:
    """What fits a rejudging's choice by now and is not in it."""
    chosen = rejudgeable(user, Choice.model_validate(rejudging.choice))
    held = RejudgingItem.objects.filter(rejudging=rejudging).values("submission")
    return chosen.exclude(pk__in=held)


def rejudging_lock(user: User, rejudging_id: int) -> Rejudging:
    """The rejudging for a change. Raises NotAllowedError where there is none of the user's."""
    mine = rejudgings_managed_by(user).filter(pk=rejudging_id).values("pk")
    rejudging = Rejudging.objects.select_for_update(of=("self",)).filter(pk__in=mine).first()
    if rejudging is None:
        raise NotAllowedError("Only staff of all its courses may do this with a rejudging.")
    return rejudging


def _package(user: User, choice: Choice, trial: Trial) -> TestPackage | None:
    if trial.test_package_id is None:
        return None
    packages = packages_managed_by(user).select_related("problem").defer("manifest")
    package = packages.filter(pk=trial.test_package_id).first()
    if package is None:
        raise NotAllowedError("Only staff of the problem may try a version of its tests.")
    if choice.problem != package.problem.slug:
        raise InvalidInputError(
            f"Choose the submissions to {package.problem.slug}, whose tests these are.",
            code="package_of_other_problem",
            fields={"problem": [package.problem.slug]},
        )
    return package


def _rooms_note(rejudging: Rejudging, chosen: QuerySet[Submission]) -> None:
    """Note whose submissions it holds: their staff, and nobody else, may see and end it."""
    in_sets = chosen.filter(problem_set__isnull=False).order_by()
    practice = chosen.filter(problem_set__isnull=True).order_by()
    ids: set[int | None] = {
        *in_sets.values_list("problem_set__course_id", flat=True).distinct(),
        *practice.values_list("problem__course_id", flat=True).distinct(),
    }
    rejudging.courses.add(*Course.objects.filter(pk__in=[pk for pk in ids if pk is not None]))
    if None in ids and not rejudging.is_of_site:
        rejudging.is_of_site = True
        rejudging.save(update_fields=["is_of_site"])


def _last_id() -> int:
    return Submission.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _begin(rejudging_id: int, now: datetime) -> None:
    """A small rejudging is under way at once; the sweeper goes on with a large one."""
    if rejudging_prepare(rejudging_id, now):
        rejudgings_feed()
