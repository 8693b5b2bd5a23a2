"""What staff do in contests and assignments. The services decide who may."""

from datetime import datetime
from typing import TypeVar, cast

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import UNSET
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.graphql import given
from contests.models import (
    BoardVisibility,
    ContestFormat,
    EntryMode,
    ProblemSet,
    SetKind,
    SetVisibility,
    VerdictPolicy,
)
from contests.schema.types import (
    ExtensionNode,
    ProblemSetNode,
    ScoreAdjustmentNode,
)
from contests.services import assignments, duplicating, editing

for _enum in (SetVisibility, VerdictPolicy, ContestFormat, EntryMode, BoardVisibility):
    strawberry.enum(_enum, name=_enum.__name__, description=(_enum.__doc__ or "").strip())

T = TypeVar("T")


STAYS = "what is left out stays, null clears what may be empty."


@strawberry.input(description=f"What to set of a contest or assignment; {STAYS}")
class SetInput:
    title: str | None = UNSET
    description: str | None = strawberry.field(default=UNSET, description="Markdown.")
    visibility: SetVisibility | None = UNSET
    starts_at: datetime | None = UNSET
    ends_at: datetime | None = UNSET
    verdict_policy: VerdictPolicy | None = UNSET
    allowed_languages: list[str] | None = UNSET
    max_submissions_per_problem: int | None = UNSET
    max_submissions_per_minute: int | None = UNSET
    allows_upsolving: bool | None = UNSET


@strawberry.input(description=f"What to set of a contest's rules; {STAYS}")
class ContestRulesInput:
    format: ContestFormat | None = UNSET
    penalty_minutes: int | None = UNSET
    counts_compile_errors: bool | None = UNSET
    freeze_at: datetime | None = strawberry.field(
        default=UNSET, description="The present time freezes now; null, while it runs, thaws."
    )
    board_visibility: BoardVisibility | None = UNSET
    registration_opens_at: datetime | None = UNSET
    registration_closes_at: datetime | None = UNSET
    entry_mode: EntryMode | None = UNSET
    max_team_size: int | None = UNSET
    allows_unofficial: bool | None = UNSET
    invite_code: str | None = UNSET
    allows_virtual: bool | None = UNSET
    has_balloons: bool | None = UNSET
    gold_medals: int | None = UNSET
    silver_medals: int | None = UNSET
    bronze_medals: int | None = UNSET


@strawberry.input(description=f"What to set of an assignment's rules; {STAYS}")
class AssignmentRulesInput:
    closes_at: datetime | None = UNSET
    late_penalty_percent: int | None = UNSET


@strawberry.input(description="A problem's place in a set.")
class PlaceInput:
    problem_slug: str
    label: str
    points: int = 100
    weight: float = 1.0
    colour: str = ""


def _read(kind: type[T], values: object | None) -> T:
    """The service's value of an input."""
    return kind(**given(values)) if values else kind()


