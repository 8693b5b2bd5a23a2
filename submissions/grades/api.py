"""REST: one's own score in an assignment, and how the class did."""

from datetime import datetime
from statistics import mean, median
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Router

from accounts.doors import signed_in_user
from accounts.models import User
from common.access import Scope, needs
from common.errors import ConflictError, NotAllowedError
from common.rest import Schema, refusals
from contests.models import ProblemSet, SetProblem, VerdictPolicy
from contests.selectors.entries import deadline_for
from contests.selectors.listing import ASSIGNMENTS, problems_of_set
from contests.selectors.sets import manages, set_get
from courses.selectors import courses_of
from submissions.grades.selectors import (
    StudentScore,
    max_total,
    scores_of,
    submission_counts,
    totals_of_students,
)

router = Router(tags=["assignments"])

Slug = Annotated[str, Path(max_length=60, pattern=r"^[-a-zA-Z0-9_]+$")]
MIN_STUDENTS = 5
"""Of fewer, a distribution would tell who has what."""
BUCKETS = 10


class AdjustmentOut(Schema):
    """Points that staff added or took, and why."""

    points: float
    comment: str
    created_at: datetime


class ProblemScoreOut(Schema):
    """Where one stands with one problem of an assignment."""

    label: str
    slug: str
    title: str
    max_points: float
    weight: float
    submission_count: int
    is_solved: bool | None = Field(description="null: verdicts are hidden for now.")
    counted_submission: int | None = Field(
        description="The one that counts; null: none, or hidden."
    )
    days_late: int | None = Field(description="Begun, of what counts.")
    penalty_percent: int | None
    points: float | None = Field(description="With the adjustment; null: not released yet.")
    adjustment: AdjustmentOut | None


class ScoreOut(Schema):
    """One's own score in an assignment."""

    due_at: datetime = Field(description="For oneself: with an extension.")
    closes_at: datetime
    is_released: bool
    total: float | None = Field(description="null: not released yet.")
    max_total: float
    adjustment: AdjustmentOut | None = Field(description="Of the total.")
    problems: list[ProblemScoreOut]


class BucketOut(Schema):
    """Students whose total lies in a tenth of the maximum."""

    from_percent: int
    to_percent: int = Field(description="Without; the last one with.")
    students: int


class DistributionOut(Schema):
    """How a class did, without anybody's name."""

    students: int = Field(description="Of the course; those who handed nothing in have 0.")
    max_total: float
    mean: float
    median: float
    buckets: list[BucketOut]


@router.get(
    "/assignments/{slug}/score",
    response={200: ScoreOut, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.READ_CONTESTS, "your own score"),
    summary="One's own score, problem by problem",
)
def score_read(request: HttpRequest, slug: Slug) -> ScoreOut:
    """Refusals of its own: `set_not_started`, 409; `problems_closed`, 403."""
    user, now = signed_in_user(request), timezone.now()
    assignment = set_get(user=user, slug=slug, kinds=ASSIGNMENTS)
    places = problems_of_set(user, assignment, now)
    score = scores_of(assignment, [user.pk]).get(user.pk, StudentScore())
    counts = submission_counts(assignment, user.pk)
    deadline = deadline_for(user, assignment)
    is_released = _is_released(assignment, now)
    total = score.adjustments.get(None)
    return ScoreOut(
        due_at=deadline.due_at,
        closes_at=deadline.closes_at,
        is_released=is_released,
        total=score.total(places) if is_released else None,
        max_total=max_total(places),
        adjustment=_adjustment(score, None) if is_released and total else None,
        problems=[
            _problem_score(
                assignment, place, score, counts.get(place.problem_id, 0), is_released=is_released
            )
            for place in places
        ],
    )


@router.get(
    "/assignments/{slug}/distribution",
    response={200: DistributionOut, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.READ_CONTESTS, "courses that you are in"),
    summary="How the class did",
)
def distribution_read(request: HttpRequest, slug: Slug) -> DistributionOut:
    """Refusals of its own: `scores_not_released`, `too_few_students`, 409."""
    user, now = signed_in_user(request), timezone.now()
    assignment = set_get(user=user, slug=slug, kinds=ASSIGNMENTS)
    is_staff = _distribution_check(user, assignment, now)
    places = list(assignment.problems.all())
    totals = totals_of_students(assignment, places)
    if not totals or (len(totals) < MIN_STUDENTS and not is_staff):
        raise ConflictError(
            f"It is shown for classes of {MIN_STUDENTS} or more.", code="too_few_students"
        )
    highest = max_total(places)
    counts = [0] * BUCKETS
    for one in totals:
        share = one / highest if highest else 0.0
        counts[min(int(share * BUCKETS), BUCKETS - 1)] += 1
    step = 100 // BUCKETS
    return DistributionOut(
        students=len(totals),
        max_total=highest,
        mean=round(mean(totals), 2),
        median=round(median(totals), 2),
        buckets=[
            BucketOut(from_percent=n * step, to_percent=(n + 1) * step, students=count)
            for n, count in enumerate(counts)
        ],
    )


def _distribution_check(user: User, assignment: ProblemSet, now: datetime) -> bool:
    """Whether the user is staff. Raises NotAllowedError, ConflictError."""
    if manages(user, assignment):
        return True
    if not courses_of(user).filter(problem_sets=assignment).exists():
        raise NotAllowedError("This is for members of its course.", code="not_a_member")
    if not _is_released(assignment, now):
        raise ConflictError("The scores are not released yet.", code="scores_not_released")
    return False


def _is_released(assignment: ProblemSet, now: datetime) -> bool:
    released_at = assignment.assignment_rules.scores_released_at
    return released_at is not None and released_at <= now


def _problem_score(
    assignment: ProblemSet,
    place: SetProblem,
    score: StudentScore,
    submission_count: int,
    *,
    is_released: bool,
) -> ProblemScoreOut:
    result = score.results.get(place.pk)
    is_open = is_released or assignment.verdict_policy == VerdictPolicy.ALL
    shown = result if is_open else None
    return ProblemScoreOut(
        label=place.label,
        slug=place.problem.slug,
        title=place.problem.title,
        max_points=place.points,
        weight=place.weight,
        submission_count=submission_count,
        is_solved=bool(result and result.is_solved) if is_open else None,
        counted_submission=shown.submission_id if shown else None,
        days_late=shown.days_late if shown else None,
        penalty_percent=shown.penalty_percent if shown else None,
        points=score.points_at(place) if is_released else None,
        adjustment=_adjustment(score, place.pk) if is_released else None,
    )


def _adjustment(score: StudentScore, place_id: int | None) -> AdjustmentOut | None:
    found = score.adjustments.get(place_id)
    if found is None:
        return None
    return AdjustmentOut(points=found.points, comment=found.comment, created_at=found.created_at)
