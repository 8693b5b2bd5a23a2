"""How submissions look to students, over REST and the websocket alike.

Names of secret test cases and messages of validators never stand in them.
"""

from collections.abc import Iterable
from datetime import datetime

from ninja import Field, Schema

from judging.verdicts import JudgementState, Stage, Verdict
from submissions.models import Judgement, Run, Submission


class ProblemRef(Schema):
    slug: str
    title: str


class RunOut(Schema):
    """What came of one test case."""

    ordinal: int = Field(description="Position in judging order, from 1.")
    name: str = Field(description="A sample's name; `Test N` for a secret test case.")
    is_sample: bool
    verdict: Verdict
    cpu_time_ms: int
    wall_time_ms: int
    memory_kib: int


class SubmissionItem(Schema):
    """A submission in a list."""

    id: int
    problem: ProblemRef
    language: str
    state: JudgementState
    verdict: Verdict | None
    created_at: datetime
    source_bytes: int
    cpu_time_ms: int | None = Field(description="Of the slowest test case.")
    memory_kib: int | None = Field(description="Of the largest test case.")
    test_case_count: int | None
    sequence: int = Field(description="+1 with each change; the same as in live events.")


class SubmissionDetail(SubmissionItem):
    """A submission's page."""

    source: str
    judgement_ordinal: int = Field(description="Which judgement this is, from 1.")
    compile_message: str
    stage: Stage | None = Field(description="What the judge is doing with it.")
    runs: list[RunOut]


class SubmissionEvent(Schema):
    """What a live event of the topic `submission:<id>` carries."""

    state: JudgementState
    verdict: Verdict | None
    stage: Stage | None
    judgement_ordinal: int
    test_case_count: int | None
    runs: list[RunOut] = Field(description="New ones, and those that have changed.")
    cpu_time_ms: int | None
    memory_kib: int | None
    compile_message: str


def run_out(run: Run) -> RunOut:
    return RunOut(
        ordinal=run.ordinal,
        name=run.test_case if run.is_sample else f"Test {run.ordinal}",
        is_sample=run.is_sample,
        verdict=Verdict(run.verdict),
        cpu_time_ms=run.cpu_time_ms,
        wall_time_ms=run.wall_time_ms,
        memory_kib=run.memory_kib,
    )


def submission_item(submission: Submission) -> SubmissionItem:
    """Needs ``submission.problem``."""
    return SubmissionItem(
        id=submission.pk,
        problem=ProblemRef(slug=submission.problem.slug, title=submission.problem.title),
        language=submission.language,
        state=JudgementState(submission.state),
        verdict=Verdict(submission.verdict) if submission.verdict else None,
        created_at=submission.created_at,
        source_bytes=submission.source_bytes,
        cpu_time_ms=submission.cpu_time_ms,
        memory_kib=submission.memory_kib,
        test_case_count=submission.test_case_count,
        sequence=submission.sequence,
    )


def submission_detail(
    submission: Submission, judgement: Judgement, runs: Iterable[Run]
) -> SubmissionDetail:
    """Needs ``submission.problem``; ``judgement`` is the current one, ``runs`` are its runs."""
    return SubmissionDetail(
        **submission_item(submission).model_dump(),
        source=submission.source,
        judgement_ordinal=judgement.ordinal,
        compile_message=judgement.compile_message,
        stage=_stage(judgement),
        runs=[run_out(run) for run in runs],
    )


def submission_event(judgement: Judgement, runs: Iterable[Run]) -> SubmissionEvent:
    """Needs ``judgement.submission``, whose current judgement it is."""
    submission = judgement.submission
    return SubmissionEvent(
        state=JudgementState(submission.state),
        verdict=Verdict(submission.verdict) if submission.verdict else None,
        stage=_stage(judgement),
        judgement_ordinal=judgement.ordinal,
        test_case_count=submission.test_case_count,
        runs=[run_out(run) for run in runs],
        cpu_time_ms=submission.cpu_time_ms,
        memory_kib=submission.memory_kib,
        compile_message=judgement.compile_message,
    )


def _stage(judgement: Judgement) -> Stage | None:
    if judgement.state != JudgementState.JUDGING or judgement.stage is None:
        return None
    return Stage(judgement.stage)
