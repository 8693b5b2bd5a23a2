"""Questions, replies, and who has read them."""

from django.db import models

from accounts.models import User
from contests.models import ProblemSet
from courses.models import Course
from problems.models import Problem

QUESTION_TITLE_MAX_CHARS = 200
BODY_MAX_CHARS = 20_000


class Question(models.Model):
    """Something that a member of a course wants to know."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="questions")
    problem = models.ForeignKey(
        Problem, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    problem_set = models.ForeignKey(
        ProblemSet,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        help_text="An assignment or exercise of the course; contests have clarifications.",
    )
    title = models.CharField(max_length=QUESTION_TITLE_MAX_CHARS)
    body = models.TextField(max_length=BODY_MAX_CHARS, help_text="Markdown.")
    body_html = models.TextField(editable=False)
    is_private = models.BooleanField(help_text="For its author and the course's staff only.")
    is_resolved = models.BooleanField(default=False)
    reply_count = models.PositiveIntegerField(default=0)
    last_activity_at = models.DateTimeField(help_text="When it was asked or last replied to.")
    last_actor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Who did that."
    )
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=("course", "-last_activity_at", "-id"), name="discussions_of_course"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Reply(models.Model):
    """One answer or remark."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="replies")
    is_from_staff = models.BooleanField(help_text="Whether its author taught the course then.")
    body = models.TextField(max_length=BODY_MAX_CHARS, help_text="Markdown.")
    body_html = models.TextField(editable=False)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "replies"
        indexes = [models.Index(fields=("question", "id"), name="discussions_replies_of")]

    def __str__(self) -> str:
        return f"{self.pk} to {self.question_id}"


class QuestionRead(models.Model):
    """Up to when somebody has read a question with its replies."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "question"), name="discussions_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.question_id}"
