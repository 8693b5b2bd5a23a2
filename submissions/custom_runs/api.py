"""REST: custom runs."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Status

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.pagination import paginate
from common.rest import Page, PageQuery, Schema, refusals
from judging.contract_runs import MAX_RUN_BYTES, MAX_RUN_INPUTS
from submissions.custom_runs.rules import Trial
from submissions.custom_runs.selectors import custom_run_get, custom_runs_of
from submissions.custom_runs.services import custom_run_create
from submissions.custom_runs.shapes import (
    CustomRunDetail,
    CustomRunItem,
    CustomRunOut,
    custom_run_detail,
    custom_run_item,
    custom_run_out,
)
from submissions.source_inputs import FILES_IN, SOURCE_IN, SourceFileIn, source_read

router = Router(tags=["custom runs"])


class RunInputIn(Schema):
    """A sample by its name, or an input of one's own."""

    sample: Annotated[str, Field(max_length=255)] | None = Field(
        default=None, description="The name of one of the problem's samples."
    )
    input: Annotated[str, Field(max_length=MAX_RUN_BYTES)] | None = Field(
        default=None, description="What the program reads, in place of a sample."
    )
    expected: Annotated[str, Field(max_length=MAX_RUN_BYTES)] | None = Field(
        default=None,
        description="What `input` should bring: compared by the default validator with the "
        "problem's settings, even where the problem has a validator of its own.",
    )


class CustomRunIn(Schema):
    """A program to try."""

    problem: str = Field(max_length=60, description="The problem's slug.")
    language: str = Field(max_length=32, description="An id of /languages.")
    source: str = SOURCE_IN
    files: list[SourceFileIn] = FILES_IN
    inputs: list[RunInputIn] = Field(
        min_length=1,
        max_length=MAX_RUN_INPUTS,
        description=f"Own inputs and expected outputs hold at most {MAX_RUN_BYTES} bytes together.",
    )


class CustomRunQuery(PageQuery):
    """Which of one's own runs to list."""

    problem: Annotated[str, Field(max_length=60)] = ""


@router.post(
    "/runs",
    response={201: CustomRunOut, **refusals(401, 403, 404, 413, 429)},
    auth=needs(Scope.SUBMIT, "problems that you may open"),
    summary="Run on samples and own inputs",
    description=(
        "Nothing is handed in or counted. The program is compiled once and run on each input "
        "under the problem's limits, or 10 s of CPU time where the problem gives more. The result "
        "comes live by the topic `run:<id>`, within seconds; a run that no judge answers in a "
        "minute ends with an `error`. Problems that are interactive take samples only, and their "
        "interactor plays them."
    ),
)
def custom_run_post(request: HttpRequest, payload: CustomRunIn) -> Status[CustomRunOut]:
    user = signed_in_user(request)
    run = custom_run_create(
        user=user,
        problem_slug=payload.problem,
        language=payload.language,
        source=source_read(payload.source, payload.files),
        trials=[
            Trial(sample=one.sample, text=one.input, expected=one.expected)
            for one in payload.inputs
        ],
        now=timezone.now(),
    )
    return Status(201, custom_run_out(run))


@router.get(
    "/runs",
    response={200: Page[CustomRunItem], **refusals(401)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own custom runs"),
    summary="One's own custom runs of the last days, newest first",
)
def custom_runs_list(request: HttpRequest, query: Query[CustomRunQuery]) -> Page[CustomRunItem]:
    runs = custom_runs_of(signed_in_user(request)).defer(
        "source", "layout", "inputs", "compile_message", "results"
    )
    if query.problem:
        runs = runs.filter(problem__slug=query.problem)
    page = paginate(runs, order=("-id",), cursor=query.cursor, limit=query.limit)
    return Page(items=[custom_run_item(run) for run in page.items], next_cursor=page.next_cursor)


@router.get(
    "/runs/{run_id}",
    response={200: CustomRunDetail, **refusals(401, 404)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own custom runs"),
    summary="One of one's own custom runs",
)
def custom_run_read(
    request: HttpRequest, run_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> CustomRunDetail:
    return custom_run_detail(custom_run_get(user=signed_in_user(request), run_id=run_id))
