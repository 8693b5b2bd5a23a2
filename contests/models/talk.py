"""What is said during a set, and the balloons that are carried."""

from django.db import models

from accounts.models import User
from contests.models.entries import Entry
from contests.models.sets import ProblemSet, SetProblem

TEXT_MAX_CHARS = 4_000


class Clarification(models.Model):
    """A question to the jury and its answer."""

    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, related_name="clarifications"
    )
    set_problem = models.ForeignKey(
        SetProblem, on_delete=models.SET_NULL, null=True, blank=True, help_text="Empty: general."
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clarifications")
    entry = models.ForeignKey(
        Entry,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clarifications",
        help_text="Whose question it is: all of the team see it.",
    )
    question = models.TextField(max_length=TEXT_MAX_CHARS)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, max_length=TEXT_MAX_CHARS)
    answered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    is_broadcast = models.BooleanField(
        default=False, help_text="The answer was announced to all, without the asker."
    )
    revision = models.PositiveIntegerField(default=1, help_text="+1 with each change.")

    class Meta:
        indexes = [
            models.Index(fields=("problem_set", "-id"), name="contests_clarification_of_set"),
            models.Index(
                fields=("asked_by", "problem_set", "-id"), name="contests_clarification_of_user"
            ),
        ]

    def __str__(self) -> str:
        return f"clarification {self.pk}"


class Announcement(models.Model):
    """A word of the jury to all."""

    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, related_name="announcements"
    )
    sequence = models.PositiveIntegerField(help_text="Counts the set's announcements from 1.")
    set_problem = models.ForeignKey(
        SetProblem, on_delete=models.SET_NULL, null=True, blank=True, help_text="Empty: general."
    )
    clarification = models.ForeignKey(
        Clarification,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="announcements",
        help_text="The question that the text answers for all.",
    )
    text = models.TextField(max_length=TEXT_MAX_CHARS)
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="+1 with each change.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("problem_set", "sequence"), name="contests_announcement_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_set_id} announcement {self.sequence}"


class BalloonState(models.TextChoices):
    """Where a balloon is."""

    WAITING = "waiting", "To be carried"
    DELIVERED = "delivered", "Delivered"
    WITHDRAWN = "withdrawn", "Withdrawn: judged again, the problem is not solved"


class Balloon(models.Model):
    """What an entry gets at its first accepted submission to a problem."""

    problem_set = models.ForeignKey(ProblemSet, on_delete=models.CASCADE, related_name="balloons")
    set_problem = models.ForeignKey(SetProblem, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="balloons")
    state = models.CharField(max_length=10, choices=BalloonState, default=BalloonState.WAITING)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=("problem_set", "state", "id"), name="contests_balloon_queue")
        ]
        constraints = [
            models.UniqueConstraint(fields=("entry", "set_problem"), name="contests_balloon_once")
        ]

    def __str__(self) -> str:
        return f"balloon {self.pk}"
