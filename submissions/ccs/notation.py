"""Identifiers and times as the Contest API writes them."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

from contests.models import ProblemSet
from contests.scoring.values import MS_PER_MINUTE
from submissions.standings.sheet import MILLISECOND

_ID = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,34}[A-Za-z0-9_-])?")
SET_PREFIX = "set-"


def public_id(slug: str, fallback: str) -> str:
    """A slug where it may be an ID; our addresses may be longer than 36 characters."""
    return slug if _ID.fullmatch(slug) and not slug.startswith(SET_PREFIX) else fallback


def contest_id(contest: ProblemSet) -> str:
    return public_id(contest.slug, f"{SET_PREFIX}{contest.pk}")


def problem_id(slug: str, pk: int) -> str:
    return public_id(slug, f"problem-{pk}")


def organization_id(name: str) -> str:
    """Organizations are names here; the same name is the same organization."""
    return "org-" + hashlib.sha256(name.encode()).hexdigest()[:16]


def time_text(moment: datetime) -> str:
    """TIME, with milliseconds, in UTC."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def time_text_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)


def reltime_text(length: timedelta) -> str:
    """RELTIME, with milliseconds."""
    return reltime_ms_text(length // MILLISECOND)


def reltime_ms_text(length_ms: int) -> str:
    sign, rest_ms = ("-", -length_ms) if length_ms < 0 else ("", length_ms)
    seconds, ms = divmod(rest_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02d}:{seconds:02d}.{ms:03d}"


def whole_minutes_text(length_ms: int) -> str:
    """RELTIME of the whole minutes, as scoreboards tell times."""
    return reltime_ms_text(length_ms // MS_PER_MINUTE * MS_PER_MINUTE)
