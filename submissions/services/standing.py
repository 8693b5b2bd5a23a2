"""How a submission repeats what counts of it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, F, QuerySet

from judging.verdicts import JudgementState, Verdict
from problems.models import TestPackage
from submissions.models import Judgement, Run, Submission
from submissions.rules import sample_verdict

STANDING = ("state", "verdict", "cpu_time_ms", "memory_kib", "test_case_count", "score")
"""Columns that a submission has of the judgement that counts."""


def standing_repeat(submission: Submission, judgement: Judgement) -> None:
    """Put what a judgement says, and what staff set in its place, into its submission, unsaved."""
    for column in STANDING:
        setattr(submission, column, getattr(judgement, column))
    if judgement.state == JudgementState.DONE:
        _override(submission)


def overrides_reapply(submissions: QuerySet[Submission]) -> None:
    """Let what staff set count in submissions that repeat new judgements."""
    for submission in submissions.filter(override__isnull=False).select_related("override"):
        _override(submission)
        submission.save(update_fields=["verdict", "score"])


def _override(submission: Submission) -> None:
    override = submission.override
    if override is None:
        return
    if override.verdict is not None:
        submission.verdict = override.verdict
    if override.score is not None:
        submission.score = override.score


def judgement_make_current(submission: Submission, judgement: Judgement, now: datetime) -> None:
    """Let a judgement count from now on; the submission is left unsaved."""
    judgement.effective_at = now
    judgement.save(update_fields=["effective_at"])
    submission.current_judgement = judgement
    packages = TestPackage.objects.filter(pk=judgement.test_package_id)
    submission.max_score = packages.values_list("max_score", flat=True).get()
    submission.sample_verdict = None


def samples_reapply(judgement_ids: Mapping[int, int | None]) -> None:
    """Count anew what the samples say of submissions in sets, whose current judgements, by the
    submission's id, are done."""
    in_sets = Submission.objects.filter(pk__in=judgement_ids, problem_set__isnull=False)
    wanted = {judgement_ids[pk] or 0: pk for pk in in_sets.values_list("pk", flat=True)}
    judgements = {
        pk: (package_id, Verdict(verdict or ""))
        for pk, package_id, verdict in Judgement.objects.filter(
            pk__in=wanted, verdict__isnull=False
        ).values_list("pk", "test_package_id", "verdict")
    }
    verdicts: defaultdict[int, list[Verdict]] = defaultdict(list)
    runs = Run.objects.filter(judgement__in=judgements, test_case__startswith="sample/")
    for pk, verdict in runs.order_by("ordinal").values_list("judgement_id", "verdict"):
        verdicts[pk].append(Verdict(verdict))
    samples = dict(
        TestPackage.objects.filter(pk__in={package_id for package_id, _ in judgements.values()})
        .annotate(count=Count("samples"))
        .values_list("pk", "count")
    )
    by_verdict: defaultdict[Verdict | None, list[int]] = defaultdict(list)
    for pk, (package_id, final) in judgements.items():
        found = sample_verdict(
            verdicts[pk], sample_count=samples[package_id], is_past_samples=False, final=final
        )
        by_verdict[found].append(wanted[pk])
    for found, ids in by_verdict.items():
        Submission.objects.filter(pk__in=ids).update(
            sample_verdict=found, sample_sequence=F("sample_sequence") + 2
        )
