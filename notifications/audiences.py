"""Those whom news are for, where they may be thousands: named, and asked for when told."""

from enum import StrEnum

from django.db.models import QuerySet

from accounts.models import User
from common.ports import Port


class AudienceId(StrEnum):
    """Groups of people that other apps know."""

    NOTICE_READERS = "notice_readers"
    """The members of a notice's course who haven't read it; of a notice."""
    SET_STUDENTS = "set_students"
    """The students of an assignment's course; of a problem set."""


audience: Port[[AudienceId, int], QuerySet[User]] = Port("audience")
"""(which, id of what it belongs to): the people at this moment. Nobody where that is gone."""
