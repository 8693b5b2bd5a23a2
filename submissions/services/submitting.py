"""Handing in, and judging again."""

import secrets
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from accounts.models import User
from common.errors import ConflictError, NotAllowedError
from judging.languages import language_table
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState
from problems.languages import languages_of
from problems.models import TestPackage
from problems.selectors import problem_get
from submissions.dispatch import judge_job_send
from submissions.live import judgement_announce, submission_announce
from submissions.models import OPEN_STATES, Judgement, Reason, Submission
from submissions.rules import rate_check, source_check
from submissions.selectors import submissions_managed_by
from submissions.standings.recording import standings_follow


def submission_create(
    *,
    user: User,
    problem_slug: str,
    language: str,
    source: str,
    now: datetime,
    idempotency_key: str | None = None,
) -> Submission:
    """Hand a source in and have it judged.

    The same idempotency key with the same content gives the first submission again
    and makes none. Raises NotFoundError, InvalidInputError, TooLargeError, TooManyRequestsError, or
    ConflictError for a key that was used for other content; nothing is kept then.
    """
    problem = problem_get(user=user, slug=problem_slug)
    package = problem.ready_package
    source_bytes = source_check(
        source,
        language=language,
        allowed_languages=[row.id for row in languages_of(problem)],
        limit_bytes=package.source_limit_bytes,
    )
    with transaction.atomic():
        # One person's submissions pass one after the other, so that neither the rate
        # nor the key can be passed by two requests at once.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if idempotency_key:
            earlier = (
                Submission.objects.filter(user=user, idempotency_key=idempotency_key)
                .select_related("problem")
                .first()
            )
            if earlier is not None:
                return _repeated(earlier, problem.pk, language, source)
        _rate_check(user, now)
        submission = Submission.objects.create(
            user=user,
            problem=problem,
            language=language,
            source=source,
            source_bytes=source_bytes,
            idempotency_key=idempotency_key or None,
            created_at=now,
        )
        judgement = _judgement_add(
            submission, package, ordinal=1, reason=Reason.SUBMIT, queue=JudgeQueue.PRACTICE, now=now
        )
        standings_follow(submission, now=now)
        transaction.on_commit(partial(judge_job_send, judgement))
        transaction.on_commit(partial(submission_announce, submission))
    return submission


def judgement_rejudge(*, user: User, submission_id: int, now: datetime) -> Judgement:
    """Judge a submission again by its problem's present test package.

    Raises NotAllowedError where the user doesn't act for the submission's problem as
    staff (or it does not exist: the two must look alike), ConflictError while it is being
    judged. Nothing is changed or queued then.
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
        if submission.state in OPEN_STATES:
            raise ConflictError(
                "The submission is being judged: wait for its verdict.", code="already_judging"
            )
        package = submission.problem.test_package
        if package is None:
            raise ConflictError("The problem has no test package.", code="no_test_package")
        if submission.language not in {row.id for row in language_table().language}:
            raise ConflictError(
                f"The language {submission.language} is no longer judged.", code="language_gone"
            )
        submission.sequence += 1
        submission.state = JudgementState.QUEUED
        submission.verdict = None
        submission.cpu_time_ms = submission.memory_kib = submission.test_case_count = None
        submission.score = None
        judgement = _judgement_add(
            submission,
            package,
            ordinal=submission.judgements.count() + 1,
            reason=Reason.REJUDGE,
            queue=JudgeQueue.REJUDGE,
            now=now,
            requested_by=user,
        )
        standings_follow(submission, now=now)
        transaction.on_commit(partial(judge_job_send, judgement))
        transaction.on_commit(partial(judgement_announce, judgement, ()))
        transaction.on_commit(partial(submission_announce, submission))
    return judgement


def _judgement_add(
    submission: Submission,
    package: TestPackage,
    *,
    ordinal: int,
    reason: Reason,
    queue: JudgeQueue,
    now: datetime,
    requested_by: User | None = None,
) -> Judgement:
    """Make a queued judgement and the submission's current one of it; saves the submission."""
    judgement = Judgement.objects.create(
        submission=submission,
        ordinal=ordinal,
        reason=reason,
        requested_by=requested_by,
        test_package=package,
        attempt_token=secrets.token_hex(16),
        queue=queue,
        created_at=now,
    )
    submission.current_judgement = judgement
    submission.save()
    return judgement


def _rate_check(user: User, now: datetime) -> None:
    per_minute = settings.SUBMISSIONS_PER_MINUTE
    earlier = (
        Submission.objects.filter(user=user).order_by("-id").values_list("created_at", flat=True)
    )
    rate_check(
        list(earlier[:per_minute]),
        now=now,
        per_minute=per_minute,
        interval_ms=settings.SUBMISSION_INTERVAL_MS,
    )


def _repeated(earlier: Submission, problem_id: int, language: str, source: str) -> Submission:
    if (earlier.problem_id, earlier.language, earlier.source) != (problem_id, language, source):
        raise ConflictError(
            "This Idempotency-Key belongs to another submission: use a new one.",
            code="idempotency_key_reused",
        )
    return earlier
