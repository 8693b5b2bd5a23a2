"""How assignments and exercises look over REST."""

from datetime import datetime
from enum import StrEnum

from ninja import Field

from common.ports import SetProgress
from common.rest import Schema
from contests.models import ProblemSet, SetKind, VerdictPolicy
from contests.rules import Deadline
from contests.shapes import CourseRef, course_ref


class AssignmentPhase(StrEnum):
    """Where an assignment stands for one student."""

    UPCOMING = "upcoming"
    OPEN = "open"
    LATE = "late"
    """Past due, and still taken."""
    CLOSED = "closed"


class AssignmentItem(Schema):
    """An assignment or exercise in a list."""

    id: int
    slug: str
    title: str
    kind: SetKind
    course: CourseRef | None
    starts_at: datetime
    due_at: datetime = Field(description="For oneself: with an extension.")
    closes_at: datetime = Field(description="Hard close; the due date where no late work is taken.")
    has_extension: bool
    late_penalty_percent: int = Field(description="For each day begun.")
    phase: AssignmentPhase
    problem_count: int | None = Field(description="null: before the start.")
    tried_count: int
    solved_count: int | None = Field(description="null: verdicts are hidden for now.")
    scores_released_at: datetime | None


class AssignmentDetail(AssignmentItem):
    """An assignment's page. Its problems are at `/sets/{slug}/problems`."""

    now: datetime = Field(description="The server's clock, for a countdown.")
    description_html: str
    verdict_policy: VerdictPolicy
    allowed_languages: list[str] = Field(description="Empty: those of each problem.")
    max_submissions_per_problem: int | None
    max_submissions_per_minute: int | None
    allows_upsolving: bool
    solutions_released_at: datetime | None
    is_staff: bool


def assignment_phase(assignment: ProblemSet, deadline: Deadline, now: datetime) -> AssignmentPhase:
    if now < assignment.starts_at:
        return AssignmentPhase.UPCOMING
    if now < deadline.due_at:
        return AssignmentPhase.OPEN
    return AssignmentPhase.LATE if now < deadline.closes_at else AssignmentPhase.CLOSED


def assignment_item(
    assignment: ProblemSet,
    deadline: Deadline,
    progress: SetProgress | None,
    *,
    problem_count: int,
    now: datetime,
) -> AssignmentItem:
    """Needs the rule sheet and the course; ``deadline`` and ``progress`` are the reader's."""
    rules = assignment.assignment_rules
    is_veiled = assignment.verdict_policy != VerdictPolicy.ALL
    phase = assignment_phase(assignment, deadline, now)
    return AssignmentItem(
        id=assignment.pk,
        slug=assignment.slug,
        title=assignment.title,
        kind=SetKind(assignment.kind),
        course=course_ref(assignment.course),
        starts_at=assignment.starts_at,
        due_at=deadline.due_at,
        closes_at=deadline.closes_at,
        has_extension=deadline.due_at > assignment.ends_at,
        late_penalty_percent=rules.late_penalty_percent,
        phase=phase,
        problem_count=None if phase is AssignmentPhase.UPCOMING else problem_count,
        tried_count=progress.tried if progress else 0,
        solved_count=None if is_veiled else progress.solved if progress else 0,
        scores_released_at=rules.scores_released_at,
    )


def assignment_detail(
    item: AssignmentItem, assignment: ProblemSet, *, is_staff: bool, now: datetime
) -> AssignmentDetail:
    return AssignmentDetail(
        **item.model_dump(),
        now=now,
        description_html=assignment.description_html,
        verdict_policy=VerdictPolicy(assignment.verdict_policy),
        allowed_languages=assignment.allowed_languages,
        max_submissions_per_problem=assignment.max_submissions_per_problem,
        max_submissions_per_minute=assignment.max_submissions_per_minute,
        allows_upsolving=assignment.allows_upsolving,
        solutions_released_at=assignment.solutions_released_at,
        is_staff=is_staff,
    )
