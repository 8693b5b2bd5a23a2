"""Decisions about submissions that need no database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

from common.errors import InvalidInputError, TooLargeError, TooManyRequestsError
from judging.verdicts import Stage, Verdict
from submissions.sources import Source

RATE_WINDOW = timedelta(minutes=1)
SILENCE_S = 15
"""A job that nobody spoke of for so long may be lost."""
UNSENT_AFTER_S = 3
"""A row that the broker has not taken by then was left behind by its own request."""
MAX_SENDS = 10
"""A job that gets lost as often ends as a judging error."""

_STAGES = list(Stage)


def source_check(
    source: Source, *, language: str, allowed_languages: Collection[str], limit_bytes: int
) -> int:
    """The source's size in bytes. Raises InvalidInputError or TooLargeError."""
    if language not in allowed_languages:
        known = ", ".join(sorted(allowed_languages))
        raise InvalidInputError(
            f"This problem does not take the language {language!r}: choose one of {known}.",
            code="language_not_allowed",
            fields={"language": [f"one of {known}"]},
        )
    if not source.text.strip():
        raise InvalidInputError(
            "The source is empty: write a program first.",
            code="source_empty",
            fields={"source": ["must not be empty"]},
        )
    try:
        size_bytes = source.size_bytes
    except UnicodeEncodeError:
        size_bytes = -1
    if size_bytes < 0 or "\x00" in source.text:
        raise InvalidInputError(
            "The source holds characters that are no text: save it as UTF-8.",
            code="source_not_text",
            fields={"source": ["must be UTF-8 text without NUL characters"]},
        )
    if size_bytes > limit_bytes:
        raise TooLargeError(
            f"The source has {size_bytes} bytes; at most {limit_bytes} are allowed.",
            code="source_too_large",
            fields={"source": [f"at most {limit_bytes} bytes"]},
        )
    return size_bytes


def rate_check(
    earlier: Sequence[datetime],
    *,
    now: datetime,
    per_minute: int,
    interval_ms: int,
    doing: str = "submit",
) -> None:
    """Raise TooManyRequestsError where one more submission now would be too fast.

    ``earlier`` holds the times of the person's last submissions, newest first, at
    least ``per_minute`` of them where there are so many.
    """
    waits = [timedelta(0)]
    if earlier:
        # Of two requests at once the later may have looked at the clock first.
        since_last = max(now - earlier[0], timedelta(0))
        waits.append(timedelta(milliseconds=interval_ms) - since_last)
    if len(earlier) >= per_minute:
        waits.append(earlier[per_minute - 1] + RATE_WINDOW - now)
    wait_s = ceil(max(waits).total_seconds())
    if wait_s > 0:
        raise TooManyRequestsError(f"You {doing} too fast: wait {wait_s} s.", retry_after_s=wait_s)


def later_stage(known: str | None, heard: Stage, *, same_judgehost: bool) -> Stage:
    """Where a job stands after news that may come out of order.

    On one judgehost a job only goes forward; another judgehost begins anew.
    """
    if known is None or not same_judgehost:
        return heard
    return max(Stage(known), heard, key=_STAGES.index)


def lost_count(*, unanswered: int, held: int) -> int:
    """How many of the unanswered jobs of a queue the broker no longer holds.

    Every job that was sent and not answered is visible or in flight, or lost.
    """
    return max(0, unanswered - held)


def lost_rows(
    last_signs: Mapping[int, datetime], *, now: datetime, unanswered: int, held: int
) -> list[int]:
    """Which jobs to send again: of the silent ones the oldest, as many as are lost.

    ``last_signs`` tells by judgement id when a job was last sent or heard of. A job
    that is sent again although it was not lost is judged twice and counted once.
    """
    border = now - timedelta(seconds=SILENCE_S)
    silent = sorted((sign, key) for key, sign in last_signs.items() if sign <= border)
    return [key for _, key in silent[: lost_count(unanswered=unanswered, held=held)]]


def sample_verdict(
    verdicts: Sequence[Verdict],
    *,
    sample_count: int,
    is_past_samples: bool,
    final: Verdict | None,
) -> Verdict | None:
    """What compiling and the samples say; None: nothing yet, or nothing of the submission.

    ``verdicts`` are those of the samples judged so far, in order. ``final`` is the whole
    judgement's: it is looked at for compile errors, and because it says that no sample will
    follow, and never shows through otherwise.
    """
    if final in {Verdict.COMPILE_ERROR, Verdict.COMPILE_TIME_LIMIT}:
        return final
    failed = next((one for one in verdicts if one is not Verdict.ACCEPTED), None)
    if failed is not None:
        return failed
    is_complete = is_past_samples or len(verdicts) >= sample_count > 0
    if is_complete or final not in {None, Verdict.JUDGING_ERROR}:
        return Verdict.ACCEPTED
    return None
