"""How clarifications, announcements and balloons look, over REST and the websocket alike."""

from datetime import datetime

from ninja import Field

from common.rest import Schema
from contests.models import Announcement, Balloon, BalloonState, Clarification, SetProblem


class ClarificationOut(Schema):
    """A question to the jury, as the asker's team sees it."""

    id: int
    problem: str | None = Field(description="The problem's label; null: general.")
    question: str
    asked_at: datetime
    answer: str | None = Field(description="null: not answered yet.")
    answered_at: datetime | None
    is_broadcast: bool = Field(description="The answer was announced to all.")
    revision: int = Field(description="+1 with each change.")


class StaffClarificationOut(ClarificationOut):
    """As the jury sees it."""

    asked_by: str
    entry: str | None


class AnnouncementOut(Schema):
    """A word of the jury to all."""

    sequence: int = Field(description="Counts the set's announcements from 1.")
    problem: str | None = Field(description="The problem's label; null: general.")
    question: str | None = Field(description="What it answers; null: it answers no question.")
    text: str
    created_at: datetime
    edited_at: datetime | None = Field(description="null: as it was first told.")


class BalloonOut(Schema):
    """A balloon to be carried."""

    id: int
    problem: str = Field(description="The problem's label.")
    colour: str
    entry_id: int
    entry: str
    organization: str
    state: BalloonState
    created_at: datetime
    delivered_at: datetime | None
    delivered_by: str | None


def _label(place: SetProblem | None) -> str | None:
    return place.label if place else None


def clarification_out(clarification: Clarification) -> ClarificationOut:
    """Needs the clarification's ``set_problem``."""
    return ClarificationOut(
        id=clarification.pk,
        problem=_label(clarification.set_problem),
        question=clarification.question,
        asked_at=clarification.asked_at,
        answer=clarification.answer if clarification.answered_at else None,
        answered_at=clarification.answered_at,
        is_broadcast=clarification.is_broadcast,
        revision=clarification.revision,
    )


def staff_clarification_out(clarification: Clarification) -> StaffClarificationOut:
    """Needs ``set_problem``, ``asked_by`` and ``entry``."""
    return StaffClarificationOut(
        **clarification_out(clarification).model_dump(),
        asked_by=clarification.asked_by.shown_name,
        entry=clarification.entry.name if clarification.entry else None,
    )


def announcement_out(announcement: Announcement) -> AnnouncementOut:
    """Needs ``set_problem`` and ``clarification``. It says nothing of who asked."""
    asked = announcement.clarification
    return AnnouncementOut(
        sequence=announcement.sequence,
        problem=_label(announcement.set_problem),
        question=asked.question if asked else None,
        text=announcement.text,
        created_at=announcement.created_at,
        edited_at=announcement.edited_at,
    )


def balloon_out(balloon: Balloon) -> BalloonOut:
    """Needs ``set_problem``, ``entry`` and ``delivered_by``."""
    return BalloonOut(
        id=balloon.pk,
        problem=balloon.set_problem.label,
        colour=balloon.set_problem.colour,
        entry_id=balloon.entry_id,
        entry=balloon.entry.name,
        organization=balloon.entry.organization,
        state=BalloonState(balloon.state),
        created_at=balloon.created_at,
        delivered_at=balloon.delivered_at,
        delivered_by=balloon.delivered_by.shown_name if balloon.delivered_by else None,
    )
