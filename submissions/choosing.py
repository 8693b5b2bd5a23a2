"""Choosing submissions by what is known of them: one value for lists, rejudgings and downloads."""

from datetime import datetime
from typing import Annotated, Self

from django.db.models import Q, QuerySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from accounts.models import User
from common.errors import InvalidInputError
from judging.verdicts import JudgementState, Verdict
from submissions.models import Submission
from submissions.selectors import submissions_managed_by

MAX_NUMBERS = 10_000
MAX_TEXT_CHARS = 200

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Name = Annotated[str, Field(max_length=200)]
Amount = Annotated[int, Field(ge=0, le=2**31 - 1)]
Points = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class Choice(BaseModel):
    """Which submissions; what is left out does not matter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numbers: Annotated[tuple[Id, ...], Field(max_length=MAX_NUMBERS)] = ()
    problem: Name = ""
    """A problem's slug."""
    problem_set: Name = ""
    """The slug of a contest or assignment."""
    course: Name = ""
    """The slug of the course whose staff have them: the set's, in practice the problem's."""
    username: Name = ""
    student_number: Name = ""
    languages: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    verdicts: Annotated[tuple[Verdict, ...], Field(max_length=50)] = ()
    states: Annotated[tuple[JudgementState, ...], Field(max_length=10)] = ()
    judgehost: Name = ""
    """Which gave the verdict that counts."""
    handed_in_from: datetime | None = None
    handed_in_before: datetime | None = None
    cpu_time_ms_min: Amount | None = None
    cpu_time_ms_max: Amount | None = None
    memory_kib_min: Amount | None = None
    memory_kib_max: Amount | None = None
    score_min: Points | None = None
    score_max: Points | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] = ""
    """Stands in the source; small and capital letters are one, as SQLite can't tell them apart."""

    @classmethod
    def read(cls, **fields: object) -> Self:
        """Raises InvalidInputError, which names the first field that is wrong."""
        try:
            return cls.model_validate(
                {name: value for name, value in fields.items() if value not in (None, "")}
            )
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]) if first["loc"] else "choice"
            raise InvalidInputError(
                f"Submissions can't be chosen so: {name}: {first['msg']}.",
                fields={name: [first["msg"]]},
            ) from error

    @property
    def is_empty(self) -> bool:
        return not self.model_dump(exclude_defaults=True)

    @property
    def is_narrow(self) -> bool:
        """Whether an index leads to few enough rows to read their sources."""
        return bool(self.numbers or self.problem or self.problem_set or self.username)


def submissions_chosen(user: User, choice: Choice) -> QuerySet[Submission]:
    """Those of the submissions that the user acts on as staff which fit.

    Raises InvalidInputError where a text is looked for everywhere.
    """
    return choice_filter(submissions_managed_by(user), choice)


def choice_filter(submissions: QuerySet[Submission], choice: Choice) -> QuerySet[Submission]:
    """Those that fit. Raises InvalidInputError where a text is looked for everywhere."""
    if choice.text and not choice.is_narrow:
        raise InvalidInputError(
            "Sources have no index: choose a problem, a set or a person to look for text in.",
            code="text_too_wide",
            fields={"text": ["needs a problem, a set, a user name or numbers beside it"]},
        )
    wanted = {
        lookup: value for lookup, value in _lookups(choice).items() if value not in (None, "")
    }
    found = submissions.filter(**wanted)
    if choice.course:
        found = found.filter(
            Q(problem_set__course__slug=choice.course)
            | Q(problem_set__isnull=True, problem__course__slug=choice.course)
        )
    return found


def _lookups(choice: Choice) -> dict[str, object]:
    return {
        "pk__in": choice.numbers or None,
        "problem__slug": choice.problem,
        "problem_set__slug": choice.problem_set,
        "user__username": choice.username,
        "user__student_number": choice.student_number,
        "language__in": choice.languages or None,
        "verdict__in": choice.verdicts or None,
        "state__in": choice.states or None,
        "current_judgement__judgehost": choice.judgehost,
        "created_at__gte": choice.handed_in_from,
        "created_at__lt": choice.handed_in_before,
        "cpu_time_ms__gte": choice.cpu_time_ms_min,
        "cpu_time_ms__lte": choice.cpu_time_ms_max,
        "memory_kib__gte": choice.memory_kib_min,
        "memory_kib__lte": choice.memory_kib_max,
        "score__gte": choice.score_min,
        "score__lte": choice.score_max,
        "source__icontains": choice.text,
    }