@strawberry.type
class SetsMutation:
    @strawberry_django.mutation(
        description=(
            "Make a contest, hidden at first. For the course's staff; without a course, for "
            "operators. Errors: not_allowed, slug_taken, invalid."
        )
    )
    def create_contest(
        self,
        info: Info,
        slug: str,
        values: SetInput,
        course_slug: str | None = None,
        rules: ContestRulesInput | None = None,
    ) -> ProblemSetNode:
        return _node(
            editing.set_create(
                user=signed_in_user(info.context.request),
                kind=SetKind.CONTEST,
                slug=slug,
                course_slug=course_slug,
                change=_read(editing.SetChange, values),
                rules=_read(editing.ContestRulesChange, rules),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Make an assignment or an exercise, hidden at first. For the course's staff. "
            "Errors: not_allowed, slug_taken, invalid."
        )
    )
    def create_assignment(
        self,
        info: Info,
        slug: str,
        course_slug: str,
        values: SetInput,
        rules: AssignmentRulesInput | None = None,
        is_exercise: bool = False,
    ) -> ProblemSetNode:
        return _node(
            editing.set_create(
                user=signed_in_user(info.context.request),
                kind=SetKind.EXERCISE if is_exercise else SetKind.ASSIGNMENT,
                slug=slug,
                course_slug=course_slug,
                change=_read(editing.SetChange, values),
                rules=_read(editing.AssignmentRulesChange, rules),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Change a set's window, limits and rules; scores are counted anew. For its staff. "
            "Errors: not_allowed, invalid, contest_finalized."
        )
    )
    def change_set(
        self,
        info: Info,
        slug: str,
        values: SetInput,
        contest_rules: ContestRulesInput | None = None,
        assignment_rules: AssignmentRulesInput | None = None,
    ) -> ProblemSetNode:
        rules: editing.RulesChange | None = None
        if contest_rules is not None:
            rules = _read(editing.ContestRulesChange, contest_rules)
        elif assignment_rules is not None:
            rules = _read(editing.AssignmentRulesChange, assignment_rules)
        return _node(
            editing.set_change(
                user=signed_in_user(info.context.request),
                slug=slug,
                change=_read(editing.SetChange, values),
                rules=rules,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Make a set anew, hidden, its times moved to another start, with the same rules and "
            "problems and nothing that came of it. For its staff; into another course, for the "
            "staff of both. Errors: not_allowed, slug_taken, course_archived, invalid."
        )
    )
    def duplicate_set(
        self,
        info: Info,
        slug: str,
        new_slug: str,
        title: str,
        starts_at: datetime,
        course_slug: str | None = None,
    ) -> ProblemSetNode:
        return _node(
            duplicating.set_duplicate(
                user=signed_in_user(info.context.request),
                slug=slug,
                new_slug=new_slug,
                title=title,
                starts_at=starts_at,
                course_slug=course_slug,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Make a set's problems exactly these, in this order. For its staff. "
            "Errors: not_allowed, invalid, problem_in_use, contest_finalized."
        )
    )
    def put_set_problems(self, info: Info, slug: str, places: list[PlaceInput]) -> ProblemSetNode:
        return _node(
            editing.set_problems_put(
                user=signed_in_user(info.context.request),
                slug=slug,
                places=[_read_place(place) for place in places],
            )
        )

    @strawberry_django.mutation(
        description=(
            "Give students more time, in place of what they were given: those named, and all of "
            "a section. For the assignment's staff. "
            "Errors: not_allowed, not_students, course_archived, invalid."
        )
    )
    def grant_extension(
        self,
        info: Info,
        slug: str,
        ends_at: datetime,
        usernames: list[str] | None = None,
        section: str | None = None,
        closes_at: datetime | None = None,
        reason: str = "",
    ) -> list[ExtensionNode]:
        return cast(
            "list[ExtensionNode]",
            assignments.extension_grant(
                user=signed_in_user(info.context.request),
                slug=slug,
                usernames=usernames or [],
                section=section,
                more=assignments.MoreTime(ends_at=ends_at, closes_at=closes_at, reason=reason),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Take an extension back. For the assignment's staff. Errors: not_allowed, no_extension."
        )
    )
    def revoke_extension(self, info: Info, slug: str, username: str) -> bool:
        assignments.extension_revoke(
            user=signed_in_user(info.context.request), slug=slug, username=username
        )
        return True

    @strawberry_django.mutation(
        description=(
            "Take extensions back, of those named and of all of a section; how many there were. "
            "For the assignment's staff. "
            "Errors: not_allowed, not_students, course_archived, invalid."
        )
    )
    def revoke_extensions(
        self,
        info: Info,
        slug: str,
        usernames: list[str] | None = None,
        section: str | None = None,
    ) -> int:
        return assignments.extensions_revoke(
            user=signed_in_user(info.context.request),
            slug=slug,
            usernames=usernames or [],
            section=section,
        )

    @strawberry_django.mutation(
        description=(
            "Add points to a student's score at a problem, or (no label) to the total, in place "
            "of what was added before. For the assignment's staff. Errors: not_allowed, invalid."
        )
    )
    def adjust_score(
        self,
        info: Info,
        slug: str,
        username: str,
        points: float,
        comment: str,
        label: str | None = None,
    ) -> ScoreAdjustmentNode:
        return cast(
            "ScoreAdjustmentNode",
            assignments.adjustment_make(
                user=signed_in_user(info.context.request),
                slug=slug,
                username=username,
                label=label,
                points=points,
                comment=comment,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Show students their scores, and tell them. For the assignment's staff. "
            "Errors: not_allowed, already_released."
        )
    )
    def release_scores(self, info: Info, slug: str) -> ProblemSetNode:
        user = signed_in_user(info.context.request)
        return _node(assignments.scores_release(user=user, slug=slug, now=timezone.now()))

    @strawberry_django.mutation(
        description=(
            "Open the editorials of a set's problems. For its staff. "
            "Errors: not_allowed, set_not_over."
        )
    )
    def release_solutions(self, info: Info, slug: str) -> ProblemSetNode:
        user = signed_in_user(info.context.request)
        return _node(assignments.solutions_release(user=user, slug=slug, now=timezone.now()))


def _read_place(given: PlaceInput) -> editing.Place:
    return editing.Place(
        problem_slug=given.problem_slug,
        label=given.label,
        points=given.points,
        weight=given.weight,
        colour=given.colour,
    )


def _node(problem_set: ProblemSet) -> ProblemSetNode:
    return cast("ProblemSetNode", problem_set)
