"""Problems and what belongs to them."""

from django.db import models

from accounts.models import User
from courses.models import Course

TITLE_MAX_CHARS = 200


class Visibility(models.TextChoices):
    """Who may open a problem beside the staff."""

    PUBLIC = "public", "Everybody"
    COURSE = "course", "Members of its course"
    HIDDEN = "hidden", "Staff only"


class Problem(models.Model):
    """A problem under its address. What is asked of a solution stands in its test package."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(
        max_length=TITLE_MAX_CHARS, help_text="In the site's first language that it has."
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="problems"
    )
    owner = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_problems"
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.HIDDEN)
    allowed_languages = models.JSONField(
        default=list, blank=True, help_text="Ids of the language table; empty allows all."
    )
    test_package = models.ForeignKey(
        "TestPackage",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The version that new submissions are judged by.",
    )
    package_uuid = models.CharField(
        max_length=40, blank=True, editable=False, help_text="As its packages say, if they do."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=("visibility", "id"), name="problems_visibility_id")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(visibility="course") | models.Q(course__isnull=False),
                name="problems_course_visibility_has_course",
                violation_error_message="A problem for members of its course needs a course.",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def ready_package(self) -> "TestPackage":
        """The test package of a problem that can be judged (problems_ready)."""
        if self.test_package is None:
            raise ValueError(f"problem {self.slug} has no test package")
        return self.test_package


class Statement(models.Model):
    """A problem's text in one language, from its package."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="statements")
    language = models.CharField(max_length=10, help_text="Such as ko or en.")
    title = models.CharField(max_length=TITLE_MAX_CHARS)
    source = models.TextField(help_text="Markdown, as in the package.")
    html = models.TextField(
        editable=False, help_text="Made from the source when the package came in, sanitised."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("problem", "language"), name="problems_statement_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class TestPackage(models.Model):
    """One immutable version of a problem's test data: a zip in storage under its own hash."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="test_packages")
    version = models.PositiveIntegerField(help_text="Counts the problem's packages from 1.")
    sha256 = models.CharField(max_length=64)
    source_sha256 = models.CharField(
        max_length=64, help_text="Of the problem package as it came, kept in storage too."
    )
    size_bytes = models.PositiveBigIntegerField()
    manifest = models.JSONField(help_text="As in judging.packages.manifest.")
    limits = models.JSONField(default=dict, help_text="The manifest's, as in judging.limits.")
    time_limit_ms = models.PositiveIntegerField(help_text="CPU time, before a multiplier.")
    memory_limit_kib = models.PositiveIntegerField()
    source_limit_bytes = models.PositiveIntegerField()
    test_case_count = models.PositiveIntegerField()
    max_score = models.FloatField(
        null=True, help_text="What a submission can get at most; null for pass-fail problems."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    # The name is the field's own word; it must not make pytest collect the class.
    __test__ = False

    class Meta:
        ordering = ("problem_id", "version")
        constraints = [
            models.UniqueConstraint(fields=("problem", "version"), name="problems_package_version"),
            models.UniqueConstraint(fields=("problem", "sha256"), name="problems_package_once"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} v{self.version} ({self.sha256[:12]})"


class Sample(models.Model):
    """A test case that students see. Kept with the row so that a page needs no storage."""

    test_package = models.ForeignKey(TestPackage, on_delete=models.CASCADE, related_name="samples")
    ordinal = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    input = models.TextField()
    answer = models.TextField()

    class Meta:
        ordering = ("test_package_id", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=("test_package", "ordinal"), name="problems_sample_once")
        ]

    def __str__(self) -> str:
        return self.name
