"""How submissions look to students, over REST and the websocket alike.

Names of secret test cases and validators' messages for judges never stand in them; what a
validator tells the team does. How much of a judgement does is the reader's sight
(submissions.sight), which nobody can forget to give.
"""

from collections.abc import Iterable
from datetime import datetime

from ninja import Field

from common.rest import Schema
from contests.models import ProblemSet, SetKind
from contests.rules import Sight
from judging.verdicts import JudgementState, Stage, Verdict
from submissions.models import Judgement, Run, Submission
from submissions.sight import standing_of
from submissions.sources import Source

COMPILE_FAULTS = (Verdict.COMPILE_ERROR, Verdict.COMPILE_TIME_LIMIT)


class ProblemRef(Schema):
    slug: str
    title: str


class SetRef(Schema):
    """The contest or assignment that it was handed in to."""

    slug: str
    title: str
    kind: SetKind


SCOPE = Field(
    description=(
        "What the verdict speaks of: `all` test cases; `samples`: compiling and the samples, "
        "more is hidden for now; `none`: nothing is told for now, and the state stays `queued`."
    )
)


SCORE = Field(description="Points; null for pass-fail problems, and until all is judged.")
MAX_SCORE = Field(
    description="What it can get at most; null for pass-fail problems, and without a bound."
)


HELD = Field(
    description="Judging it has to wait until staff have looked at errors of ours: its problem or "
    "its language is switched off. It keeps its place, and nobody needs to hand in again."
)


class RunOut(Schema):
    """What came of one test case."""

    ordinal: int = Field(description="Position in judging order, from 1.")
    name: str = Field(description="A sample's name; `Test N` for a secret test case.")
    is_sample: bool
    verdict: Verdict
    cpu_time_ms: int
    wall_time_ms: int
    memory_kib: int
    team_message: str = Field(
        description="What the problem's own validator tells the student; empty: nothing."
    )
    score: float | None = Field(description="Points of this test case alone; null: it has none.")


class GroupOut(Schema):
    """What came of one group of test cases (subtask), whose points are a part of the score."""

    ordinal: int = Field(description="From 1, in judging order.")
    is_sample: bool
    verdict: Verdict | None = Field(description="null: not run, since an earlier failure decided.")
    score: float
    max_score: float | None = Field(description="null: without a bound.")


GROUPS = Field(description="All of them, once everything is judged; empty: it has none.")


class SubmissionItem(Schema):
    """A submission in a list."""

    id: int
    problem: ProblemRef
    problem_set: SetRef | None = Field(description="null: handed in for practice.")
    language: str
    state: JudgementState
    verdict: Verdict | None
    verdict_scope: Sight = SCOPE
    created_at: datetime
    source_bytes: int
    cpu_time_ms: int | None = Field(description="Of the slowest test case.")
    memory_kib: int | None = Field(description="Of the largest test case.")
    test_case_count: int | None
    score: float | None = SCORE
    max_score: float | None = MAX_SCORE
    is_set_by_staff: bool = Field(description="Staff set verdict or score in place of the judge's.")
    sequence: int = Field(description="It grows with each change; the same as in live events.")


class StaffNote(Schema):
    """That staff set verdict or score in place of the judge's."""

    reason: str | None = Field(description="null: it is not public.")
    made_at: datetime


class SourceFileOut(Schema):
    """One file of a source."""

    name: str
    first_line: int = Field(description="Which line of `source` is its first, from 1.")
    text: str


SOURCE = "The text; of several files, theirs one after the other, each from a new line on."
FILES = Field(description="In their order; empty: one text that came without a name.")


class SubmissionDetail(SubmissionItem):
    """A submission's page."""

    source: str = Field(description=SOURCE)
    files: list[SourceFileOut] = FILES
    judgement_ordinal: int = Field(description="Which judgement this is, from 1.")
    compile_message: str
    stage: Stage | None = Field(description="What the judge is doing with it.")
    is_held: bool = HELD
    runs: list[RunOut]
    groups: list[GroupOut] = GROUPS
    staff_note: StaffNote | None = Field(description="null: what the judge says counts.")


class HandedIn(SubmissionItem):
    """A submission that was just handed in."""

    is_held: bool = HELD


class QueueEvent(Schema):
    """Where a submission stands in line; also what an event of the topic `queue:<id>` carries."""

    ahead: int | None = Field(
        description="About how many the judge takes before it; null: it is not in line."
    )
    is_held: bool = HELD


class SubmissionEvent(Schema):
    """What a live event of the topic `submission:<id>` carries."""

    state: JudgementState
    verdict: Verdict | None
    verdict_scope: Sight = SCOPE
    stage: Stage | None
    judgement_ordinal: int
    test_case_count: int | None
    runs: list[RunOut] = Field(description="New ones, and those that have changed.")
    groups: list[GroupOut] = GROUPS
    score: float | None = SCORE
    cpu_time_ms: int | None
    memory_kib: int | None
    compile_message: str


