"""Writes on questions and replies."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from common.checks import model_check
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from common.markdown import markdown_html
from contests.models import ProblemSet, SetKind, SetProblem
from contests.selectors.sets import sets_visible_to
from courses.access import course_readable, writable_check
from courses.models import Course
from courses.selectors import courses_taught_by
from discussions.models import Question, QuestionRead, Reply
from discussions.selectors import question_get, questions_managed_by, questions_visible_to
from notifications.kinds import KindId
from notifications.services import notifications_mark_seen, notify
from problems.models import Problem
from problems.selectors import problems_practisable_by

REPLIES_MAX = 500


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """What somebody asks. ``problem`` and ``problem_set`` are slugs, or None."""

    title: str
    body: str
    is_private: bool
    problem: str | None = None
    problem_set: str | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionChange:
    """What to change of a question; None leaves a value as it is."""

    title: str | None = None
    body: str | None = None
    is_private: bool | None = None
    is_resolved: bool | None = None


def question_ask(*, user: User, course_slug: str, asked: NewQuestion, now: datetime) -> Question:
    """Ask in a course that one is in.

    Raises NotFoundError for a foreign course, InvalidInputError for a problem or assignment
    that the question can't be about, ConflictError in an archived course.
    """
    with transaction.atomic():
        course = course_readable(user, course_slug)
        _lock(course)
        problem_set = _problem_set(user, course, asked.problem_set, now)
        question = Question(
            course=course,
            author=user,
            problem=_problem(user, problem_set, asked.problem),
            problem_set=problem_set,
            is_private=asked.is_private,
            last_activity_at=now,
            last_actor=user,
            created_at=now,
        )
        _write(question, title=asked.title, body=asked.body)
        question.save()
    return question


def question_change(
    *, user: User, question_id: int, change: QuestionChange, now: datetime
) -> Question:
    """Change a question. Its words are its author's; both the author and staff resolve it.

    Staff may make a question private; a private one is made public by its author only.
    """
    with transaction.atomic():
        question = _question(user, question_id, now)
        is_author, is_staff = question.author_id == user.pk, _teaches(user, question.course)
        has_new_words = change.title is not None or change.body is not None
        if not (is_author or is_staff) or (has_new_words and not is_author):
            raise NotAllowedError("Only its author may change a question's words.")
        if change.is_private is False and question.is_private and not is_author:
            raise NotAllowedError("Only its author may make a private question public.")
        if has_new_words:
            _write(question, title=change.title, body=change.body)
            question.edited_at = now
        for name in ("is_private", "is_resolved"):
            value = asdict(change)[name]
            if value is not None:
                setattr(question, name, value)
        question.save()
    return question


def question_remove(*, user: User, question_id: int, now: datetime) -> None:
    """Remove a question with its replies: staff any, its author while nobody has replied."""
    with transaction.atomic():
        question = _question(user, question_id, now)
        if not _teaches(user, question.course):
            if question.author_id != user.pk:
                raise NotAllowedError("Only its author and the course's staff may remove it.")
            if question.reply_count:
                raise ConflictError(
                    "Somebody has replied: ask the course's staff to remove it.",
                    code="has_replies",
                )
        question.delete()


def question_reply(*, user: User, question_id: int, body: str, now: datetime) -> Reply:
    """Reply to a question that one may read, and tell its author."""
    with transaction.atomic():
        question = _question(user, question_id, now)
        if question.reply_count >= REPLIES_MAX:
            raise ConflictError("The question has too many replies: ask a new one.", code="full")
        reply = Reply(
            question=question,
            author=user,
            is_from_staff=_teaches(user, question.course),
            created_at=now,
        )
        _write(reply, body=body)
        reply.save()
        Question.objects.filter(pk=question.pk).update(
            reply_count=F("reply_count") + 1, last_activity_at=now, last_actor=user
        )
        if question.author_id != user.pk:
            notify(
                kind=KindId.QUESTION_ANSWERED,
                subject=f"reply:{reply.pk}",
                user_ids=_still_in(question),
                params={"course": question.course.title, "title": question.title},
                link=_link(question),
                now=now,
            )
    return reply


def reply_change(*, user: User, reply_id: int, body: str, now: datetime) -> Reply:
    """Change one's own reply."""
    with transaction.atomic():
        reply = _reply(user, reply_id, now)
        if reply.author_id != user.pk:
            raise NotAllowedError("Only its author may change a reply.")
        _write(reply, body=body)
        reply.edited_at = now
        reply.save()
    return reply


def reply_remove(*, user: User, reply_id: int, now: datetime) -> None:
    """Remove a reply: its author's, or any as the course's staff."""
    with transaction.atomic():
        reply = _reply(user, reply_id, now)
        if reply.author_id != user.pk and not _teaches(user, reply.question.course):
            raise NotAllowedError("Only its author and the course's staff may remove a reply.")
        reply.delete()
        Question.objects.filter(pk=reply.question_id).update(reply_count=F("reply_count") - 1)


