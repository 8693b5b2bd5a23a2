"""Decisions on courses that need no database."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from common.errors import ConflictError, InvalidInputError
from courses.models import Invite, Role
from courses.models.joining import MAX_USES_MAX

CODE_CHARS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are mistaken for each other when a code is read out."""
CODE_LENGTH = 10
INVITE_DAYS_MAX = 366
ASK_AGAIN_AFTER = timedelta(days=1)
"""How long after a refusal somebody may ask to join again."""


def invite_code() -> str:
    """A new code: one in 10^14, too many to guess at the rate that is allowed."""
    return "".join(secrets.choice(CODE_CHARS) for _ in range(CODE_LENGTH))


def code_read(text: str) -> str:
    """A code as somebody typed it, in its one form."""
    return "".join(text.split()).replace("-", "").upper()


def invite_check(*, max_uses: int, expires_at: datetime, now: datetime) -> None:
    """Raise InvalidInputError where a new invite is not bounded as it must be."""
    if not 1 <= max_uses <= MAX_USES_MAX:
        raise InvalidInputError(
            f"An invite is for 1 to {MAX_USES_MAX} people.",
            fields={"maxUses": [f"1 to {MAX_USES_MAX}"]},
        )
    if not now < expires_at <= now + timedelta(days=INVITE_DAYS_MAX):
        raise InvalidInputError(
            f"An invite ends in the future, within {INVITE_DAYS_MAX} days.",
            fields={"expiresAt": [f"within {INVITE_DAYS_MAX} days from now"]},
        )


def invite_refusal(invite: Invite, now: datetime) -> str | None:
    """Why an invite lets nobody in any more; None: it does."""
    if invite.revoked_at is not None:
        return "This invite was withdrawn: ask the course's staff for a new one."
    if invite.expires_at <= now:
        return "This invite has expired: ask the course's staff for a new one."
    if invite.used_count >= invite.max_uses:
        return "This invite has been used up: ask the course's staff for a new one."
    return None


def last_instructor_check(*, role: str, new_role: Role | None, other_instructors: int) -> None:
    """Raise ConflictError where a course would be left without an instructor."""
    if role == Role.INSTRUCTOR and new_role != Role.INSTRUCTOR and other_instructors == 0:
        raise ConflictError(
            "A course needs an instructor: make somebody else one first.", code="last_instructor"
        )


def moved(day: date | None, shift: timedelta) -> date | None:
    """A day of a course as its copy has it."""
    return None if day is None else day + shift


def copy_shift(*, source_starts_on: date | None, starts_on: date | None) -> timedelta:
    """How much later a copy's days are; none where either semester's start is not known."""
    if source_starts_on is None or starts_on is None:
        return timedelta(0)
    return starts_on - source_starts_on


def order_check(given: Collection[int], present: Collection[int]) -> None:
    """Raise InvalidInputError where ``given`` is no order of all that is ``present``."""
    if len(given) != len(present) or set(given) != set(present):
        raise InvalidInputError(
            "Name each of them once, in the new order: reload, for they may have changed.",
            fields={"ids": ["each once"]},
        )
