"""Handing in, and judging again."""

import secrets
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from common.errors import ConflictError, NotAllowedError
from contests.models import Entry
from contests.rules import limit_check
from contests.selectors.entries import Place, place_get
from judging import telemetry
from judging.languages import language_table
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.languages import languages_of
from problems.models import Problem, TestPackage
from problems.selectors import (
    problem_get,
    problem_not_found,
    problems_practisable_by,
    problems_ready,
    template_check_source,
)
from submissions.admitting import claimed_send, goes_at_once
from submissions.live import judgement_news_send, submission_announce
from submissions.models import OPEN_STATES, Judgement, Reason, Submission
from submissions.outbox import judgement_send_soon
from submissions.rules import rate_check, source_check
from submissions.selectors import files_of_problem_check, submissions_managed_by
from submissions.sight import SIGHT_COLUMNS
from submissions.sources import Source
from submissions.standings.recording import standings_follow


def submission_create(
    *,
    user: User,
    problem_slug: str,
    language: str,
    source: Source,
    now: datetime,
    set_slug: str | None = None,
    idempotency_key: str | None = None,
) -> Submission:
    """Hand a source in and have it judged, for the contest or assignment ``set_slug`` or for
    practice.

    The same idempotency key with the same content gives the first submission again
    and makes none. Raises NotFoundError, NotAllowedError, InvalidInputError, TooLargeError,
    TooManyRequestsError, or ConflictError outside a set's window, beyond its limits, or for a key
    that was used for other content; nothing is kept then.
    """
    place = place_get(user=user, set_slug=set_slug, now=now) if set_slug else None
    problem = _problem_get(user, problem_slug, place)
    package = problem.ready_package
    source_bytes = source_check(
        source,
        language=language,
        allowed_languages=_languages(problem, place),
        limit_bytes=package.source_limit_bytes,
    )
    files_of_problem_check(problem, source, language=language)
    template_check_source(problem, language, source.first_text)
    with transaction.atomic():
        _lock(user, place)
        if idempotency_key:
            own = Submission.objects.filter(user=user, idempotency_key=idempotency_key)
            earlier = own.select_related("problem", *SIGHT_COLUMNS).first()
            if earlier is not None:
                return _repeated(earlier, (problem_slug, set_slug, language, source))
        _rate_check(user, place, now)
        if place is not None:
            _limit_check(user, place, problem)
        submission = Submission.objects.create(
            user=user,
            problem=problem,
            problem_set=place.problem_set if place else None,
            entry=place.entry if place else None,
            language=language,
            source=source.text,
            layout=source.layout,
            source_bytes=source_bytes,
            idempotency_key=idempotency_key or None,
            created_at=now,
            max_score=package.max_score,
        )
        queue = JudgeQueue.CONTEST if place and place.is_live else JudgeQueue.PRACTICE
        judgement = _first_judgement(submission, package, queue, now)
        submission.current_judgement = judgement
        submission.save(update_fields=["current_judgement"])
        standings_follow(submission, now=now)
        if judgement.sent_at is not None:
            transaction.on_commit(partial(judgement_send_soon, judgement))
        transaction.on_commit(partial(submission_announce, submission))
        transaction.on_commit(partial(judgement_news_send, judgement))
    return submission


def _first_judgement(
    submission: Submission, package: TestPackage, queue: JudgeQueue, now: datetime
) -> Judgement:
    is_sent = goes_at_once(queue, submission.user_id, package.pk, submission.language)
    return Judgement.objects.create(
        submission=submission,
        ordinal=1,
        reason=Reason.SUBMIT,
        test_package=package,
        attempt_token=secrets.token_hex(16),
        queue=queue,
        owner_id=submission.user_id,
        sent_at=now if is_sent else None,
        created_at=now,
        effective_at=now,
        trace=telemetry.headers().get("traceparent", ""),
    )


