"""When a scheduled action acts: the expressions of Application Auto Scaling.

``at(yyyy-mm-ddThh:mm:ss)``, once, and ``cron(…)`` for every day or every day of work at one time,
in a time zone ("Schedule recurring scaling actions", Application Auto Scaling user guide). Others,
``rate(…)`` among them, are shown as they are.
"""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_EVERY_DAY = r"cron\((\d{1,2}) (\d{1,2}) \* \* \? \*\)"
_DAYS_OF_WORK = r"cron\((\d{1,2}) (\d{1,2}) \? \* MON-FRI \*\)"
_SATURDAY = 5


class ScheduleError(ValueError):
    """No schedule that we use; the text says what is expected."""


def at_expression(when: datetime) -> str:
    """The schedule of one moment, in UTC. ``when`` must know its zone."""
    return f"at({when.astimezone(UTC):%Y-%m-%dT%H:%M:%S})"


def daily_expression(when: time, *, only_days_of_work: bool) -> str:
    """The schedule of a time of every day, in the zone that is told beside it."""
    days = "? * MON-FRI *" if only_days_of_work else "* * ? *"
    return f"cron({when.minute} {when.hour} {days})"


def moment_of(expression: str, timezone: str = "UTC") -> datetime:
    """When an ``at(…)`` acts. Raises ScheduleError."""
    found = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", expression.strip())
    if found is None:
        raise ScheduleError(f"{expression!r} is no schedule of the form at(2026-05-04T08:45:00).")
    try:
        return datetime.fromisoformat(found[1]).replace(tzinfo=ZoneInfo(timezone))
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ScheduleError(f"{expression!r} in {timezone!r} is no moment: {error}.") from error


def last_moment(expression: str, timezone: str, now: datetime) -> datetime | None:
    """When the schedule acted for the last time; None: it has yet to. Raises ScheduleError."""
    daily = _daily(expression)
    if daily is None:
        moment = moment_of(expression, timezone)
        return moment if moment <= now else None
    when, only_days_of_work = daily
    try:
        local = now.astimezone(ZoneInfo(timezone))
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ScheduleError(f"{timezone!r} is no time zone.") from error
    moment = local.replace(hour=when.hour, minute=when.minute, second=0, microsecond=0)
    if moment > local:
        moment -= timedelta(days=1)
    while only_days_of_work and moment.weekday() >= _SATURDAY:
        moment -= timedelta(days=1)
    return moment


def schedule_words(expression: str, timezone: str) -> str:
    """For an operator, such as "every day at 03:00 (Asia/Seoul)"."""
    daily = _daily(expression)
    if daily is not None:
        when, only_days_of_work = daily
        days = "Monday to Friday" if only_days_of_work else "every day"
        return f"{days} at {when:%H:%M} ({timezone})"
    try:
        return f"once, {moment_of(expression, timezone):%Y-%m-%d %H:%M} ({timezone})"
    except ScheduleError:
        return f"{expression} ({timezone})"


def _daily(expression: str) -> tuple[time, bool] | None:
    for pattern, only_days_of_work in ((_EVERY_DAY, False), (_DAYS_OF_WORK, True)):
        if (found := re.fullmatch(pattern, expression.strip())) is not None:
            try:
                return time(hour=int(found[2]), minute=int(found[1])), only_days_of_work
            except ValueError as error:
                raise ScheduleError(f"{expression!r} is no time of a day.") from error
    return None
