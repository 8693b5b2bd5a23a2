"""What was compared with what, how alike it is, and what staff made of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import User
from common.background import BackgroundWork
from contests.models import ProblemSet
from problems.models import Problem


class Keeps(models.TextChoices):
    """Which of a person's sources of a problem is compared."""

    LAST = "last", "The last"
    BEST = "best", "The best; of equals the last"


class PlagiarismCheck(BackgroundWork):
    """A comparison of all sources of a set, or of a problem, in languages of one kind."""

    WORK_NAME = "submissions.plagiarism"

    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, null=True, related_name="plagiarism_checks"
    )
    problem = models.ForeignKey(
        Problem,
        on_delete=models.CASCADE,
        null=True,
        related_name="plagiarism_checks",
        help_text="Empty: each problem of the set by itself.",
    )
    language = models.CharField(
        max_length=32, blank=True, help_text="Empty: all, each kind of language by itself."
    )
    keeps = models.CharField(max_length=10, choices=Keeps, default=Keeps.LAST)
    threshold = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0.1), MaxValueValidator(1.0)],
        help_text="Pairs that are less alike are not kept.",
    )
    source_count = models.PositiveIntegerField(default=0, help_text="How many were compared.")
    pair_count = models.PositiveIntegerField(default=0)
    cluster_count = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(
        default=list, help_text="Submissions that could not be compared, each with the reason."
    )

    class Meta(BackgroundWork.Meta):
        indexes = [
            *BackgroundWork.Meta.indexes,
            models.Index(fields=("problem_set", "-id"), name="plagiarism_checks_of_set"),
            models.Index(fields=("problem", "-id"), name="plagiarism_checks_of_problem"),
        ]

    def __str__(self) -> str:
        return f"plagiarism check {self.pk}"


class PlagiarismCluster(models.Model):
    """Sources of one problem that hang together by pairs."""

    check_run = models.ForeignKey(
        PlagiarismCheck, on_delete=models.CASCADE, related_name="clusters"
    )
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveIntegerField(help_text="From 1, the largest first.")
    source_count = models.PositiveIntegerField()
    similarity = models.FloatField(help_text="Of its most similar pair.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("check_run", "ordinal"), name="plagiarism_cluster_ordinal"
            )
        ]

    def __str__(self) -> str:
        return f"cluster {self.ordinal} of check {self.check_run_id}"


class Mark(models.TextChoices):
    """What staff made of a pair."""

    OPEN = "open", "Not looked at"
    CONFIRMED = "confirmed", "Copied"
    DISMISSED = "dismissed", "Not copied"


class PlagiarismPair(models.Model):
    """Two sources of different people that are alike."""

    check_run = models.ForeignKey(PlagiarismCheck, on_delete=models.CASCADE, related_name="pairs")
    cluster = models.ForeignKey(PlagiarismCluster, on_delete=models.CASCADE, related_name="pairs")
    left = models.ForeignKey("submissions.Submission", on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey("submissions.Submission", on_delete=models.CASCADE, related_name="+")
    similarity = models.FloatField(help_text="The larger of the shares, from 0 to 1.")
    left_share = models.FloatField(help_text="How much of the left source is in the right one.")
    right_share = models.FloatField()
    left_regions = models.JSONField(
        help_text="Each with start and end as line and column, from 1, the end excluded."
    )
    right_regions = models.JSONField()
    mark = models.CharField(max_length=10, choices=Mark, default=Mark.OPEN)
    note = models.TextField(blank=True)
    marked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=("check_run", "-similarity", "id"), name="plagiarism_pairs_alike"),
            models.Index(fields=("check_run", "mark", "id"), name="plagiarism_pairs_by_mark"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("check_run", "left", "right"), name="plagiarism_pair_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.left_id} and {self.right_id}"
