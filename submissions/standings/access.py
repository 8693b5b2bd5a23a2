"""Who may look at which board."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from common.errors import NotAllowedError, NotFoundError
from contests.models import BoardVisibility, ProblemSet, SetKind, SetVisibility
from contests.selectors.sets import manages, set_get
from submissions.models import Audience


def board_is_open(problem_set: ProblemSet, *, now: datetime) -> bool:
    """Whether those who may know of a contest may see its public board."""
    visibility = problem_set.contest_rules.board_visibility
    if visibility == BoardVisibility.NEVER or now < problem_set.starts_at:
        return False
    return visibility == BoardVisibility.ALWAYS or now >= problem_set.ends_at


def contest_with_board(
    *, user: User | AnonymousUser, slug: str, audience: Audience, now: datetime
) -> ProblemSet:
    """A contest whose board the user may see so.

    Raises NotFoundError where there is none or it isn't open, and NotAllowedError for the
    staff's board to others, who may know of the contest. Staff see the public board too
    before it opens.
    """
    contest = set_get(user=user, slug=slug, kinds=(SetKind.CONTEST,))
    if audience == Audience.STAFF:
        if not manages(user, contest):
            raise NotAllowedError("Only the contest's staff may see its results now.")
        return contest
    if not board_is_open(contest, now=now) and not manages(user, contest):
        raise NotFoundError(
            "This contest's scoreboard can't be seen now: wait until it opens.",
            code="board_not_open",
        )
    return contest


def is_same_for_all(problem_set: ProblemSet, audience: Audience, *, now: datetime) -> bool:
    """Whether a cache may give the board to anybody."""
    return (
        audience == Audience.PUBLIC
        and problem_set.visibility == SetVisibility.PUBLIC
        and board_is_open(problem_set, now=now)
    )
