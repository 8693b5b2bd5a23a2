"""Judging again what ended with a judging error of ours, without asking its course's staff."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from common.errors import ConflictError
from common.ports import AttemptFacts, JudgeAgain, JudgementFacts
from judging.languages import language_table
from judging.verdicts import JudgementState, Verdict
from submissions.admitting import claimed_send
from submissions.models import (
    OPEN_STATES,
    Judgement,
    Reason,
    Rejudging,
    RejudgingItem,
    Submission,
)
from submissions.rejudging.feeding import rejudgings_feed
from submissions.rejudging.live import rejudging_moved
from submissions.rejudging.rules import OPEN_REJUDGINGS, RejudgingState

FACTS_AT_ONCE = 200
ATTEMPTS_SHOWN = 10
MESSAGE_MAX_CHARS = 500


def judgement_judge_again(
    *, judgement_id: int, requested_by_id: int | None, now: datetime
) -> JudgeAgain:
    """Have a judgement that ended with a judging error, or never ended, judged anew.

    An ended one gets a successor, which counts once it has a verdict; one that is open, or
    belongs to a rejudging that may still be applied, begins anew under another token, so that
    nothing said of its former attempt is believed. Asking twice makes one. Raises ConflictError
    where it can't be judged; nothing has changed then.
    """
    with transaction.atomic():
        judgement = _locked(judgement_id)
        if judgement is None:
            return JudgeAgain.GONE
        if not _is_needed(judgement):
            return JudgeAgain.NOT_NEEDED
        if judgement.submission.language not in language_table().ids:
            raise ConflictError(
                f"The language {judgement.submission.language} is no longer judged.",
                code="language_gone",
            )
        if judgement.rejudging_id is not None:
            _reopen(judgement)
            _rejudging_go_on(judgement.rejudging_id, judgement.submission_id)
            transaction.on_commit(rejudgings_feed)
        elif judgement.state in OPEN_STATES:
            _reopen(judgement, sent_at=now)
            transaction.on_commit(partial(claimed_send, judgement))
        else:
            successor = _successor(judgement, requested_by_id, now)
            transaction.on_commit(partial(claimed_send, successor))
    return JudgeAgain.QUEUED


def judgement_facts(judgement_ids: Sequence[int]) -> dict[int, JudgementFacts]:
    """What operators should know of those judgements that there are, by their ids."""
    wanted = list(judgement_ids)[:FACTS_AT_ONCE]
    rows = Judgement.objects.filter(pk__in=wanted).values_list(
        "pk", "submission_id", "submission__problem__slug", "submission__state"
    )
    found = {pk: (submission_id, slug, state) for pk, submission_id, slug, state in rows}
    attempts: dict[int, list[AttemptFacts]] = {}
    made = Judgement.objects.filter(
        submission__in={one[0] for one in found.values()}
    ).select_related("requested_by")
    for one in made.defer("compile_message").order_by("submission_id", "ordinal"):
        attempts.setdefault(one.submission_id, []).append(_attempt(one))
    return {
        pk: JudgementFacts(
            submission_id=submission_id,
            problem=slug,
            state=state,
            attempts=tuple(attempts[submission_id][-ATTEMPTS_SHOWN:]),
        )
        for pk, (submission_id, slug, state) in found.items()
    }


def _attempt(one: Judgement) -> AttemptFacts:
    return AttemptFacts(
        judgement_id=one.pk,
        ordinal=one.ordinal,
        state=one.state,
        verdict=one.verdict or "",
        made_at=one.created_at,
        ended_at=one.finished_at,
        sent_count=one.send_count,
        judgehost=one.judgehost,
        error=one.internal_error_message[:MESSAGE_MAX_CHARS],
        requested_by=one.requested_by.username if one.requested_by else "",
    )


def _locked(judgement_id: int) -> Judgement | None:
    # The submission first: that is what two redrives of one letter wait for.
    found = Judgement.objects.filter(pk=judgement_id).values("submission_id")
    locked = Submission.objects.select_for_update(no_key=True).filter(pk__in=found).first()
    if locked is None:
        return None
    return _with_job().get(pk=judgement_id)


def _with_job() -> QuerySet[Judgement]:
    return Judgement.objects.select_related(
        "submission__problem__test_package", "submission__problem_set", "test_package"
    )


def _is_needed(judgement: Judgement) -> bool:
    if judgement.state == JudgementState.CANCELLED:
        return False
    if judgement.state == JudgementState.DONE and judgement.verdict != Verdict.JUDGING_ERROR:
        return False
    if judgement.rejudging_id is not None:
        open_ones = Rejudging.objects.filter(state__in=OPEN_REJUDGINGS)
        return open_ones.filter(pk=judgement.rejudging_id).exists()
    later = judgement.submission.judgements.filter(
        ordinal__gt=judgement.ordinal, rejudging__isnull=True
    )
    # A successor that died, too, has a letter of its own.
    return not later.exists()


def _successor(judgement: Judgement, requested_by_id: int | None, now: datetime) -> Judgement:
    last = judgement.submission.judgements.order_by("-ordinal").values_list("ordinal", flat=True)
    return Judgement.objects.create(
        submission=judgement.submission,
        ordinal=(last.first() or 0) + 1,
        reason=Reason.REJUDGE,
        requested_by_id=requested_by_id,
        # As every rejudge, by the live version: the former one may be what was at fault.
        test_package=judgement.submission.problem.test_package or judgement.test_package,
        attempt_token=secrets.token_hex(16),
        queue=judgement.queue,
        sent_at=now,
        created_at=now,
    )


def _reopen(judgement: Judgement, *, sent_at: datetime | None = None) -> None:
    judgement.runs.all().delete()
    judgement.groups.all().delete()
    fresh: dict[str, object] = {
        "state": JudgementState.QUEUED,
        "attempt_token": secrets.token_hex(16),
        "send_count": 0,
        "sent_at": sent_at,
    }
    nulls = ("stage", "verdict", "score", "last_heard_at", "finished_at", "delivery")
    empty = ("judgehost", "compile_message", "internal_error_kind", "internal_error_message")
    fresh |= dict.fromkeys(nulls) | dict.fromkeys(empty, "")
    for name, value in fresh.items():
        setattr(judgement, name, value)
    judgement.save(update_fields=list(fresh))


def _rejudging_go_on(rejudging_id: int, submission_id: int) -> None:
    """What was ready has something open again."""
    RejudgingItem.objects.filter(rejudging=rejudging_id, submission=submission_id).update(
        is_finished=False, is_changed=False, new_judgement=None, new_verdict=None, new_score=None
    )
    ready = Rejudging.objects.filter(pk=rejudging_id, state=RejudgingState.READY)
    if ready.update(state=RejudgingState.JUDGING, ready_at=None):
        transaction.on_commit(partial(rejudging_moved, rejudging_id))
