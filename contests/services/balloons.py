"""Balloons: one for each problem that an entry has solved."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from common.errors import NotAllowedError
from contests.live import balloon_announce
from contests.models import Balloon, BalloonState, Entry, SetProblem
from contests.selectors.sets import sets_managed_by
from contests.services.assignments import set_writable_check


def balloon_follow(*, entry: Entry, problem_id: int, is_solved: bool, now: datetime) -> None:
    """Hand out or withdraw a balloon after a verdict; call it in the verdict's transaction.

    Only live entries of contests that have balloons get any. What was delivered stays.
    """
    place = SetProblem.objects.filter(
        problem_set=entry.problem_set_id,
        problem=problem_id,
        problem_set__contest_rules__has_balloons=True,
    ).first()
    if place is None or entry.is_virtual or entry.exclusion:
        return
    balloon = Balloon.objects.select_for_update().filter(entry=entry, set_problem=place).first()
    if balloon is None:
        if is_solved:
            balloon = Balloon.objects.create(
                problem_set_id=entry.problem_set_id, set_problem=place, entry=entry, created_at=now
            )
            transaction.on_commit(partial(balloon_announce, balloon.pk))
        return
    wanted = BalloonState.WAITING if is_solved else BalloonState.WITHDRAWN
    if balloon.state not in {wanted, BalloonState.DELIVERED}:
        balloon.state = wanted
        balloon.save(update_fields=["state"])
        transaction.on_commit(partial(balloon_announce, balloon.pk))


def balloon_deliver(
    *, user: User, slug: str, balloon_id: int, is_delivered: bool, now: datetime
) -> Balloon:
    """Note that a balloon was carried, or was not after all.

    Raises NotAllowedError where the user is no staff of the contest, or there is none.
    """
    with transaction.atomic():
        balloon = (
            Balloon.objects.select_for_update(of=("self",))
            .select_related("set_problem", "entry", "problem_set__course")
            .filter(pk=balloon_id, problem_set__in=sets_managed_by(user).filter(slug=slug))
            .first()
        )
        if balloon is None:
            raise NotAllowedError("Only the contest's staff may deliver this balloon.")
        set_writable_check(balloon.problem_set)
        balloon.state = BalloonState.DELIVERED if is_delivered else BalloonState.WAITING
        balloon.delivered_at = now if is_delivered else None
        balloon.delivered_by = user if is_delivered else None
        balloon.save(update_fields=["state", "delivered_at", "delivered_by"])
        transaction.on_commit(partial(balloon_announce, balloon.pk))
    return balloon
