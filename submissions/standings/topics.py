"""The scoreboard's topics of the websocket."""

from django.utils import timezone

from accounts.models import User
from contests.selectors.sets import sets_managed_by, sets_visible_to
from submissions.models import Audience, Scoreboard
from submissions.standings.access import board_is_open
from submissions.standings.publishing import board_group


class BoardTopic:
    """``set:<id>:scoreboard``, and ``staff-scoreboard`` with frozen results."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience

    def group(self, user: User, set_id: int) -> str:
        return board_group(set_id, self.audience)

    def sequence(self, user: User, set_id: int) -> int | None:
        """Where the audience's board stands; None: there is none that the user may see."""
        is_staffs = self.audience == Audience.STAFF
        contests = sets_managed_by(user) if is_staffs else sets_visible_to(user)
        contest = (
            contests.filter(pk=set_id, contest_rules__isnull=False)
            .select_related("contest_rules")
            .first()
        )
        if contest is None:
            return None
        if not is_staffs and not board_is_open(contest, now=timezone.now()):
            return None
        board = Scoreboard.objects.filter(pk=set_id).first()
        return board.sequence(self.audience) if board else 0
