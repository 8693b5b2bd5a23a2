"""Rejudgings, and what came of each of their submissions."""

from django.db import models

from accounts.models import User
from courses.models import Course
from judging.verdicts import Verdict
from problems.models import Problem, TestPackage
from submissions.rejudging.rules import REASON_MAX_CHARS, Fate, RejudgingState

REJUDGING_STATES = [(state.value, state.value) for state in RejudgingState]
FATES = [(fate.value, fate.value) for fate in Fate]
VERDICTS = [(verdict.value, verdict.value) for verdict in Verdict]


class Rejudging(models.Model):
    """Submissions that are judged again beside the verdicts that count."""

    reason = models.CharField(max_length=REASON_MAX_CHARS, blank=True)
    choice = models.JSONField(help_text="As in submissions.choosing.Choice.")
    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, null=True, related_name="+", help_text="If it is one."
    )
    test_package = models.ForeignKey(
        TestPackage,
        on_delete=models.PROTECT,
        null=True,
        related_name="rejudgings",
        help_text="A version to try. Applying makes it the live one. Empty: each problem's own.",
    )
    repeat_count = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=REJUDGING_STATES, default=RejudgingState.PREPARING.value
    )
    courses = models.ManyToManyField(
        Course, related_name="+", help_text="Whose submissions it holds."
    )
    is_of_site = models.BooleanField(
        default=False, help_text="It holds submissions of no course: for operators only."
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    prepared_up_to = models.PositiveBigIntegerField(
        default=0, help_text="Submissions up to this id have been looked at."
    )
    prepare_until = models.PositiveBigIntegerField(help_text="The last one there was.")
    submission_count = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="Applied or cancelled.")

    class Meta:
        indexes = [
            models.Index(
                fields=("id",),
                name="submissions_rejudgings_open",
                condition=models.Q(state__in=["preparing", "judging"]),
            )
        ]

    def __str__(self) -> str:
        return f"rejudging {self.pk}"


class RejudgingItem(models.Model):
    """One submission of a rejudging: what counted, and what came out."""

    rejudging = models.ForeignKey(
        Rejudging, on_delete=models.CASCADE, db_index=False, related_name="items"
    )
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="rejudging_items"
    )
    old_judgement = models.ForeignKey(
        "submissions.Judgement", on_delete=models.CASCADE, related_name="+"
    )
    old_verdict = models.CharField(max_length=3, choices=VERDICTS)
    old_score = models.FloatField(null=True)
    new_judgement = models.ForeignKey(
        "submissions.Judgement", on_delete=models.CASCADE, null=True, related_name="+"
    )
    new_verdict = models.CharField(max_length=3, choices=VERDICTS, null=True)  # noqa: DJ001 - none yet
    new_score = models.FloatField(null=True)
    is_finished = models.BooleanField(default=False)
    is_changed = models.BooleanField(default=False, help_text="In verdict or score.")
    is_unstable = models.BooleanField(
        default=False, help_text="Its repetitions differ in verdict or score."
    )
    verdicts = models.JSONField(default=list, help_text="All that came out, sorted.")
    cpu_time_min_ms = models.PositiveIntegerField(null=True)
    cpu_time_max_ms = models.PositiveIntegerField(null=True)
    fate = models.CharField(max_length=10, choices=FATES, null=True)  # noqa: DJ001 - not decided

    class Meta:
        indexes = [
            models.Index(
                fields=("rejudging", "is_finished", "old_verdict", "new_verdict", "id"),
                name="submissions_rejudging_matrix",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("rejudging", "submission"), name="submissions_rejudging_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} in {self.rejudging_id}"
