"""Questions to the jury, answers, and words to all."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from contests.live import announcement_announce, clarification_announce, listeners_of
from contests.models import Announcement, Clarification, ProblemSet, SetKind, SetProblem
from contests.models.talk import TEXT_MAX_CHARS
from contests.selectors.entries import entry_get, entry_window
from contests.selectors.sets import set_get, sets_managed_by
from contests.selectors.talk import (
    announcements_count,
    announcements_with_context,
    clarifications_managed_by,
)
from contests.services.assignments import managed_set, set_writable_check
from notifications.kinds import KindId
from notifications.services import notify

TITLE_CHARS = 80


def clarification_ask(
    *, user: User, slug: str, question: str, label: str | None, now: datetime
) -> Clarification:
    """Ask the jury of a contest something, for oneself and one's team.

    Raises NotFoundError, NotAllowedError for whoever takes no part, ConflictError when
    the contest is over (or has not started, for a question about a problem), and
    InvalidInputError.
    """
    contest = set_get(user=user, slug=slug, kinds=(SetKind.CONTEST,))
    entry = entry_get(user, contest, now)
    if entry is None:
        raise NotAllowedError("Enter the contest first.", code="not_entered")
    window = entry_window(entry, contest)
    if now >= window.ends_at:
        raise ConflictError("The contest is over: the jury has gone.", code="contest_over")
    if label and now < window.starts_at:
        raise ConflictError("It has not started yet: wait for the start.", code="set_not_started")
    clarification = Clarification(
        problem_set=contest,
        set_problem=_place(contest, label),
        asked_by=user,
        entry=entry,
        question=_text(question, "question"),
        asked_at=now,
    )
    with transaction.atomic():
        _lock(contest.pk)
        clarification.save()
        transaction.on_commit(partial(clarification_announce, clarification))
    return clarification


def clarification_answer(
    *, user: User, clarification_id: int, answer: str, is_broadcast: bool, now: datetime
) -> Clarification:
    """Answer a question, or answer it better; a broadcast is announced to all as well.

    Raises NotAllowedError where the user is no staff of the contest (or there is no such
    question: the two must look alike), InvalidInputError.
    """
    text = _text(answer, "answer")
    managed = clarifications_managed_by(user).filter(pk=clarification_id)
    with transaction.atomic():
        set_id = managed.values_list("problem_set_id", flat=True).first()
        if set_id is None:
            raise NotAllowedError("Only the contest's staff may answer this question.")
        contest = _lock(set_id)
        set_writable_check(contest)
        clarification = Clarification.objects.select_related(
            "problem_set", "set_problem", "asked_by", "entry"
        ).get(pk=clarification_id)
        clarification.answer = text
        clarification.answered_by = user
        clarification.answered_at = now
        clarification.is_broadcast = clarification.is_broadcast or is_broadcast
        clarification.revision += 1
        clarification.save()
        if is_broadcast:
            _announce(contest, user, text, now, clarification=clarification)
        notify(
            kind=KindId.CLARIFICATION_ANSWERED,
            subject=f"clarification:{clarification.pk}:{clarification.revision}",
            user_ids=[one.pk for one in listeners_of(clarification)],
            params={
                "contest": contest.title,
                "title": " ".join(clarification.question.split())[:TITLE_CHARS],
            },
            link=f"/contests/{contest.slug}/clarifications",
            now=now,
        )
        transaction.on_commit(partial(clarification_announce, clarification))
    return clarification


def announcement_make(
    *, user: User, slug: str, text: str, label: str | None, now: datetime
) -> Announcement:
    """Tell all who take part something.

    Raises NotAllowedError where the user is no staff of the set (or there is none),
    InvalidInputError.
    """
    text = _text(text, "text")
    problem_set = managed_set(user, slug, *SetKind)
    place = _place(problem_set, label)
    with transaction.atomic():
        return _announce(_lock(problem_set.pk), user, text, now, place=place)


def announcement_change(
    *, user: User, announcement_id: int, text: str, now: datetime
) -> Announcement:
    """Say something better that was told to all; they hear of it live.

    Raises NotAllowedError where the user is no staff of the set (or there is no such
    announcement), InvalidInputError.
    """
    text = _text(text, "text")
    managed = Announcement.objects.filter(
        pk=announcement_id, problem_set__in=sets_managed_by(user).values("pk")
    )
    with transaction.atomic():
        set_id = managed.values_list("problem_set_id", flat=True).first()
        if set_id is None:
            raise NotAllowedError("Only the set's staff may change this announcement.")
        set_writable_check(_lock(set_id))
        announcement = announcements_with_context().get(pk=announcement_id)
        if announcement.text != text:
            announcement.text = text
            announcement.edited_at = now
            announcement.revision += 1
            announcement.save(update_fields=["text", "edited_at", "revision"])
            transaction.on_commit(partial(announcement_announce, announcement))
    return announcement


def _announce(
    problem_set: ProblemSet,
    user: User,
    text: str,
    now: datetime,
    *,
    place: SetProblem | None = None,
    clarification: Clarification | None = None,
) -> Announcement:
    announcement = Announcement.objects.create(
        problem_set=problem_set,
        sequence=announcements_count(problem_set) + 1,
        set_problem=clarification.set_problem if clarification else place,
        clarification=clarification,
        text=text,
        author=user,
        created_at=now,
    )
    transaction.on_commit(partial(announcement_announce, announcement))
    return announcement


def _lock(set_id: int) -> ProblemSet:
    """One writes after the other, so that sequences have no twins."""
    return ProblemSet.objects.select_for_update(no_key=True).get(pk=set_id)


def _place(problem_set: ProblemSet, label: str | None) -> SetProblem | None:
    if not label:
        return None
    place = problem_set.problems.filter(label=label).first()
    if place is None:
        raise InvalidInputError(
            f"There is no problem {label!r} in it.", fields={"problem": ["unknown"]}
        )
    return place


def _text(text: str, field: str) -> str:
    text = text.strip()
    if not text or len(text) > TEXT_MAX_CHARS or "\x00" in text:
        raise InvalidInputError(
            f"Write 1 to {TEXT_MAX_CHARS} characters of text.",
            fields={field: [f"1 to {TEXT_MAX_CHARS} characters"]},
        )
    return text