def question_mark_read(*, user: User, question_id: int, now: datetime) -> None:
    """Note that the user has read a question with its replies up to now, and with it what told
    of the replies."""
    question = question_get(user=user, question_id=question_id, now=now)
    QuestionRead.objects.update_or_create(question=question, user=user, defaults={"read_at": now})
    notifications_mark_seen(user=user, links=[_link(question)], now=now)


def staff_question_reply(*, actor: User, question_id: int, body: str, now: datetime) -> Reply:
    """As question_reply, for the course's staff only. Raises NotAllowedError."""
    _managed_check(actor, question_id)
    return question_reply(user=actor, question_id=question_id, body=body, now=now)


def staff_question_change(
    *, actor: User, question_id: int, change: QuestionChange, now: datetime
) -> Question:
    """As question_change, for the course's staff only. Raises NotAllowedError."""
    _managed_check(actor, question_id)
    return question_change(user=actor, question_id=question_id, change=change, now=now)


def staff_question_remove(*, actor: User, question_id: int, now: datetime) -> None:
    """As question_remove, for the course's staff only. Raises NotAllowedError."""
    _managed_check(actor, question_id)
    question_remove(user=actor, question_id=question_id, now=now)


def staff_reply_remove(*, actor: User, reply_id: int, now: datetime) -> None:
    """As reply_remove, for the course's staff only. Raises NotAllowedError."""
    question_id = Reply.objects.filter(pk=reply_id).values_list("question_id", flat=True).first()
    _managed_check(actor, question_id or 0)
    reply_remove(user=actor, reply_id=reply_id, now=now)


def _managed_check(actor: User, question_id: int) -> None:
    """Raise NotAllowedError where the actor doesn't teach, or there is no such question."""
    if not questions_managed_by(actor).filter(pk=question_id).exists():
        raise NotAllowedError("Only the course's staff may do this.")


def _question(user: User, question_id: int, now: datetime) -> Question:
    """A question that the user may read, whose course may be written in; both are locked."""
    question = question_get(user=user, question_id=question_id, now=now)
    _lock(question.course)
    locked = (
        questions_visible_to(user, now=now)
        .select_for_update(of=("self",))
        .select_related("course")
        .filter(pk=question_id)
        .first()
    )
    if locked is None:
        raise NotFoundError("This question was removed meanwhile.", code="question_not_found")
    return locked


def _reply(user: User, reply_id: int, now: datetime) -> Reply:
    reply = Reply.objects.filter(pk=reply_id).first()
    if (
        reply is not None
        and questions_visible_to(user, now=now).filter(pk=reply.question_id).exists()
    ):
        reply.question = _question(user, reply.question_id, now)
        return reply
    raise NotFoundError(
        f"There is no reply {reply_id}, or you may not read it.", code="reply_not_found"
    )


def _lock(course: Course) -> None:
    """So that archiving waits, or comes first and is noticed."""
    writable_check(Course.objects.select_for_update().get(pk=course.pk))


def _teaches(user: User, course: Course) -> bool:
    return courses_taught_by(user).filter(pk=course.pk).exists()


def _link(question: Question) -> str:
    """Needs ``question.course``."""
    return f"/courses/{question.course.slug}/questions/{question.pk}"


def _still_in(question: Question) -> list[int]:
    """The author, if still in the course."""
    member = question.course.memberships.filter(user_id=question.author_id)
    return list(member.values_list("user_id", flat=True))


def _problem_set(user: User, course: Course, slug: str | None, now: datetime) -> ProblemSet | None:
    if slug is None:
        return None
    found = (
        sets_visible_to(user)
        .filter(course=course, slug=slug, starts_at__lte=now)
        .exclude(kind=SetKind.CONTEST)
        .first()
    )
    if found is None:
        raise InvalidInputError(
            f"The course has no assignment {slug!r} that you may open: ask about a contest in "
            "its clarifications.",
            fields={"problem_set": ["unknown"]},
        )
    return found


def _problem(user: User, problem_set: ProblemSet | None, slug: str | None) -> Problem | None:
    """A problem of the assignment, or one to practise: never one of a running contest."""
    if slug is None:
        return None
    if problem_set is not None:
        places = SetProblem.objects.filter(problem_set=problem_set).values("problem_id")
        problems = Problem.objects.filter(pk__in=places)
    else:
        problems = problems_practisable_by(user)
    found = problems.filter(slug=slug).first()
    if found is None:
        raise InvalidInputError(
            f"There is no problem {slug!r} that a question may be about here.",
            fields={"problem": ["unknown"]},
        )
    return found


def _write(row: Question | Reply, *, title: str | None = None, body: str | None) -> None:
    """Set words and check their bounds. Raises InvalidInputError."""
    if isinstance(row, Question) and title is not None:
        row.title = " ".join(title.split())
    if body is not None:
        row.body = body
        row.body_html = markdown_html(body)
    if not row.body.strip():
        raise InvalidInputError("Write something.", fields={"body": ["empty"]})
    model_check(row)
