"""REST: questions and answers of the courses that one is in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Status

from accounts.doors import signed_in_user
from accounts.models import User
from common.access import Scope, needs
from common.pagination import paginate
from common.ratelimit import rate_limit
from common.rest import Page, PageQuery, Schema, refusals
from courses.access import course_readable
from courses.api_courses import Slug
from discussions import services
from discussions.models import BODY_MAX_CHARS, QUESTION_TITLE_MAX_CHARS, Question, Reply
from discussions.selectors import (
    openable_problem_ids,
    question_get,
    questions_visible_to,
    unread,
    unread_counts,
    with_read_marks,
    with_relations,
)

router = Router(tags=["questions"])

WRITES_PER_TEN_MINUTES = 30
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Title = Annotated[str, Field(min_length=1, max_length=QUESTION_TITLE_MAX_CHARS)]
Body = Annotated[str, Field(min_length=1, max_length=BODY_MAX_CHARS, description="Markdown.")]
SlugField = Annotated[str, Field(max_length=60)]
ORDERS = {"active": ("-last_activity_at", "-id"), "newest": ("-id",), "oldest": ("id",)}


class QuestionQuery(PageQuery):
    """Which of a course's questions to list."""

    problem: SlugField = ""
    problem_set: SlugField = ""
    scope: Literal["all", "mine", "unread"] = "all"
    is_resolved: bool | None = None
    search: Annotated[str, Field(max_length=100, description="Part of title or text.")] = ""
    order: Literal["active", "newest", "oldest"] = "active"


class AboutOut(Schema):
    slug: str
    title: str


class QuestionItem(Schema):
    """A question in a list."""

    id: int
    title: str
    author: str
    is_mine: bool
    problem: AboutOut | None = Field(description="Null where one may not open it any more.")
    problem_set: AboutOut | None
    is_private: bool
    is_resolved: bool
    is_unread: bool
    reply_count: int
    created_at: datetime
    last_activity_at: datetime


class QuestionDetail(QuestionItem):
    """A question with its text."""

    course: str = Field(description="The slug of its course.")
    body: str
    body_html: str
    edited_at: datetime | None


class ReplyOut(Schema):
    """One answer or remark."""

    id: int
    author: str
    is_mine: bool
    is_from_staff: bool
    body: str
    body_html: str
    created_at: datetime
    edited_at: datetime | None


class CourseQuestionIn(Schema):
    """What one wants to know."""

    title: Title
    body: Body
    is_private: bool = Field(default=False, description="For the course's staff only.")
    problem: SlugField | None = Field(default=None, description="The slug of a problem.")
    problem_set: SlugField | None = Field(
        default=None, description="The slug of an assignment of the course."
    )


class QuestionChangeIn(Schema):
    """What to change; a missing field stays."""

    title: Title | None = None
    body: Body | None = None
    is_private: bool | None = None
    is_resolved: bool | None = None


class ReplyIn(Schema):
    """What one has to say."""

    body: Body


class CourseUnread(Schema):
    course: str
    unread_count: int


class UnreadQuestions(Schema):
    """Where there is something new."""

    unread_count: int
    courses: list[CourseUnread] = Field(description="Those with unread questions.")


@router.get(
    "/questions/unread",
    response={200: UnreadQuestions, **refusals(401)},
    auth=needs(Scope.READ_COURSES, "members of the course"),
    summary="How many questions have something new",
)
def questions_unread(request: HttpRequest) -> UnreadQuestions:
    counts = unread_counts(signed_in_user(request), now=timezone.now())
    return UnreadQuestions(
        unread_count=sum(counts.values()),
        courses=[CourseUnread(course=slug, unread_count=n) for slug, n in counts.items()],
    )


@router.get(
    "/courses/{slug}/questions",
    response={200: Page[QuestionItem], **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "members of the course; private ones: author and staff"),
    summary="A course's questions",
)
def questions_list(
    request: HttpRequest, slug: Slug, query: Query[QuestionQuery]
) -> Page[QuestionItem]:
    user = signed_in_user(request)
    course = course_readable(user, slug)
    questions = questions_visible_to(user, now=timezone.now()).filter(course=course)
    if query.problem:
        questions = questions.filter(problem__slug=query.problem)
    if query.problem_set:
        questions = questions.filter(problem_set__slug=query.problem_set)
    if query.is_resolved is not None:
        questions = questions.filter(is_resolved=query.is_resolved)
    if query.scope == "mine":
        questions = questions.filter(author=user)
    elif query.scope == "unread":
        questions = unread(questions, user)
    if query.search:
        found = Q(title__icontains=query.search) | Q(body__icontains=query.search)
        questions = questions.filter(found)
    page = paginate(
        with_relations(with_read_marks(questions, user)),
        order=ORDERS[query.order],
        cursor=query.cursor,
        limit=query.limit,
    )
    openable = _openable(user, page.items)
    return Page(
        items=[QuestionItem(**_item(row, user, openable)) for row in page.items],
        next_cursor=page.next_cursor,
    )


@router.post(
    "/courses/{slug}/questions",
    response={201: QuestionDetail, **refusals(401, 403, 404, 409, 429)},
    auth=needs(Scope.WRITE_COURSES, "members of the course"),
    summary="Ask a question",
)
def question_post(
    request: HttpRequest, slug: Slug, payload: CourseQuestionIn
) -> Status[QuestionDetail]:
    user = signed_in_user(request)
    _writes_limit(user)
    question = services.question_ask(
        user=user,
        course_slug=slug,
        asked=services.NewQuestion(**payload.model_dump()),
        now=timezone.now(),
    )
    return Status(201, _detail(user, question.pk))


