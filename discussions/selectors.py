"""Reads on questions: one queryset says who may see which."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common.errors import NotFoundError
from contests.selectors.sets import sets_visible_to
from courses.selectors import courses_readable_by, courses_taught_by
from discussions.models import Question, QuestionRead
from problems.selectors import problems_visible_to


def questions_managed_by(user: User | AnonymousUser) -> QuerySet[Question]:
    """Those of the courses that the user teaches; all for an operator."""
    return Question.objects.filter(course__in=courses_taught_by(user))


def questions_visible_to(user: User | AnonymousUser, *, now: datetime) -> QuerySet[Question]:
    """Those that the user may read in the courses that the user is in.

    Staff read all; a student, one's own and the public ones about what one may open: a
    question tells of what it is about.
    """
    if not user.is_authenticated or not user.is_active:
        return Question.objects.none()
    about_nothing = Q(problem__isnull=True, problem_set__isnull=True)
    about_problem = Q(problem_set__isnull=True, problem__in=problems_visible_to(user))
    about_set = Q(problem_set__in=sets_visible_to(user), problem_set__starts_at__lte=now)
    public = Q(is_private=False) & (about_nothing | about_problem | about_set)
    return Question.objects.filter(
        Q(course__in=courses_taught_by(user))
        | Q(course__in=courses_readable_by(user)) & (Q(author=user) | public)
    )


def question_get(*, user: User, question_id: int, now: datetime) -> Question:
    """A question that the user may read, with its relations and read mark.

    Raises NotFoundError.
    """
    visible = with_relations(questions_visible_to(user, now=now))
    found = with_read_marks(visible, user).filter(pk=question_id).first()
    if found is None:
        raise NotFoundError(
            f"There is no question {question_id}, or you may not read it.",
            code="question_not_found",
        )
    return found


def with_relations(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Each with its course, author, problem and assignment; no further query."""
    return questions.select_related("course", "author", "problem", "problem_set")


def unread(questions: QuerySet[Question], user: User) -> QuerySet[Question]:
    """Those in which somebody else wrote since the user read them."""
    return questions.filter(_is_unread(user))


def with_read_marks(questions: QuerySet[Question], user: User) -> QuerySet[Question]:
    """Each with ``is_unread``; no further query."""
    return questions.annotate(is_unread=_is_unread(user))


def unread_counts(user: User, *, now: datetime) -> Mapping[str, int]:
    """How many questions are unread in each of the user's courses, by slug; one query."""
    rows = (
        unread(questions_visible_to(user, now=now), user)
        .filter(course__memberships__user=user)
        .values("course__slug")
        .annotate(unread=Count("pk"))
        .order_by("course__slug")
    )
    return dict(rows.values_list("course__slug", "unread"))


def openable_problem_ids(user: User, problem_ids: Sequence[int]) -> frozenset[int]:
    """Those of the problems that the user may open; one query, none for none."""
    if not problem_ids:
        return frozenset()
    found = problems_visible_to(user).filter(pk__in=problem_ids)
    return frozenset(found.values_list("pk", flat=True))


def _is_unread(user: User) -> Q:
    seen = QuestionRead.objects.filter(
        question=OuterRef("pk"), user=user, read_at__gte=OuterRef("last_activity_at")
    )
    return ~Q(last_actor=user) & ~Q(Exists(seen))
