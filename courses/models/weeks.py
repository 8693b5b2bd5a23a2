"""A course's plan: weeks, and what each offers."""

from django.db import models
from django.db.models import Q

from courses.models.course import Course

WEEK_TITLE_MAX_CHARS = 120
WEEK_SUMMARY_MAX_CHARS = 10_000
ITEM_TITLE_MAX_CHARS = 200
URL_MAX_CHARS = 500
MAX_WEEKS = 60
MAX_ITEMS = 50


class Week(models.Model):
    """One week of a course, or whatever its staff calls so."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="weeks")
    ordinal = models.PositiveIntegerField(help_text="Position in the course, from 1.")
    title = models.CharField(max_length=WEEK_TITLE_MAX_CHARS)
    summary = models.TextField(max_length=WEEK_SUMMARY_MAX_CHARS, blank=True, help_text="Markdown.")
    summary_html = models.TextField(blank=True, editable=False)
    starts_on = models.DateField(null=True, blank=True)
    is_published = models.BooleanField(default=False, help_text="Whether students see it.")

    class Meta:
        ordering = ("course_id", "ordinal", "id")
        indexes = [models.Index(fields=("course", "ordinal", "id"), name="courses_weeks_of")]

    def __str__(self) -> str:
        return self.title


class ItemKind(models.TextChoices):
    """What a week may offer."""

    LINK = "link", "A link"
    PROBLEM = "problem", "A problem"


class WeekItem(models.Model):
    """A material or a problem of a week."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="items")
    ordinal = models.PositiveIntegerField(help_text="Position in the week, from 1.")
    kind = models.CharField(max_length=10, choices=ItemKind)
    title = models.CharField(
        max_length=ITEM_TITLE_MAX_CHARS, blank=True, help_text="A problem's own, where it is empty."
    )
    url = models.URLField(max_length=URL_MAX_CHARS, blank=True)
    problem_id = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="Problems stand above courses, which ask for them by a port.",
    )

    class Meta:
        ordering = ("week_id", "ordinal", "id")
        indexes = [models.Index(fields=("problem_id",), name="courses_items_of_problem")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="link", problem_id__isnull=True) & ~Q(url="")
                | Q(kind="problem", problem_id__isnull=False, url=""),
                name="courses_item_is_of_its_kind",
            )
        ]

    def __str__(self) -> str:
        return self.title or f"problem {self.problem_id}"
