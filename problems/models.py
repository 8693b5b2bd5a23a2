"""Problems and what belongs to them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Cast

from accounts.models import User
from courses.models import Course
from judging.names import MAX_SOURCE_FILES
from problems.authoring.models import ProblemRevision as ProblemRevision
from problems.authoring.models import StatementFile as StatementFile
from problems.imports.models import PackageImport as PackageImport
from problems.uploads.models import Upload as Upload
from problems.versions.models import PackageMaking as PackageMaking
from problems.versions.models import PackageVerification as PackageVerification
from problems.versions.models import TestPackageDraft as TestPackageDraft
from problems.versions.models import TestPackageDraftChange as TestPackageDraftChange

TITLE_MAX_CHARS = 200
MAX_DIFFICULTY = 10
TEXT_MAX_CHARS = 100_000
TEMPLATE_MAX_CHARS = 64 * 1024


class Visibility(models.TextChoices):
    """Who may open a problem beside the staff."""

    PUBLIC = "public", "Everybody"
    COURSE = "course", "Members of its course"
    HIDDEN = "hidden", "Staff only"


class Tag(models.Model):
    """A topic of problems. The site's operators keep the list."""

    slug = models.SlugField(max_length=40, unique=True)
    name_ko = models.CharField("name in Korean", max_length=60)
    name_en = models.CharField("name in English", max_length=60)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


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
    max_source_files = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_SOURCE_FILES)],
        help_text="How many files a solution may have; 1: one text, as most problems want it.",
    )
    package_uuid = models.CharField(
        max_length=40, blank=True, editable=False, help_text="As its packages say, if they do."
    )
    difficulty = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(MAX_DIFFICULTY)],
        help_text=f"From 1 (easiest) to {MAX_DIFFICULTY}; 0: not rated.",
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="problems")
    archived_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is out of use: only its staff see it."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=("visibility", "id"), name="problems_visibility_id"),
            models.Index(
                fields=("visibility", "difficulty", "id"), name="problems_visibility_difficulty"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(difficulty__lte=MAX_DIFFICULTY),
                name="problems_difficulty_bound",
            ),
            models.CheckConstraint(
                condition=models.Q(max_source_files__range=(1, MAX_SOURCE_FILES)),
                name="problems_max_source_files_bound",
            ),
            models.CheckConstraint(
                condition=~models.Q(visibility="course") | models.Q(course__isnull=False),
                name="problems_course_visibility_has_course",
                violation_error_message="A problem for members of its course needs a course.",
            ),
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
    source = models.TextField(help_text="Markdown, as in the package or made of its LaTeX.")
    pdf_sha256 = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Of a statement that is a PDF, which is offered as it is.",
    )
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
    created_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty: the operator at the command line.",
    )
    comment = models.CharField(max_length=300, default="", help_text="What it was made for.")

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


class Attachment(models.Model):
    """A file that students get beside the statement. Storage keeps it under its own hash."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255, help_text="May name directories, as in `data/1.txt`.")
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("problem_id", "name")
        constraints = [
            models.UniqueConstraint(fields=("problem", "name"), name="problems_attachment_once")
        ]

    def __str__(self) -> str:
        return self.name


class Sample(models.Model):
    """A test case that students see. Kept with the row so that a page needs no storage."""

    test_package = models.ForeignKey(TestPackage, on_delete=models.CASCADE, related_name="samples")
    ordinal = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    input = models.TextField()
    answer = models.TextField()
    interaction = models.TextField(
        default="",
        blank=True,
        help_text="A conversation, shown in place of input and answer; empty: there is none.",
    )

    class Meta:
        ordering = ("test_package_id", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=("test_package", "ordinal"), name="problems_sample_once")
        ]

    def __str__(self) -> str:
        return self.name


class ProblemStatistics(models.Model):
    """How people fare with a problem in practice, kept up with each verdict.

    A row of its own: a problem's form in the admin must not write old counts back.
    """

    problem = models.OneToOneField(
        Problem, on_delete=models.CASCADE, primary_key=True, related_name="statistics"
    )
    attempt_count = models.PositiveIntegerField(
        default=0, help_text="Submissions with a verdict that speaks of them."
    )
    accepted_count = models.PositiveIntegerField(default=0)
    solver_count = models.PositiveIntegerField(default=0, help_text="People who have solved it.")
    acceptance_per_mille = models.GeneratedField(
        expression=models.Case(
            models.When(attempt_count=0, then=models.Value(-1)),
            default=Cast(
                models.F("accepted_count") * 1000 / models.F("attempt_count"),
                models.IntegerField(),
            ),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
        help_text="-1: no attempts.",
    )

    class Meta:
        verbose_name_plural = "problem statistics"

    def __str__(self) -> str:
        return f"{self.accepted_count} of {self.attempt_count} at {self.problem_id}"


class Favourite(models.Model):
    """A problem that somebody wants to find again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favourites")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "problem"), name="problems_favourite_once")
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} of {self.user_id}"


class Hint(models.Model):
    """A step towards the solution. People see them one after the other."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="hints")
    ordinal = models.PositiveIntegerField(help_text="From 1, in the order of revealing.")
    source = models.TextField("text", max_length=TEXT_MAX_CHARS, help_text="Markdown.")
    html = models.TextField(editable=False, help_text="Made from the text, sanitised.")

    class Meta:
        ordering = ("problem_id", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=("problem", "ordinal"), name="problems_hint_once")
        ]

    def __str__(self) -> str:
        return f"hint {self.ordinal} of {self.problem_id}"


class HintReveal(models.Model):
    """Somebody has looked at a hint."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hint_reveals")
    hint = models.ForeignKey(Hint, on_delete=models.CASCADE, related_name="reveals")
    revealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "hint"), name="problems_hint_reveal_once")
        ]

    def __str__(self) -> str:
        return f"{self.hint_id} by {self.user_id}"


class Editorial(models.Model):
    """How a problem is solved, in one language."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="editorials")
    language = models.CharField(max_length=10, help_text="Such as ko or en.")
    source = models.TextField("text", max_length=TEXT_MAX_CHARS, help_text="Markdown.")
    html = models.TextField(editable=False, help_text="Made from the text, sanitised.")
    released_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when everybody may read it. Empty: those who have solved the problem.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("problem", "language"), name="problems_editorial_once")
        ]

    def __str__(self) -> str:
        return f"editorial of {self.problem_id} ({self.language})"


class CodeTemplate(models.Model):
    """What a solution in one language begins with; parts of it may be locked."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="code_templates")
    language = models.CharField(max_length=32, help_text="An id of the language table.")
    source = models.TextField(
        max_length=TEMPLATE_MAX_CHARS,
        help_text="Lines from one with @locked up to one with @unlocked must stay as they are.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("problem", "language"), name="problems_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.language} template of {self.problem_id}"