def files_out(source: Source) -> list[SourceFileOut]:
    return [
        SourceFileOut(name=file.name, first_line=file.first_line, text=file.text)
        for file in source.files
    ]


def run_out(run: Run) -> RunOut:
    return RunOut(
        ordinal=run.ordinal,
        name=run.test_case if run.is_sample else f"Test {run.ordinal}",
        is_sample=run.is_sample,
        verdict=Verdict(run.verdict),
        cpu_time_ms=run.cpu_time_ms,
        wall_time_ms=run.wall_time_ms,
        memory_kib=run.memory_kib,
        team_message=run.team_message,
        score=run.score,
    )


def submission_item(submission: Submission, sight: Sight) -> SubmissionItem:
    """Needs ``submission.problem`` and ``submission.problem_set``."""
    standing = standing_of(submission, sight)
    return SubmissionItem(
        id=submission.pk,
        problem=ProblemRef(slug=submission.problem.slug, title=submission.problem.title),
        problem_set=_set_ref(submission.problem_set),
        language=submission.language,
        state=standing.state,
        verdict=Verdict(standing.verdict) if standing.verdict else None,
        verdict_scope=sight,
        created_at=submission.created_at,
        source_bytes=submission.source_bytes,
        cpu_time_ms=standing.cpu_time_ms,
        memory_kib=standing.memory_kib,
        test_case_count=standing.test_case_count,
        score=standing.score,
        max_score=submission.max_score,
        is_set_by_staff=sight is Sight.ALL and submission.override_id is not None,
        sequence=standing.sequence,
    )


def submission_detail(
    submission: Submission,
    judgement: Judgement,
    runs: Iterable[Run],
    sight: Sight,
    *,
    is_held: bool,
) -> SubmissionDetail:
    """As submission_item; ``judgement`` is the current one, ``runs`` are its runs."""
    return SubmissionDetail(
        **submission_item(submission, sight).model_dump(),
        source=submission.source,
        files=files_out(Source.kept(submission.source, submission.layout)),
        judgement_ordinal=_ordinal(judgement, sight),
        compile_message=_compile_message(submission, judgement, sight),
        stage=_stage(judgement, sight),
        is_held=is_held,
        runs=_runs(runs, sight),
        groups=_groups(judgement, sight),
        staff_note=_staff_note(submission, sight),
    )


def submission_event(judgement: Judgement, runs: Iterable[Run], sight: Sight) -> SubmissionEvent:
    """Needs ``judgement.submission``, whose current judgement it is."""
    submission = judgement.submission
    standing = standing_of(submission, sight)
    return SubmissionEvent(
        state=standing.state,
        verdict=Verdict(standing.verdict) if standing.verdict else None,
        verdict_scope=sight,
        stage=_stage(judgement, sight),
        judgement_ordinal=_ordinal(judgement, sight),
        test_case_count=standing.test_case_count,
        runs=_runs(runs, sight),
        groups=_groups(judgement, sight),
        score=standing.score,
        cpu_time_ms=standing.cpu_time_ms,
        memory_kib=standing.memory_kib,
        compile_message=_compile_message(submission, judgement, sight),
    )


def _staff_note(submission: Submission, sight: Sight) -> StaffNote | None:
    override = submission.override if sight is Sight.ALL else None
    if override is None:
        return None
    return StaffNote(
        reason=override.reason if override.is_public else None, made_at=override.made_at
    )


def _set_ref(problem_set: ProblemSet | None) -> SetRef | None:
    if problem_set is None:
        return None
    return SetRef(slug=problem_set.slug, title=problem_set.title, kind=SetKind(problem_set.kind))


def _runs(runs: Iterable[Run], sight: Sight) -> list[RunOut]:
    if sight is Sight.NONE:
        return []
    return [run_out(run) for run in runs if run.is_sample or sight is Sight.ALL]


def _groups(judgement: Judgement, sight: Sight) -> list[GroupOut]:
    """Their names may say what they test, so that students get their numbers."""
    if sight is not Sight.ALL or judgement.score is None:
        return []
    return [
        GroupOut(
            ordinal=group.ordinal,
            is_sample=group.name == "sample",
            verdict=Verdict(group.verdict) if group.verdict else None,
            score=group.score,
            max_score=group.max_score,
        )
        for group in judgement.groups.all()
    ]


def _ordinal(judgement: Judgement, sight: Sight) -> int:
    return 1 if sight is Sight.NONE else judgement.ordinal


def _compile_message(submission: Submission, judgement: Judgement, sight: Sight) -> str:
    """Warnings come with the final report, so that they would tell when the secret tests ended."""
    is_compile_error = submission.sample_verdict in COMPILE_FAULTS
    if sight is Sight.ALL or (sight is Sight.SAMPLES and is_compile_error):
        return judgement.compile_message
    return ""


def _stage(judgement: Judgement, sight: Sight) -> Stage | None:
    if sight is not Sight.ALL:
        return None
    if judgement.state != JudgementState.JUDGING or judgement.stage is None:
        return None
    return Stage(judgement.stage)
