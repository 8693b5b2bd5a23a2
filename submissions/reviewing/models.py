"""Comments on lines of sources, and verdicts or scores that staff set."""

from django.db import models

from accounts.models import User
from judging.verdicts import Verdict
from submissions.reviewing.rules import COMMENT_MAX_CHARS, REASON_MAX_CHARS

VERDICTS = [(verdict.value, verdict.value) for verdict in Verdict]


class LineComment(models.Model):
    """A word of the staff on a line of a source, which never changes. A draft until released."""

    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="comments"
    )
    line = models.PositiveIntegerField(help_text="From 1.")
    text = models.TextField(max_length=COMMENT_MAX_CHARS, help_text="Markdown.")
    html = models.TextField(editable=False, help_text="Made from the text, sanitised.")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True, help_text="Since when the student sees it.")

    class Meta:
        ordering = ("submission_id", "line", "id")

    def __str__(self) -> str:
        return f"{self.submission_id}:{self.line}"


class Override(models.Model):
    """A verdict or score that staff set; it wins over the judge's while it stands.

    Rows stay as history: a later one, or nobody's, takes the place of one that is withdrawn.
    """

    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="overrides"
    )
    verdict = models.CharField(  # noqa: DJ001 - the judge's stays
        max_length=3, choices=VERDICTS, null=True, help_text="Empty: the judge's stays."
    )
    score = models.FloatField(null=True, help_text="Empty: the judge's stays.")
    reason = models.TextField(max_length=REASON_MAX_CHARS)
    is_public = models.BooleanField(default=False, help_text="Students read the reason.")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("submission_id", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("submission",),
                condition=models.Q(withdrawn_at__isnull=True),
                name="submissions_override_once",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__isnull=False) | models.Q(score__isnull=False),
                name="submissions_override_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"override of {self.submission_id}"
