"""What was handed in and what came of it."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from contests.models import Entry, ProblemSet
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState, Stage, Verdict
from problems.models import Problem, TestPackage
from submissions.archives.models import SourceArchive
from submissions.custom_runs.models import CustomRun
from submissions.drafts.models import Draft
from submissions.faults.models import Fault, FaultHit
from submissions.grades.models import SetResult
from submissions.plagiarism.models import PlagiarismCheck, PlagiarismCluster, PlagiarismPair
from submissions.rejudging.models import Rejudging, RejudgingItem
from submissions.reviewing.models import LineComment, Override
from submissions.standings_models import Audience, Scope, Scoreboard, StandingsRow, StoredBoard

__all__ = [
    "Audience",
    "CustomRun",
    "Draft",
    "Fault",
    "FaultHit",
    "GroupResult",
    "Judgement",
    "LineComment",
    "Override",
    "PlagiarismCheck",
    "PlagiarismCluster",
    "PlagiarismPair",
    "ProblemResult",
    "Reason",
    "Rejudging",
    "RejudgingItem",
    "Run",
    "Scope",
    "Scoreboard",
    "SetResult",
    "SourceArchive",
    "StandingsRow",
    "StoredBoard",
    "Submission",
]

STATES = [(state.value, state.value) for state in JudgementState]
VERDICTS = [(verdict.value, verdict.value) for verdict in Verdict]
STAGES = [(stage.value, stage.value) for stage in Stage]
QUEUES = [(queue.value, queue.value) for queue in JudgeQueue]
OPEN_STATES = (JudgementState.QUEUED, JudgementState.JUDGING)


class Reason(models.TextChoices):
    """Why a judgement was made."""

    SUBMIT = "submit", "Handed in"
    REJUDGE = "rejudge", "Judged again"


class Submission(models.Model):
    """One source that one person handed in for one problem.

    State, verdict and figures repeat those of the current judgement, or what staff set in
    their place, so that lists need no join.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="submissions")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="submissions")
    # The indexes below begin with both.
    problem_set = models.ForeignKey(
        ProblemSet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="submissions",
        help_text="Empty: practice.",
    )
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="submissions",
        help_text="For whom it counts in a contest.",
    )
    language = models.CharField(max_length=32)
    source = models.TextField()
    layout = models.JSONField(
        default=list,
        help_text="Its files, as in submissions.sources; empty: a text without a name.",
    )
    source_bytes = models.PositiveIntegerField()
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - NULLs don't collide
    created_at = models.DateTimeField()
    current_judgement = models.OneToOneField(
        "Judgement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    override = models.OneToOneField(
        Override,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The one that stands: verdict and score are its own, where it has any.",
    )
    state = models.CharField(max_length=10, choices=STATES, default=JudgementState.QUEUED.value)
    verdict = models.CharField(max_length=3, choices=VERDICTS, null=True)  # noqa: DJ001 - none yet
    cpu_time_ms = models.PositiveIntegerField(null=True, help_text="Of the slowest run.")
    memory_kib = models.PositiveIntegerField(null=True, help_text="Of the largest run.")
    test_case_count = models.PositiveIntegerField(null=True)
    score = models.FloatField(null=True, help_text="Null for pass-fail problems.")
    max_score = models.FloatField(
        null=True,
        help_text="What it can get at most; null for pass-fail problems, and without a bound.",
    )
    sequence = models.PositiveIntegerField(
        default=0, help_text="+1 for each recorded change, over all judgements."
    )
    sample_verdict = models.CharField(  # noqa: DJ001 - none yet
        max_length=3,
        choices=VERDICTS,
        null=True,
        help_text="What compiling and the samples say; known of submissions in a set only.",
    )
    sample_sequence = models.PositiveIntegerField(
        default=0, help_text="+1 for each change of what the samples say."
    )

    class Meta:
        indexes = [
            models.Index(fields=("user", "-id"), name="submissions_of_user"),
            # One's own figures count thousands of rows: from the index alone.
            models.Index(
                fields=("user", "created_at"),
                include=("language", "verdict", "score", "max_score"),
                name="submissions_figures_of_user",
            ),
            models.Index(fields=("user", "problem", "-id"), name="submissions_of_user_problem"),
            models.Index(fields=("problem", "-id"), name="submissions_of_problem"),
            # Staff sort a problem's submissions by what they took and got.
            models.Index(fields=("problem", "cpu_time_ms", "id"), name="submissions_by_time"),
            models.Index(fields=("problem", "memory_kib", "id"), name="submissions_by_memory"),
            models.Index(fields=("problem", "score", "id"), name="submissions_by_score"),
            models.Index(fields=("verdict", "-id"), name="submissions_by_verdict"),
            models.Index(
                fields=("problem_set", "-id"),
                name="submissions_of_set",
                condition=models.Q(problem_set__isnull=False),
            ),
            models.Index(
                fields=("problem_set", "user", "problem", "-id"),
                name="submissions_of_set_user",
                condition=models.Q(problem_set__isnull=False),
            ),
            models.Index(
                fields=("entry", "problem", "id"),
                name="submissions_of_entry",
                condition=models.Q(entry__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("user", "idempotency_key"),
                condition=models.Q(idempotency_key__isnull=False),
                name="submissions_idempotency",
            ),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=True) | models.Q(problem_set__isnull=False),
                name="submissions_entry_in_set",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


TOLERANCE = 1e-6
"""Of points, which are sums of fractions."""

SOLVES = Q(verdict=Verdict.ACCEPTED) & (
    Q(max_score__isnull=True) | Q(score__gte=F("max_score") - TOLERANCE)
)
"""Submissions that solve their problem: accepted, with all points where there are some."""


class Judgement(models.Model):
    """One attempt to judge a submission, from the queue to its verdict."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="judgements")
    ordinal = models.PositiveIntegerField(help_text="Counts the submission's judgements from 1.")
    reason = models.CharField(max_length=10, choices=Reason)
    requested_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Of a rejudge."
    )
    rejudging = models.ForeignKey(
        Rejudging,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="judgements",
        help_text="It counts for nothing until the rejudging is applied.",
    )
    test_package = models.ForeignKey(TestPackage, on_delete=models.PROTECT, related_name="+")
    attempt_token = models.CharField(
        max_length=32, help_text="A report must repeat it to be believed."
    )
    queue = models.CharField(max_length=20, choices=QUEUES)
    # The submission's user, whom that one protects: nobody need look for him here.
    owner = models.ForeignKey(
        User,
        on_delete=models.DO_NOTHING,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
        help_text="Whose share of the judges it takes. Empty: nobody's, it waits for no turn.",
    )
    state = models.CharField(max_length=10, choices=STATES, default=JudgementState.QUEUED.value)
    stage = models.CharField(max_length=10, choices=STAGES, null=True)  # noqa: DJ001 - not taken yet
    verdict = models.CharField(max_length=3, choices=VERDICTS, null=True)  # noqa: DJ001 - none yet
    score = models.FloatField(null=True)
    created_at = models.DateTimeField()
    effective_at = models.DateTimeField(
        null=True, help_text="Since when it counts, or has counted; empty: it never did."
    )
    sent_at = models.DateTimeField(
        null=True,
        help_text="When the broker last took the job, or (with no send) when somebody began to send"
        " it. Empty: it waits for its turn.",
    )
    send_count = models.PositiveIntegerField(default=0)
    last_heard_at = models.DateTimeField(null=True, help_text="When a judgehost last spoke of it.")
    finished_at = models.DateTimeField(null=True)
    delivery = models.PositiveIntegerField(
        null=True, help_text="Which delivery of the job brought the verdict, from 1."
    )
    judgehost = models.CharField(max_length=200, blank=True)
    cpu_time_ms = models.PositiveIntegerField(null=True)
    memory_kib = models.PositiveIntegerField(null=True)
    test_case_count = models.PositiveIntegerField(null=True)
    compile_message = models.TextField(blank=True)
    compile_time_ms = models.PositiveIntegerField(null=True, help_text="CPU time.")
    internal_error_kind = models.CharField(max_length=20, blank=True)
    internal_error_message = models.TextField(blank=True, help_text="For staff only.")
    trace = models.CharField(
        max_length=55,
        blank=True,
        default="",
        help_text="Where its trace goes on (W3C traceparent); empty: none was kept.",
    )

    class Meta:
        ordering = ("submission_id", "ordinal")
        indexes = [
            models.Index(
                fields=("queue", "sent_at"),
                name="submissions_open_judgements",
                condition=models.Q(state__in=["queued", "judging"]),
            ),
            models.Index(
                fields=("queue", "owner", "id"),
                name="submissions_open_of_owner",
                condition=models.Q(state__in=["queued", "judging"]),
            ),
            models.Index(fields=("judgehost", "-id"), name="submissions_by_judgehost"),
            models.Index(
                fields=("rejudging", "state", "id"),
                name="submissions_of_rejudging",
                condition=models.Q(rejudging__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("submission", "ordinal"), name="submissions_judgement_once"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state="done", verdict__isnull=False)
                    | (~models.Q(state="done") & models.Q(verdict__isnull=True))
                ),
                name="submissions_verdict_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}.{self.ordinal}"


class Run(models.Model):
    """What came of one test case in one judgement."""

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="runs")
    ordinal = models.PositiveIntegerField(help_text="Position in judging order, from 1.")
    test_case = models.CharField(max_length=255, help_text="Name in the test package.")
    verdict = models.CharField(max_length=3, choices=VERDICTS)
    cpu_time_ms = models.PositiveIntegerField()
    wall_time_ms = models.PositiveIntegerField()
    memory_kib = models.PositiveIntegerField()
    exit_code = models.IntegerField(null=True)
    signal = models.IntegerField(null=True)
    judge_message = models.TextField(
        blank=True, help_text="For staff only: it may quote secret data."
    )
    team_message = models.TextField(
        blank=True, help_text="What the problem's own validator tells the student."
    )
    score = models.FloatField(null=True, help_text="Null where test cases have no points.")

    class Meta:
        ordering = ("judgement_id", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=("judgement", "ordinal"), name="submissions_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.judgement_id}/{self.ordinal}"

    @property
    def is_sample(self) -> bool:
        return self.test_case.startswith("sample/")


class GroupResult(models.Model):
    """What came of one scored test data group (subtask) in one judgement."""

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="groups")
    ordinal = models.PositiveIntegerField(help_text="Position in judging order, from 1.")
    name = models.CharField(max_length=255, help_text="Name in the test package.")
    verdict = models.CharField(max_length=3, choices=VERDICTS, null=True)  # noqa: DJ001 - not run
    score = models.FloatField()
    max_score = models.FloatField(null=True, help_text="Null: the group has no bound.")

    class Meta:
        ordering = ("judgement_id", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=("judgement", "ordinal"), name="submissions_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.judgement_id}/{self.name}"


class ProblemResult(models.Model):
    """Where one person stands with one problem, kept up with each verdict."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="problem_results")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="results")
    attempts = models.PositiveIntegerField(
        default=0, help_text="Submissions with a verdict that speaks of them."
    )
    first_accepted = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    practice_attempts = models.PositiveIntegerField(
        default=0, help_text="As they stand in the problem's statistics: outside of all sets."
    )
    practice_accepted = models.PositiveIntegerField(default=0)
    is_counted = models.BooleanField(
        default=False, help_text="Whether it is one of the person's solved on the leaderboard."
    )

    class Meta:
        indexes = [
            # One's own marks and figures are read from it alone.
            models.Index(
                fields=("user", "problem"),
                include=("attempts", "first_accepted"),
                name="submissions_result_figures",
            )
        ]
        constraints = [
            # Apart from the index: SQLite makes no constraint that includes more columns.
            models.UniqueConstraint(fields=("user", "problem"), name="submissions_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.problem_id}"


class UserStatistics(models.Model):
    """How somebody fares in practice on public problems, kept up with each verdict."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="statistics"
    )
    solved_count = models.PositiveIntegerField(default=0)
    last_solved_at = models.DateTimeField(
        null=True, help_text="When the last of them was handed in."
    )

    class Meta:
        verbose_name_plural = "user statistics"
        indexes = [models.Index(fields=("-solved_count", "user"), name="submissions_leaderboard")]

    def __str__(self) -> str:
        return f"{self.solved_count} solved by {self.user_id}"
