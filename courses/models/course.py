"""Courses and who is in them as what."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import User

SLUG_MAX_CHARS = 60
TITLE_MAX_CHARS = 120
SUMMARY_MAX_CHARS = 2_000
SECTION_MAX_CHARS = 40
YEAR_MIN = 2000
YEAR_MAX = 2100


class Term(models.TextChoices):
    """Parts of an academic year."""

    SPRING = "spring", "Spring"
    SUMMER = "summer", "Summer"
    FALL = "fall", "Fall"
    WINTER = "winter", "Winter"


class Course(models.Model):
    """One course in one semester."""

    slug = models.SlugField(max_length=SLUG_MAX_CHARS, unique=True)
    title = models.CharField(max_length=TITLE_MAX_CHARS)
    summary = models.TextField(max_length=SUMMARY_MAX_CHARS, blank=True)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(YEAR_MIN), MaxValueValidator(YEAR_MAX)]
    )
    term = models.CharField(max_length=10, choices=Term, blank=True)
    starts_on = models.DateField(
        null=True, blank=True, help_text="First day of the semester, from which copies are dated."
    )
    is_listed = models.BooleanField(
        default=False, help_text="Whether people who are not in it may find it."
    )
    accepts_requests = models.BooleanField(
        default=False, help_text="Whether people who find it may ask to join."
    )
    shows_members = models.BooleanField(
        default=False, help_text="Whether students see who else is in it."
    )
    archived_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is read-only."
    )
    duplicated_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="duplicates"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class Role(models.TextChoices):
    """What somebody is in a course."""

    STUDENT = "student", "Student"
    TA = "ta", "Teaching assistant"
    INSTRUCTOR = "instructor", "Instructor"


TEACHING_ROLES = (Role.TA, Role.INSTRUCTOR)


class WayIn(models.TextChoices):
    """How somebody came into a course."""

    STAFF = "staff", "Added by staff"
    INVITE = "invite", "By an invite code"
    LIST = "list", "By a listed student number"
    REQUEST = "request", "By a request"


class Membership(models.Model):
    """One person's place in one course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    section = models.CharField(
        max_length=SECTION_MAX_CHARS,
        blank=True,
        help_text="The class within the course, such as 001. Empty: none.",
    )
    way_in = models.CharField(max_length=10, choices=WayIn, default=WayIn.STAFF)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "course"), name="courses_membership_once")
        ]
        indexes = [
            models.Index(fields=("course", "role", "section"), name="courses_members_by_section")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.course_id} as {self.role}"
