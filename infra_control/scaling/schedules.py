"""When a scheduled action acts: the expressions of Application Auto Scaling.

``at(yyyy-mm-ddThh:mm:ss)``, once, in a time zone ("Schedule recurring scaling actions",
Application Auto Scaling user guide). ``cron(…)`` and ``rate(…)`` are shown as they are: contests
start once.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class ScheduleError(ValueError):
    """No schedule that we use; the text says what is expected."""


def at_expression(when: datetime) -> str:
    """The schedule of one moment, in UTC. ``when`` must know its zone."""
    return f"at({when.astimezone(UTC):%Y-%m-%dT%H:%M:%S})"


def moment_of(expression: str, timezone: str = "UTC") -> datetime:
    """When an ``at(…)`` acts. Raises ScheduleError."""
    found = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", expression.strip())
    if found is None:
        raise ScheduleError(f"{expression!r} is no schedule of the form at(2026-05-04T08:45:00).")
    try:
        return datetime.fromisoformat(found[1]).replace(tzinfo=ZoneInfo(timezone))
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ScheduleError(f"{expression!r} in {timezone!r} is no moment: {error}.") from error
