"""The window and its list of problems."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models

from accounts.models import User
from courses.models import Course
from problems.models import Problem

TITLE_MAX_CHARS = 200
DESCRIPTION_MAX_CHARS = 20_000
LABEL_MAX_CHARS = 8


class SetKind(models.TextChoices):
    """Which rule sheet a set has: ContestRules, or AssignmentRules for both of the others."""

    CONTEST = "contest", "Contest"
    ASSIGNMENT = "assignment", "Assignment"
    EXERCISE = "exercise", "Exercise"
    """An assignment that counts for no grade."""


class SetVisibility(models.TextChoices):
    """Who may know of a set, beside its staff and those who have entered it."""

    PUBLIC = "public", "Everybody"
    INVITED = "invited", "Those on the list, or with the code"
    COURSE = "course", "Members of its course"
    HIDDEN = "hidden", "Staff only"


class VerdictPolicy(models.TextChoices):
    """What those who hand in learn of their judgements until the set lifts the veil."""

    ALL = "all", "Everything"
    SAMPLES = "samples", "Compiling and samples only"
    BLIND = "blind", "Nothing"


class ProblemSet(models.Model):
    """Problems within a window of time. A submission belongs to at most one set."""

    kind = models.CharField(max_length=10, choices=SetKind)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=TITLE_MAX_CHARS)
    description = models.TextField(
        blank=True, max_length=DESCRIPTION_MAX_CHARS, help_text="Markdown."
    )
    description_html = models.TextField(
        blank=True, editable=False, help_text="Made from the description, sanitised."
    )
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="problem_sets",
        help_text="Its TAs and instructors are the set's staff; without one, operators are.",
    )
    visibility = models.CharField(
        max_length=10, choices=SetVisibility, default=SetVisibility.HIDDEN
    )
    starts_at = models.DateTimeField(help_text="Nobody but staff sees the problems before.")
    ends_at = models.DateTimeField(
        help_text="The contest's end; the date when an assignment is due."
    )
    verdict_policy = models.CharField(
        max_length=10,
        choices=VerdictPolicy,
        default=VerdictPolicy.ALL,
        help_text="Until a contest's end, or the release of an assignment's scores.",
    )
    allowed_languages = models.JSONField(
        default=list, blank=True, help_text="Ids of the language table; empty allows all."
    )
    max_submissions_per_problem = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="Empty: no limit."
    )
    max_submissions_per_minute = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Of one entry, beside the site's own limit. Empty: the site's only.",
    )
    allows_upsolving = models.BooleanField(
        default=True, help_text="Whether the problems stay open for practice when all is over."
    )
    solutions_released_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when editorials and solutions may be read."
    )
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=("kind", "-starts_at", "-id"), name="contests_set_by_start"),
            models.Index(fields=("kind", "ends_at"), name="contests_set_by_end"),
            models.Index(fields=("course", "kind", "-starts_at"), name="contests_set_of_course"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="contests_set_ends_after_start",
                violation_error_message="The end must come after the start.",
            ),
            models.CheckConstraint(
                condition=~models.Q(visibility="course") | models.Q(course__isnull=False),
                name="contests_set_course_visibility",
                violation_error_message="A set for members of its course needs a course.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="contest") | models.Q(course__isnull=False),
                name="contests_set_assignment_course",
                violation_error_message="Assignments and exercises belong to a course.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_contest(self) -> bool:
        return self.kind == SetKind.CONTEST


class SetProblem(models.Model):
    """A problem's place in a set."""

    problem_set = models.ForeignKey(ProblemSet, on_delete=models.CASCADE, related_name="problems")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="set_problems")
    ordinal = models.PositiveIntegerField(help_text="From 1, in the set's order.")
    label = models.CharField(max_length=LABEL_MAX_CHARS, help_text="Such as A.")
    points = models.PositiveIntegerField(
        default=100, help_text="What a full score is worth; a partial score is scaled to it."
    )
    weight = models.FloatField(
        default=1.0,
        validators=[MinValueValidator(0.0)],
        help_text="Multiplies its points in an assignment's total.",
    )
    colour = models.CharField(
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Write a colour as #rrggbb.")],
        help_text="Of its balloon, as #rrggbb.",
    )

    class Meta:
        ordering = ("problem_set_id", "ordinal")
        constraints = [
            models.UniqueConstraint(
                fields=("problem_set", "problem"), name="contests_set_problem_once"
            ),
            models.UniqueConstraint(
                fields=("problem_set", "ordinal"), name="contests_set_problem_ordinal"
            ),
            models.UniqueConstraint(
                fields=("problem_set", "label"), name="contests_set_problem_label"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_set_id} {self.label}"
