"""The words for what came of a run or a judgement (ICPC CCS specification)."""

from enum import StrEnum


class Verdict(StrEnum):
    """The result of a run or of a whole judgement.

    ``JE`` is ours: it never says anything about the submission.
    """

    ACCEPTED = "AC"
    WRONG_ANSWER = "WA"
    TIME_LIMIT = "TLE"
    WALL_TIME_LIMIT = "WTL"
    MEMORY_LIMIT = "MLE"
    OUTPUT_LIMIT = "OLE"
    RUN_TIME_ERROR = "RTE"
    COMPILE_ERROR = "CE"
    COMPILE_TIME_LIMIT = "CTL"
    JUDGING_ERROR = "JE"

    @property
    def is_final(self) -> bool:
        """Whether it speaks of the submission, so that it may count for or against it."""
        return self is not Verdict.JUDGING_ERROR


class JudgementState(StrEnum):
    """Where a judgement stands. A state is never a verdict."""

    QUEUED = "queued"
    JUDGING = "judging"
    DONE = "done"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """What a judgehost is doing with a job that it has taken."""

    TAKEN = "taken"
    FETCHING = "fetching"
    COMPILING = "compiling"
    RUNNING = "running"
    REPORTING = "reporting"