@router.get(
    "/questions/{question_id}",
    response={200: QuestionDetail, **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "members of the course; private ones: author and staff"),
    summary="One question",
)
def question_read(request: HttpRequest, question_id: Id) -> QuestionDetail:
    return _detail(signed_in_user(request), question_id)


@router.patch(
    "/questions/{question_id}",
    response={200: QuestionDetail, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.WRITE_COURSES, "its author; staff resolve it and make it private"),
    summary="Change a question, or resolve it",
)
def question_patch(
    request: HttpRequest, question_id: Id, payload: QuestionChangeIn
) -> QuestionDetail:
    user = signed_in_user(request)
    services.question_change(
        user=user,
        question_id=question_id,
        change=services.QuestionChange(**payload.model_dump()),
        now=timezone.now(),
    )
    return _detail(user, question_id)


@router.delete(
    "/questions/{question_id}",
    response={204: None, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.WRITE_COURSES, "its author while nobody has replied; the course's staff"),
    summary="Remove a question",
)
def question_delete(request: HttpRequest, question_id: Id) -> Status[None]:
    services.question_remove(
        user=signed_in_user(request), question_id=question_id, now=timezone.now()
    )
    return Status(204, None)


@router.post(
    "/questions/{question_id}/read",
    response={204: None, **refusals(401, 403, 404)},
    auth=needs(Scope.WRITE_COURSES, "your own read marks"),
    summary="Mark a question as read",
)
def question_mark(request: HttpRequest, question_id: Id) -> Status[None]:
    services.question_mark_read(
        user=signed_in_user(request), question_id=question_id, now=timezone.now()
    )
    return Status(204, None)


@router.get(
    "/questions/{question_id}/replies",
    response={200: Page[ReplyOut], **refusals(401, 404)},
    auth=needs(Scope.READ_COURSES, "those who may read the question"),
    summary="A question's replies, oldest first",
)
def replies_list(request: HttpRequest, question_id: Id, query: Query[PageQuery]) -> Page[ReplyOut]:
    user = signed_in_user(request)
    question = question_get(user=user, question_id=question_id, now=timezone.now())
    replies = question.replies.select_related("author")
    page = paginate(replies, order=("id",), cursor=query.cursor, limit=query.limit)
    return Page(items=[_reply_out(row, user) for row in page.items], next_cursor=page.next_cursor)


@router.post(
    "/questions/{question_id}/replies",
    response={201: ReplyOut, **refusals(401, 403, 404, 409, 429)},
    auth=needs(Scope.WRITE_COURSES, "those who may read the question"),
    summary="Reply",
)
def reply_post(request: HttpRequest, question_id: Id, payload: ReplyIn) -> Status[ReplyOut]:
    user = signed_in_user(request)
    _writes_limit(user)
    reply = services.question_reply(
        user=user, question_id=question_id, body=payload.body, now=timezone.now()
    )
    return Status(201, _reply_out(reply, user))


@router.patch(
    "/replies/{reply_id}",
    response={200: ReplyOut, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.WRITE_COURSES, "its author"),
    summary="Change one's own reply",
)
def reply_patch(request: HttpRequest, reply_id: Id, payload: ReplyIn) -> ReplyOut:
    user = signed_in_user(request)
    reply = services.reply_change(
        user=user, reply_id=reply_id, body=payload.body, now=timezone.now()
    )
    return _reply_out(reply, user)


@router.delete(
    "/replies/{reply_id}",
    response={204: None, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.WRITE_COURSES, "its author and the course's staff"),
    summary="Remove a reply",
)
def reply_delete(request: HttpRequest, reply_id: Id) -> Status[None]:
    services.reply_remove(user=signed_in_user(request), reply_id=reply_id, now=timezone.now())
    return Status(204, None)


def _detail(user: User, question_id: int) -> QuestionDetail:
    question = question_get(user=user, question_id=question_id, now=timezone.now())
    return QuestionDetail(
        **_item(question, user, _openable(user, [question])),
        course=question.course.slug,
        body=question.body,
        body_html=question.body_html,
        edited_at=question.edited_at,
    )


def _openable(user: User, questions: Sequence[Question]) -> frozenset[int]:
    ids = {question.problem_id for question in questions if question.problem_id is not None}
    return openable_problem_ids(user, sorted(ids))


def _item(question: Question, user: User, openable: frozenset[int]) -> dict[str, Any]:
    marked: Any = question
    problem, problem_set = question.problem, question.problem_set
    return {
        "id": question.pk,
        "title": question.title,
        "author": question.author.shown_name,
        "is_mine": question.author_id == user.pk,
        "problem": _about(problem) if problem and problem.pk in openable else None,
        "problem_set": _about(problem_set) if problem_set else None,
        "is_private": question.is_private,
        "is_resolved": question.is_resolved,
        "is_unread": marked.is_unread,
        "reply_count": question.reply_count,
        "created_at": question.created_at,
        "last_activity_at": question.last_activity_at,
    }


def _about(row: Any) -> AboutOut:
    return AboutOut(slug=row.slug, title=row.title)


def _reply_out(reply: Reply, user: User) -> ReplyOut:
    return ReplyOut(
        id=reply.pk,
        author=reply.author.shown_name,
        is_mine=reply.author_id == user.pk,
        is_from_staff=reply.is_from_staff,
        body=reply.body,
        body_html=reply.body_html,
        created_at=reply.created_at,
        edited_at=reply.edited_at,
    )


def _writes_limit(user: User) -> None:
    rate_limit(f"discuss:{user.pk}", limit=WRITES_PER_TEN_MINUTES, period_s=600)
