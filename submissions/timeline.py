"""What happened to a submission, as far as its rows tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from submissions.models import Judgement, Override, Submission


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One thing that happened."""

    at: datetime
    kind: str
    judgement: int | None = None
    """The judgement's ordinal."""
    detail: str = ""
    username: str = ""


def timeline_of(submission: Submission) -> list[TimelineEvent]:
    """All that is known, in order; three queries. For staff.

    Rows hold when a job was last sent and last heard of, not each time: what came between is
    not told.
    """
    judgements = submission.judgements.select_related("requested_by", "rejudging")
    overrides = submission.overrides.select_related("made_by", "withdrawn_by")
    events = [
        TimelineEvent(submission.created_at, "handed_in", username=submission.user.username),
        *(event for one in judgements for event in _of_judgement(one)),
        *(event for one in overrides for event in _of_override(one)),
        *(
            TimelineEvent(at, "comments_released")
            for at in submission.comments.filter(released_at__isnull=False)
            .order_by()
            .values_list("released_at", flat=True)
            .distinct()
            if at is not None
        ),
    ]
    return sorted(events, key=lambda event: event.at)


def _of_judgement(judgement: Judgement) -> Iterator[TimelineEvent]:
    ordinal = judgement.ordinal
    who = judgement.requested_by.username if judgement.requested_by else ""
    rejudging = f", rejudging {judgement.rejudging_id}" if judgement.rejudging_id else ""
    yield TimelineEvent(
        judgement.created_at, "queued", ordinal, f"{judgement.queue}{rejudging}", who
    )
    if judgement.sent_at is not None and judgement.send_count:
        times = f"{judgement.send_count} times" if judgement.send_count > 1 else "once"
        yield TimelineEvent(judgement.sent_at, "sent", ordinal, times)
    if judgement.last_heard_at is not None:
        stage = judgement.stage or ""
        yield TimelineEvent(
            judgement.last_heard_at, "heard", ordinal, f"{stage} at {judgement.judgehost}"
        )
    if judgement.finished_at is not None:
        detail = judgement.verdict or judgement.state
        yield TimelineEvent(judgement.finished_at, "finished", ordinal, detail)
    if judgement.effective_at is not None and judgement.ordinal > 1:
        yield TimelineEvent(judgement.effective_at, "made_current", ordinal)


def _of_override(override: Override) -> Iterator[TimelineEvent]:
    score = "" if override.score is None else f"{override.score:g} points"
    said = ", ".join(part for part in (override.verdict, score) if part)
    yield TimelineEvent(
        override.made_at,
        "overridden",
        detail=f"{said}: {override.reason}",
        username=override.made_by.username,
    )
    if override.withdrawn_at is not None:
        who = override.withdrawn_by.username if override.withdrawn_by else ""
        yield TimelineEvent(override.withdrawn_at, "override_withdrawn", username=who)