def judgement_rejudge(*, user: User, submission_id: int, now: datetime) -> Judgement:
    """Judge a submission again by its problem's present test package.

    Its verdict stays until the new one is there, which then takes its place; a judging error
    takes none away. Raises NotAllowedError where the user doesn't act for the submission's
    problem as staff (or it does not exist: the two must look alike), ConflictError while it is
    being judged. Nothing is changed or queued then.
    """
    with transaction.atomic():
        submission = (
            submissions_managed_by(user)
            .select_for_update(of=("self",))
            .select_related("problem")
            .filter(pk=submission_id)
            .first()
        )
        if submission is None:
            raise NotAllowedError("Only staff of the submission's course may have it judged again.")
        is_open = submission.judgements.filter(state__in=OPEN_STATES, rejudging__isnull=True)
        if submission.state in OPEN_STATES or is_open.exists():
            raise ConflictError(
                "The submission is being judged: wait for its verdict.", code="already_judging"
            )
        package = submission.problem.test_package
        if package is None:
            raise ConflictError("The problem has no test package.", code="no_test_package")
        if submission.language not in language_table().ids:
            raise ConflictError(
                f"The language {submission.language} is no longer judged.", code="language_gone"
            )
        last = submission.judgements.order_by("-ordinal").values_list("ordinal", flat=True).first()
        judgement = Judgement.objects.create(
            submission=submission,
            ordinal=(last or 0) + 1,
            reason=Reason.REJUDGE,
            requested_by=user,
            test_package=package,
            attempt_token=secrets.token_hex(16),
            queue=JudgeQueue.REJUDGE,
            sent_at=now,
            created_at=now,
        )
        transaction.on_commit(partial(claimed_send, judgement))
    return judgement


def _problem_get(user: User, slug: str, place: Place | None) -> Problem:
    """The problem, which must be open for practice or stand in the place's set."""
    if place is None:
        problem = problems_ready(problems_practisable_by(user)).filter(slug=slug).first()
        if problem is not None:
            return problem
        problem_get(user=user, slug=slug)
        raise ConflictError(
            "This problem belongs to a contest or assignment that is running: hand it in there.",
            code="belongs_to_set",
            fields={"problem_set": ["name the set"]},
        )
    of_set = Problem.objects.filter(set_problems__problem_set=place.problem_set)
    problem = problems_ready(of_set).filter(slug=slug).first()
    if problem is None:
        raise problem_not_found(slug)
    return problem


def _languages(problem: Problem, place: Place | None) -> list[str]:
    allowed = [row.id for row in languages_of(problem)]
    of_set = place.problem_set.allowed_languages if place else []
    return [one for one in allowed if one in of_set] if of_set else allowed


def _lock(user: User, place: Place | None) -> None:
    """Let the submissions of one person, and of one team, pass one after the other, so that
    neither rate nor limit nor key can be passed by two requests at once."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if place is not None and place.entry is not None:
        Entry.objects.select_for_update(no_key=True).get(pk=place.entry.pk)


def _rate_check(user: User, place: Place | None, now: datetime) -> None:
    own = Submission.objects.filter(user=user)
    _rate_check_of(own, settings.SUBMISSIONS_PER_MINUTE, settings.SUBMISSION_INTERVAL_MS, now)
    if place is not None and place.problem_set.max_submissions_per_minute:
        in_set = _handed_in(user, place)
        _rate_check_of(in_set, place.problem_set.max_submissions_per_minute, 0, now)


def _rate_check_of(
    submissions: QuerySet[Submission], per_minute: int, interval_ms: int, now: datetime
) -> None:
    earlier = submissions.order_by("-id").values_list("created_at", flat=True)
    rate_check(list(earlier[:per_minute]), now=now, per_minute=per_minute, interval_ms=interval_ms)


def _limit_check(user: User, place: Place, problem: Problem) -> None:
    limit = place.problem_set.max_submissions_per_problem
    if limit is None:
        return
    counted = _handed_in(user, place).filter(problem=problem)
    counted = counted.filter(Q(verdict__isnull=True) | ~Q(verdict=Verdict.JUDGING_ERROR))
    limit_check(handed_in=counted.count(), limit=limit)


def _handed_in(user: User, place: Place) -> QuerySet[Submission]:
    """What counts against the limits of the set."""
    if place.entry is not None:
        return Submission.objects.filter(entry=place.entry)
    return Submission.objects.filter(problem_set=place.problem_set, user=user)


def _repeated(earlier: Submission, asked: tuple[str, str | None, str, Source]) -> Submission:
    set_slug = earlier.problem_set.slug if earlier.problem_set else None
    source = Source.kept(earlier.source, earlier.layout)
    if (earlier.problem.slug, set_slug, earlier.language, source) != asked:
        raise ConflictError(
            "This Idempotency-Key belongs to another submission: use a new one.",
            code="idempotency_key_reused",
        )
    return earlier
