"""Setting a verdict or score by hand, and taking it back. The judgement stays as it is."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.errors import ConflictError, NotAllowedError
from judging.verdicts import JudgementState, Verdict
from submissions.models import Override, Submission
from submissions.reviewing.rules import override_check
from submissions.selectors import submissions_managed_by
from submissions.services.following import Touched, verdicts_follow
from submissions.services.standing import STANDING, standing_repeat


def verdict_override(
    *,
    user: User,
    submission_id: int,
    verdict: Verdict | None,
    score: float | None,
    reason: str,
    is_public: bool,
    now: datetime,
) -> Override:
    """Let a verdict, a score or both count in place of the judge's.

    A former override is withdrawn by it. Standings, grades and statistics follow. Raises
    NotAllowedError, InvalidInputError, and ConflictError while there is no verdict yet; nothing
    is changed then.
    """
    with transaction.atomic():
        submission = _lock(user, submission_id)
        override_check(verdict=verdict, score=score, max_score=submission.max_score, reason=reason)
        if submission.state != JudgementState.DONE:
            raise ConflictError(
                "The submission is being judged: wait for its verdict.", code="still_judging"
            )
        _withdraw(submission, user, now)
        submission.override = Override.objects.create(
            submission=submission,
            verdict=verdict,
            score=score,
            reason=reason.strip(),
            is_public=is_public,
            made_by=user,
            made_at=now,
        )
        _follow(submission, now)
    return submission.override


def override_withdraw(*, user: User, submission_id: int, now: datetime) -> Submission:
    """Let the judge's verdict count again; where nothing overrides it, nothing happens.

    Raises NotAllowedError.
    """
    with transaction.atomic():
        submission = _lock(user, submission_id)
        if _withdraw(submission, user, now):
            submission.override = None
            _follow(submission, now)
    return submission


def _lock(user: User, submission_id: int) -> Submission:
    mine = submissions_managed_by(user).filter(pk=submission_id).values("pk")
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("current_judgement")
        .filter(pk__in=mine)
        .first()
    )
    if submission is None:
        raise NotAllowedError("Only staff of the submission's course may set its verdict.")
    return submission


def _withdraw(submission: Submission, user: User, now: datetime) -> bool:
    standing = Override.objects.filter(submission=submission, withdrawn_at__isnull=True)
    return bool(standing.update(withdrawn_by=user, withdrawn_at=now))


def _follow(submission: Submission, now: datetime) -> None:
    if submission.current_judgement is None:
        return
    standing_repeat(submission, submission.current_judgement)
    # A gap lets open pages read it anew: events don't tell of overrides.
    submission.sequence += 2
    submission.save(update_fields=["override", "sequence", *STANDING])
    touched = Touched.of(Submission.objects.filter(pk=submission.pk), {submission.pk})
    verdicts_follow(touched, now=now)
