"""Comparing two sources, and what happened to a submission."""

from datetime import datetime

import strawberry
from strawberry import relay
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.errors import NotFoundError
from common.graphql import node_number
from submissions.diffs import source_hunks, unified
from submissions.selectors import submissions_managed_by
from submissions.sources import Source
from submissions.timeline import timeline_of


@strawberry.type(name="DiffLine")
class DiffLineNode:
    """A line that both have, or one of them."""

    kind: str = strawberry.field(description="`same`, `removed` or `added`.")
    text: str


@strawberry.type(name="DiffHunk")
class DiffHunkNode:
    """Neighbouring changes with three lines around them; line numbers count from 1."""

    file: str = strawberry.field(
        description="In which the lines are; empty: a text without a name."
    )
    old_start: int
    old_count: int
    new_start: int
    new_count: int
    lines: list[DiffLineNode]


@strawberry.type(name="SubmissionDiff")
class SubmissionDiffNode:
    """What has changed from one source to another."""

    added_count: int
    removed_count: int
    hunks: list[DiffHunkNode]
    unified: str = strawberry.field(description="The same as `diff -u` prints it.")


@strawberry.type(name="TimelineEvent")
class TimelineEventNode:
    """One thing that happened to a submission."""

    at: datetime
    kind: str = strawberry.field(
        description=(
            "`handed_in`, `queued`, `sent` (the last time), `heard` (the last sign of a judgehost, "
            "with its stage), `finished`, `made_current`, `overridden`, `override_withdrawn` or "
            "`comments_released`."
        )
    )
    judgement: int | None = strawberry.field(description="The judgement's ordinal.")
    detail: str
    username: str


@strawberry.type
class ReviewingQuery:
    @strawberry.field(
        description=(
            "What has changed between any two submissions that one acts on as staff. "
            "Errors: not_found, too_different."
        )
    )
    def submission_diff(
        self, info: Info, old_id: relay.GlobalID, new_id: relay.GlobalID
    ) -> SubmissionDiffNode:
        numbers = [node_number(one, "Submission") for one in (old_id, new_id)]
        mine = submissions_managed_by(signed_in_user(info.context.request))
        rows = mine.filter(pk__in=numbers).values_list("pk", "language", "source", "layout")
        sources = {pk: (language, Source.kept(*kept)) for pk, language, *kept in rows}
        if not all(number in sources for number in numbers):
            raise NotFoundError("One of them is no submission of your courses.")
        hunks = source_hunks(*(sources[number] for number in numbers))
        kinds = [kind for hunk in hunks for kind, _ in hunk.lines]
        return SubmissionDiffNode(
            added_count=kinds.count("added"),
            removed_count=kinds.count("removed"),
            hunks=[
                DiffHunkNode(
                    file=hunk.file,
                    old_start=hunk.old_start,
                    old_count=hunk.old_count,
                    new_start=hunk.new_start,
                    new_count=hunk.new_count,
                    lines=[DiffLineNode(kind=kind, text=text) for kind, text in hunk.lines],
                )
                for hunk in hunks
            ],
            unified=unified(hunks),
        )

    @strawberry.field(
        description=(
            "What happened to a submission, as far as its rows tell. For its staff. "
            "Errors: not_found."
        )
    )
    def submission_timeline(
        self, info: Info, submission_id: relay.GlobalID
    ) -> list[TimelineEventNode]:
        mine = submissions_managed_by(signed_in_user(info.context.request))
        found = mine.select_related("user").defer("source")
        submission = found.filter(pk=node_number(submission_id, "Submission")).first()
        if submission is None:
            raise NotFoundError("This is no submission of your courses.")
        return [
            TimelineEventNode(
                at=one.at,
                kind=one.kind,
                judgement=one.judgement,
                detail=one.detail,
                username=one.username,
            )
            for one in timeline_of(submission)
        ]
