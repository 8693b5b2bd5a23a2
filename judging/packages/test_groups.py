"""Test data groups as the judge sees them: how the results within one become the group's result.

One set of values for all formats: the graders of the legacy formats, and the aggregation of
2025-09. ``judging.scoring`` computes with them.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]

ScoreRule = Literal["sum", "avg", "min", "max", "all"]
"""``all``: the group's maximum where everything in it is accepted, otherwise nothing."""

VerdictRule = Literal["worst_error", "first_error", "always_accept"]

ScoreFiles = Literal["ignored", "allowed", "bounded", "required", "forbidden"]
"""What a validator may say of a test case's points.

``allowed``: any number of points. ``bounded``: up to the test case's maximum, or a factor of it.
``required``: there is no maximum, so it must say them. ``forbidden``: saying them is its fault.
"""


class TestGroup(BaseModel):
    """One test data group: a directory of test data."""

    __test__ = False

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^((sample|secret)(/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,8})?$")]
    """As in test cases' names; empty: the root, whose result is the submission's."""
    stops_at_rejection: bool = True
    """Whether nothing more of it is looked at after a result that is not accepted."""
    verdict_rule: VerdictRule = "worst_error"
    accepts_any: bool = False
    """One accepted result within is enough."""
    ignores_samples: bool = False
    """Of the root: only the secret group counts."""
    score_rule: ScoreRule = "sum"
    accept_score: Points | None = 1.0
    """Of an accepted test case directly in it, and the most that it can get where validators'
    points are bounded. None: the validator says it."""
    reject_score: Points = 0.0
    score_files: ScoreFiles = "ignored"
    max_score: Points | None = None
    """None: without a bound, or not known."""
    bound_is_strict: bool = False
    """More points than the maximum are a fault of the package."""
    keeps_rejected_score: bool = False
    """Of the root: whether a submission that is not accepted has points all the same."""
    required_groups: tuple[str, ...] = ()
    """It is only run, and has points, where everything in these is accepted."""
    grader_args: tuple[str, ...] | None = None
    """Of the package's own grader, which decides then. None: the rules above do."""

    @property
    def is_decided_by_rejection(self) -> bool:
        """Whether one rejected test case directly in it leaves it without points, and rejected
        as that test case is."""
        return (
            self.score_rule in {"min", "all"}
            and self.verdict_rule == "first_error"
            and not self.accepts_any
            and self.reject_score == 0
            and self.grader_args is None
        )
