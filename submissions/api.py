"""REST: a student's submissions."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Header, Query, Router, Schema, Status

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.errors import NotFoundError
from common.pagination import paginate
from common.rest import Page, PageQuery, refusals
from judging.verdicts import Verdict
from submissions.selectors import submissions_of, submissions_visible_to
from submissions.services import submission_create
from submissions.shapes import SubmissionDetail, SubmissionItem, submission_detail, submission_item

router = Router(tags=["submissions"])


class SubmissionIn(Schema):
    """A source to hand in."""

    problem: str = Field(max_length=60, description="The problem's slug.")
    language: str = Field(max_length=32, description="An id of /languages.")
    source: str


class SubmissionQuery(PageQuery):
    """Which of one's own submissions to list."""

    problem: Annotated[str, Field(max_length=60)] = ""
    verdict: Verdict | None = None
    language: Annotated[str, Field(max_length=32)] = ""


@router.post(
    "/submissions",
    response={201: SubmissionItem, **refusals(401, 403, 404, 409, 413, 429)},
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
) -> Status[SubmissionItem]:
    user = signed_in_user(request)
    submission = submission_create(
        user=user,
        problem_slug=payload.problem,
        language=payload.language,
        source=payload.source,
        now=timezone.now(),
        idempotency_key=idempotency_key,
    )
    return Status(201, submission_item(submission))


@router.get(
    "/submissions",
    response={200: Page[SubmissionItem], **refusals(401)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own submissions"),
    summary="One's own submissions, newest first",
)
def submissions_list(request: HttpRequest, query: Query[SubmissionQuery]) -> Page[SubmissionItem]:
    submissions = submissions_of(signed_in_user(request)).select_related("problem").defer("source")
    if query.problem:
        submissions = submissions.filter(problem__slug=query.problem)
    if query.verdict:
        submissions = submissions.filter(verdict=query.verdict)
    if query.language:
        submissions = submissions.filter(language=query.language)
    page = paginate(submissions, order=("-id",), cursor=query.cursor, limit=query.limit)
    return Page(
        items=[submission_item(submission) for submission in page.items],
        next_cursor=page.next_cursor,
    )


@router.get(
    "/submissions/{submission_id}",
    response={200: SubmissionDetail, **refusals(401, 404)},
    auth=needs(Scope.READ_SUBMISSIONS, "your own submissions, and those of problems you manage"),
    summary="One submission with its runs",
)
def submission_read(
    request: HttpRequest, submission_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> SubmissionDetail:
    submission = (
        submissions_visible_to(signed_in_user(request))
        .select_related("problem", "current_judgement")
        .filter(pk=submission_id)
        .first()
    )
    if submission is None or submission.current_judgement is None:
        raise NotFoundError(
            f"There is no submission {submission_id}, or you may not see it.",
            code="submission_not_found",
        )
    judgement = submission.current_judgement
    return submission_detail(submission, judgement, judgement.runs.all())
