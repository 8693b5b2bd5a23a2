"""GraphQL: how staff say which submissions they mean."""

from datetime import datetime

import strawberry

from submissions.choosing import Choice
from submissions.schema.enums import JudgementState, Verdict


@strawberry.input(
    description=(
        "Which of the submissions that one acts on as staff; what is left out does not matter, "
        "and all that is said must fit."
    )
)
class SubmissionChoice:
    numbers: list[int] | None = strawberry.field(default=None, description="As in addresses.")
    problem: str | None = strawberry.field(default=None, description="A problem's slug.")
    problem_set: str | None = strawberry.field(
        default=None, description="The slug of a contest or assignment."
    )
    course: str | None = strawberry.field(
        default=None, description="The slug of the set's course; in practice of the problem's."
    )
    username: str | None = None
    student_number: str | None = None
    languages: list[str] | None = None
    verdicts: list[Verdict] | None = None
    states: list[JudgementState] | None = None
    judgehost: str | None = strawberry.field(
        default=None, description="Which gave the verdict that counts."
    )
    handed_in_from: datetime | None = None
    handed_in_before: datetime | None = None
    cpu_time_ms_min: int | None = None
    cpu_time_ms_max: int | None = None
    memory_kib_min: int | None = None
    memory_kib_max: int | None = None
    score_min: float | None = None
    score_max: float | None = None
    text: str | None = strawberry.field(
        default=None,
        description=(
            "Stands in the source, in small or capital letters; needs a problem, a set, a person "
            "or numbers beside it."
        ),
    )

    def read(self) -> Choice:
        """Raises InvalidInputError."""
        return Choice.read(**vars(self))
