"""What live clients are told during a set, and who may listen."""

import time

from django.utils import timezone

from accounts.models import User
from common.push import live_event, push, push_many
from contests.models import Announcement, Balloon, Clarification, EntryMember, ProblemSet
from contests.selectors.sets import sets_managed_by, sets_visible_to
from contests.selectors.talk import (
    announcements_sequence,
    clarifications_of,
    clarifications_sequence,
    listens,
)
from contests.talk_shapes import (
    announcement_out,
    balloon_out,
    clarification_out,
    staff_clarification_out,
)


def announcements_group(set_id: int) -> str:
    return f"set.{set_id}.announcements"


def clarifications_group(set_id: int, user_id: int) -> str:
    return f"set.{set_id}.clarifications.{user_id}"


def staff_group(set_id: int) -> str:
    return f"set.{set_id}.staff-clarifications"


def balloons_group(set_id: int) -> str:
    return f"set.{set_id}.balloons"


class AnnouncementsTopic:
    """``set:<id>:announcements``: for those whom announcements are meant for."""

    def group(self, user: User, set_id: int) -> str:
        return announcements_group(set_id)

    def sequence(self, user: User, set_id: int) -> int | None:
        problem_set = _with_rules(user, set_id)
        if problem_set is None or not listens(user, problem_set, timezone.now()):
            return None
        return announcements_sequence(problem_set)


class ClarificationsTopic:
    """``set:<id>:clarifications``: one's own and one's team's."""

    def group(self, user: User, set_id: int) -> str:
        return clarifications_group(set_id, user.pk)

    def sequence(self, user: User, set_id: int) -> int | None:
        problem_set = _with_rules(user, set_id)
        if problem_set is None:
            return None
        return clarifications_sequence(clarifications_of(user, problem_set))


class StaffClarificationsTopic:
    """``set:<id>:staff-clarifications``: all of them, for the set's staff."""

    def group(self, user: User, set_id: int) -> str:
        return staff_group(set_id)

    def sequence(self, user: User, set_id: int) -> int | None:
        problem_set = sets_managed_by(user).filter(pk=set_id).first()
        if problem_set is None:
            return None
        return clarifications_sequence(problem_set.clarifications.all())


class BalloonsTopic:
    """``set:<id>:balloons``: for the contest's staff, who carry them."""

    def group(self, user: User, set_id: int) -> str:
        return balloons_group(set_id)

    def sequence(self, user: User, set_id: int) -> int | None:
        contests = sets_managed_by(user).filter(pk=set_id, contest_rules__has_balloons=True)
        return _clock() if contests.exists() else None


def _clock() -> int:
    """Balloons are counted by the clock's milliseconds: a later news is newer."""
    return time.time_ns() // 1_000_000


def listeners_of(clarification: Clarification) -> list[User]:
    """The asker and the asker's team."""
    if clarification.entry_id is None:
        return [clarification.asked_by]
    members = EntryMember.objects.filter(entry=clarification.entry_id).select_related("user")
    users = {member.user_id: member.user for member in members}
    users.setdefault(clarification.asked_by_id, clarification.asked_by)
    return list(users.values())


def clarification_announce(clarification: Clarification) -> None:
    """Tell the asker's team and the staff what is new; call it after commit."""
    problem_set = clarification.problem_set
    topic = f"set:{problem_set.pk}:clarifications"
    payload = {"clarification": clarification_out(clarification).model_dump(mode="json")}
    messages = []
    for user in listeners_of(clarification):
        sequence = clarifications_sequence(clarifications_of(user, problem_set))
        group = clarifications_group(problem_set.pk, user.pk)
        messages.append((group, live_event(topic, sequence, payload)))
    sequence = clarifications_sequence(problem_set.clarifications.all())
    payload = {"clarification": staff_clarification_out(clarification).model_dump(mode="json")}
    topic = f"set:{problem_set.pk}:staff-clarifications"
    messages.append((staff_group(problem_set.pk), live_event(topic, sequence, payload)))
    push_many(messages)


def announcement_announce(announcement: Announcement) -> None:
    """Tell all who listen; call it after commit."""
    set_id = announcement.problem_set_id
    payload = {"announcement": announcement_out(announcement).model_dump(mode="json")}
    sequence = announcements_sequence(announcement.problem_set)
    event = live_event(f"set:{set_id}:announcements", sequence, payload)
    push(announcements_group(set_id), event)


def balloon_announce(balloon_id: int) -> None:
    """Tell the staff how a balloon stands; call it after commit."""
    balloon = (
        Balloon.objects.select_related("set_problem", "entry", "delivered_by")
        .filter(pk=balloon_id)
        .first()
    )
    if balloon is not None:
        set_id = balloon.problem_set_id
        payload = {"balloon": balloon_out(balloon).model_dump(mode="json")}
        push(balloons_group(set_id), live_event(f"set:{set_id}:balloons", _clock(), payload))


def _with_rules(user: User, set_id: int) -> ProblemSet | None:
    sets = sets_visible_to(user).select_related("contest_rules", "assignment_rules")
    return sets.filter(pk=set_id).first()
