"""Balloons: one for each problem that an entry has solved."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from common.errors import NotAllowedError
from contests.live import balloon_announce
from contests.models import Balloon, BalloonState, Entry, SetProblem
from contests.selectors.sets import sets_managed_by
from contests.services.assignments import set_writable_check

ANNOUNCED = 50
"""Of many at once; whoever carries them reads the list anew for the others."""


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


def balloons_follow_all(*, is_solved: Mapping[tuple[int, int], bool], now: datetime) -> None:
    """As balloon_follow, for many (entry id, problem id) at once, by a few statements."""
    entries = {
        entry.pk: entry
        for entry in Entry.objects.filter(
            pk__in={entry_id for entry_id, _ in is_solved},
            virtual_starts_at__isnull=True,
            exclusion="",
            problem_set__contest_rules__has_balloons=True,
        )
    }
    set_ids = {entry.problem_set_id for entry in entries.values()}
    places = {
        (place.problem_set_id, place.problem_id): place
        for place in SetProblem.objects.filter(problem_set__in=set_ids)
    }
    locked = Balloon.objects.select_for_update().filter(entry__in=entries).order_by("pk")
    known = {(one.entry_id, one.set_problem_id): one for one in locked}
    new, changed = [], []
    for (entry_id, problem_id), solved in sorted(is_solved.items()):
        entry = entries.get(entry_id)
        place = places.get((entry.problem_set_id, problem_id)) if entry else None
        if entry is None or place is None:
            continue
        balloon = known.get((entry_id, place.pk))
        wanted = BalloonState.WAITING if solved else BalloonState.WITHDRAWN
        if balloon is None and solved:
            new.append(
                Balloon(
                    problem_set_id=entry.problem_set_id,
                    set_problem=place,
                    entry=entry,
                    created_at=now,
                )
            )
        elif balloon is not None and balloon.state not in {wanted, BalloonState.DELIVERED}:
            balloon.state = wanted
            changed.append(balloon)
    Balloon.objects.bulk_create(new, batch_size=500)
    Balloon.objects.bulk_update(changed, ["state"], batch_size=500)
    for balloon in [*new, *changed][:ANNOUNCED]:
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
