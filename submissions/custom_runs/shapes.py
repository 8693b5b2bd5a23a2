"""How custom runs look over REST and the websocket alike."""

from datetime import datetime
from typing import Literal

from ninja import Field

from common.rest import Schema
from judging.contract_runs import RunInput, RunResult, RunWord
from submissions.custom_runs.models import CustomRun
from submissions.shapes import FILES, SOURCE, ProblemRef, SourceFileOut, files_out
from submissions.sources import Source

RunState = Literal["queued", "done"]


class RunInputOut(Schema):
    """An input as it was asked for."""

    sample: str | None = Field(description="A sample's name; null: `input` it is.")
    input: str | None
    expected: str | None


class RunResultOut(Schema):
    """What came of one input."""

    ordinal: int = Field(description="Which input, from 1.")
    word: RunWord = Field(
        description="`OK`: it ended and nothing was expected; `SKIPPED`: it was not run; "
        "else as a verdict."
    )
    stdout: str = Field(description="Empty for interactive problems.")
    is_stdout_cut: bool
    stderr: str
    is_stderr_cut: bool
    exit_code: int | None
    signal: int | None
    cpu_time_ms: int
    wall_time_ms: int
    memory_kib: int
    message: str = Field(description="The first difference, or why it was not run.")
    team_message: str = Field(description="What the problem's own validator says; often empty.")


class CustomRunItem(Schema):
    """A custom run in a list."""

    id: int
    problem: ProblemRef
    language: str
    state: RunState
    created_at: datetime
    words: list[RunWord] = Field(description="Of its inputs in order; empty until it is done.")
    sequence: int = Field(description="The same as in live events: 0 queued, 1 done.")


class CustomRunOut(CustomRunItem):
    """A custom run whole; the payload of the topic `run:<id>`, too."""

    inputs: list[RunInputOut]
    is_compiled: bool | None = Field(description="Null: not known.")
    compile_message: str
    results: list[RunResultOut]
    error: str = Field(description="Why it could not be run; empty: it was.")


class CustomRunDetail(CustomRunOut):
    """With its source."""

    source: str = Field(description=SOURCE)
    files: list[SourceFileOut] = FILES


def custom_run_item(run: CustomRun) -> CustomRunItem:
    """Needs ``run.problem``."""
    return CustomRunItem(
        id=run.pk,
        problem=ProblemRef(slug=run.problem.slug, title=run.problem.title),
        language=run.language,
        state="queued" if run.sequence == 0 else "done",
        created_at=run.created_at,
        words=[RunWord(word) for word in run.words],
        sequence=run.sequence,
    )


def custom_run_out(run: CustomRun) -> CustomRunOut:
    """Needs ``run.problem``."""
    return CustomRunOut(
        **custom_run_item(run).model_dump(),
        inputs=[_input(RunInput.model_validate(one)) for one in run.inputs],
        is_compiled=run.is_compiled,
        compile_message=run.compile_message,
        results=[RunResultOut(**RunResult.model_validate(one).model_dump()) for one in run.results],
        error=run.error,
    )


def custom_run_detail(run: CustomRun) -> CustomRunDetail:
    """Needs ``run.problem``."""
    return CustomRunDetail(
        **custom_run_out(run).model_dump(),
        source=run.source,
        files=files_out(Source.kept(run.source, run.layout)),
    )


def _input(one: RunInput) -> RunInputOut:
    if one.sample is not None:
        return RunInputOut(sample=one.sample.removeprefix("sample/"), input=None, expected=None)
    return RunInputOut(sample=None, input=one.stdin, expected=one.expected)
