"""REST: a student's submissions."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Header, Query, Router, Status

from accounts.doors import signed_in_user
from accounts.models import User
from common.access import Scope, needs
from common.errors import NotFoundError
from common.pagination import Slice, paginate, sliced
from common.rest import Page, PageQuery, Schema, refusals
from contests.selectors.sets import set_get
from judging.verdicts import Verdict
from submissions.models import Judgement, Submission
from submissions.selectors import (
    latest_of,
    submissions_in_set_of,
    submissions_of,
    submissions_visible_to,
)
from submissions.services import submission_create
from submissions.shapes import (
    HandedIn,
    QueueEvent,
    SubmissionDetail,
    SubmissionItem,
    submission_detail,
    submission_item,
)
from submissions.sight import (
    LIST_FIELDS,
    SIGHT_COLUMNS,
    author_sight,
    sight_for,
    sights_for,
    verdicts_open,
)
from submissions.source_inputs import FILES_IN, SOURCE_IN, SourceFileIn, source_read
from submissions.waiting import ahead_of, is_waiting_held

router = Router(tags=["submissions"])

NEWEST_FIRST = ("-id",)


class SubmissionIn(Schema):
    """A source to hand in."""

    problem: str = Field(max_length=60, description="The problem's slug.")
    problem_set: str | None = Field(
        default=None,
        min_length=1,
        max_length=60,
        description="The slug of the contest or assignment that it is for; null: practice.",
    )
    language: str = Field(max_length=32, description="An id of /languages.")
    source: str = SOURCE_IN
    files: list[SourceFileIn] = FILES_IN


class SubmissionQuery(PageQuery):
    """Which of one's own submissions to list."""

    problem: Annotated[str, Field(max_length=60)] = ""
    problem_set: Annotated[
        str, Field(max_length=60, description="A set's slug: one's own and one's team's in it.")
    ] = ""
    verdict: Verdict | None = None
    language: Annotated[str, Field(max_length=32)] = ""


@router.post(
    "/submissions",
    response={201: HandedIn, **refusals(401, 403, 404, 409, 413, 429)},
    auth=needs(Scope.SUBMIT, "problems that you may open"),
    summary="Hand in",
)
def submission_post(
    request: HttpRequest,
    payload: SubmissionIn,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            max_length=200,
            description="The same key with the same content hands in once only.",
        ),
    ] = None,
) -> Status[HandedIn]:
    user = signed_in_user(request)
    now = timezone.now()
    submission = submission_create(
        user=user,
        problem_slug=payload.problem,
        set_slug=payload.problem_set,
        language=payload.language,
        source=source_read(payload.source, payload.files),
        now=now,
        idempotency_key=idempotency_key,
    )
    sight = author_sight(submission, now)
    item = submission_item(submission, sight)
    return Status(201, HandedIn(**dict(item), is_held=is_waiting_held(submission, sight)))


@router.get(
    "/submissions",
    response={200: Page[SubmissionItem], **refusals(401)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own submissions"),
    summary="One's own submissions, newest first",
)
def submissions_list(request: HttpRequest, query: Query[SubmissionQuery]) -> Page[SubmissionItem]:
    user, now = signed_in_user(request), timezone.now()
    if query == SubmissionQuery():
        # As it opens, which is most often.
        page = sliced(latest_of(user.pk), order=NEWEST_FIRST, limit=query.limit)
    else:
        page = _page(user, query, now)
    sights = sights_for(user, page.items, now)
    return Page(
        items=[submission_item(submission, sights[submission.pk]) for submission in page.items],
        next_cursor=page.next_cursor,
    )


def _page(user: User, query: SubmissionQuery, now: datetime) -> Slice[Submission]:
    if query.problem_set:
        problem_set = set_get(user=user, slug=query.problem_set)
        submissions = submissions_in_set_of(user, problem_set)
    else:
        submissions = submissions_of(user)
    if query.problem:
        submissions = submissions.filter(problem__slug=query.problem)
    if query.verdict:
        # What is veiled is found by no verdict, else the filter would tell it.
        submissions = submissions.filter(verdicts_open(now), verdict=query.verdict)
    if query.language:
        submissions = submissions.filter(language=query.language)
    submissions = submissions.select_related("problem", *SIGHT_COLUMNS).only(*LIST_FIELDS)
    return paginate(submissions, order=NEWEST_FIRST, cursor=query.cursor, limit=query.limit)


@router.get(
    "/submissions/{submission_id}",
    response={200: SubmissionDetail, **refusals(401, 404)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own submissions, and those of problems you manage"),
    summary="One submission with its runs",
)
def submission_read(
    request: HttpRequest, submission_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> SubmissionDetail:
    user = signed_in_user(request)
    submission, judgement = _visible(user, submission_id)
    sight = sight_for(user, submission, timezone.now())
    is_held = is_waiting_held(submission, sight)
    return submission_detail(submission, judgement, judgement.runs.all(), sight, is_held=is_held)


@router.get(
    "/submissions/{submission_id}/queue",
    response={200: QueueEvent, **refusals(401, 404)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own submissions, and those of problems you manage"),
    summary="Where a submission stands in line before the judge",
)
def submission_queue(
    request: HttpRequest, submission_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> QueueEvent:
    user = signed_in_user(request)
    submission, _ = _visible(user, submission_id)
    now = timezone.now()
    return QueueEvent(
        ahead=ahead_of(user, submission, now),
        is_held=is_waiting_held(submission, sight_for(user, submission, now)),
    )


def _visible(user: User, submission_id: int) -> tuple[Submission, Judgement]:
    submission = (
        submissions_visible_to(user)
        .select_related("problem", "current_judgement", *SIGHT_COLUMNS)
        .filter(pk=submission_id)
        .first()
    )
    if submission is None or submission.current_judgement is None:
        raise NotFoundError(
            f"There is no submission {submission_id}, or you may not see it.",
            code="submission_not_found",
        )
    return submission, submission.current_judgement
