"""Keeping a rejudging's items up with its judgements."""

from functools import partial

from django.db import transaction

from judging.verdicts import JudgementState, Verdict
from submissions.models import Judgement, RejudgingItem
from submissions.rejudging import feeding
from submissions.rejudging.live import rejudging_moved
from submissions.rejudging.rules import Repetition, outcome_of


def item_follow(judgement: Judgement) -> None:
    """Note what a rejudging's judgement says; call it in the transaction that recorded it."""
    rejudging_id = judgement.rejudging_id
    if rejudging_id is None or judgement.state != JudgementState.DONE:
        return
    item = (
        RejudgingItem.objects.select_for_update()
        .filter(rejudging_id=rejudging_id, submission_id=judgement.submission_id)
        .first()
    )
    if item is None:
        return
    made = Judgement.objects.filter(
        rejudging_id=rejudging_id, submission_id=judgement.submission_id
    ).order_by("ordinal")
    outcome = outcome_of(
        [
            Repetition(
                judgement_id=pk,
                verdict=Verdict(verdict) if verdict else None,
                score=score,
                cpu_time_ms=cpu_time_ms,
            )
            for pk, verdict, score, cpu_time_ms in made.values_list(
                "pk", "verdict", "score", "cpu_time_ms"
            )
        ]
    )
    item.is_finished = outcome.is_finished
    item.new_judgement_id = outcome.judgement_id
    item.new_verdict = outcome.verdict
    item.new_score = outcome.score
    item.is_changed = outcome.is_finished and (outcome.verdict, outcome.score) != (
        item.old_verdict,
        item.old_score,
    )
    item.is_unstable = outcome.is_unstable
    item.verdicts = list(outcome.verdicts)
    item.cpu_time_min_ms = outcome.cpu_time_min_ms
    item.cpu_time_max_ms = outcome.cpu_time_max_ms
    item.save()
    transaction.on_commit(partial(feeding.rejudgings_feed))
    transaction.on_commit(partial(rejudging_moved, rejudging_id))
