"""REST: assignments and exercises."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.pagination import paginate
from common.ports import set_progress
from common.rest import Page, PageQuery, refusals
from contests.assignment_shapes import (
    AssignmentDetail,
    AssignmentItem,
    assignment_detail,
    assignment_item,
)
from contests.models import SetKind
from contests.selectors.entries import deadline_with
from contests.selectors.listing import (
    ASSIGNMENTS,
    assignments_for,
    extensions_of,
    problem_counts,
)
from contests.selectors.sets import manages, set_get

router = Router(tags=["assignments"])

Slug = Annotated[str, Path(max_length=60, pattern=r"^[-a-zA-Z0-9_]+$")]
READ = needs(Scope.READ_CONTESTS, "assignments of courses that you are in")


class AssignmentQuery(PageQuery):
    """Which assignments to list."""

    kind: Literal["assignment", "exercise"] | None = None
    course: Annotated[str, Field(max_length=60)] = ""
    open: bool | None = Field(default=None, description="Whether work is taken, for oneself.")
    search: Annotated[str, Field(max_length=100)] = ""
    order: Literal["-starts_at", "starts_at", "-ends_at", "ends_at"] = "ends_at"


@router.get(
    "/assignments",
    response={200: Page[AssignmentItem], **refusals(401, 403)},
    auth=READ,
    summary="Assignments and exercises, with one's own progress",
)
def assignments_list(request: HttpRequest, query: Query[AssignmentQuery]) -> Page[AssignmentItem]:
    user, now = signed_in_user(request), timezone.now()
    assignments = assignments_for(
        user,
        kind=SetKind(query.kind) if query.kind else None,
        course_slug=query.course,
        is_open=query.open,
        search=query.search,
        now=now,
    )
    sign = "-" if query.order.startswith("-") else ""
    page = paginate(
        assignments, order=(query.order, f"{sign}id"), cursor=query.cursor, limit=query.limit
    )
    set_ids = [one.pk for one in page.items]
    extensions = extensions_of(user, set_ids)
    progress = set_progress(user.pk, set_ids)
    counts = problem_counts(set_ids)
    items = [
        assignment_item(
            one,
            deadline_with(one, extensions.get(one.pk)),
            progress.get(one.pk),
            problem_count=counts.get(one.pk, 0),
            now=now,
        )
        for one in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get(
    "/assignments/{slug}",
    response={200: AssignmentDetail, **refusals(401, 403, 404)},
    auth=READ,
    summary="One assignment",
)
def assignment_read(request: HttpRequest, slug: Slug) -> AssignmentDetail:
    user, now = signed_in_user(request), timezone.now()
    assignment = set_get(user=user, slug=slug, kinds=ASSIGNMENTS)
    extension = extensions_of(user, [assignment.pk]).get(assignment.pk)
    item = assignment_item(
        assignment,
        deadline_with(assignment, extension),
        set_progress(user.pk, [assignment.pk]).get(assignment.pk),
        problem_count=problem_counts([assignment.pk]).get(assignment.pk, 0),
        now=now,
    )
    return assignment_detail(item, assignment, is_staff=manages(user, assignment), now=now)
