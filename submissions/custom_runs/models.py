"""A custom run, kept for some days."""

from django.db import models

from accounts.models import User
from judging.verdicts import JudgementState
from problems.models import Problem, TestPackage

STATES = [
    (state.value, state.value)
    for state in (JudgementState.QUEUED, JudgementState.DONE, JudgementState.CANCELLED)
]


class CustomRun(models.Model):
    """One program and the inputs that one person tried it on."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, db_index=False, related_name="custom_runs"
    )
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="+")
    test_package = models.ForeignKey(TestPackage, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=32)
    source = models.TextField()
    layout = models.JSONField(
        default=list,
        help_text="Its files, as in submissions.sources; empty: a text without a name.",
    )
    inputs = models.JSONField(help_text="As in judging.contract_runs.RunInput.")
    attempt_token = models.CharField(
        max_length=32, help_text="A report must repeat it to be believed."
    )
    state = models.CharField(max_length=10, choices=STATES, default=JudgementState.QUEUED.value)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="When the broker last took the job.")
    send_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    is_compiled = models.BooleanField(null=True, help_text="Null: it never came so far.")
    compile_message = models.TextField(blank=True)
    results = models.JSONField(
        default=list, help_text="As in judging.contract_runs.RunResult, in order of the inputs."
    )
    words = models.JSONField(
        default=list, help_text="The results' words, so that lists need not read all outputs."
    )
    error = models.TextField(blank=True, help_text="Why it could not be run; for the person.")
    judgehost = models.CharField(max_length=200, blank=True)
    internal_error = models.TextField(blank=True, help_text="For staff only.")

    class Meta:
        indexes = [
            models.Index(fields=("user", "-id"), name="submissions_custom_of_user"),
            models.Index(fields=("created_at",), name="submissions_custom_by_age"),
            models.Index(
                fields=("sent_at",),
                name="submissions_custom_open",
                condition=models.Q(state="queued"),
            ),
        ]

    def __str__(self) -> str:
        return f"custom run {self.pk}"

    @property
    def sequence(self) -> int:
        """Of its live events: it changes once."""
        return int(self.state != JudgementState.QUEUED)
