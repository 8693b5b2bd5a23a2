"""What makes a set a contest, or an assignment."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from contests.models.sets import ProblemSet

CODE_MAX_CHARS = 32
TEAM_SIZE_MAX = 10


class ContestFormat(models.TextChoices):
    """How attempts become a rank (contests.scoring)."""

    ICPC = "icpc", "ICPC: solved problems, then penalty"
    IOI = "ioi", "IOI: sum over subtasks of the best of each"
    POINTS = "points", "Points: best partial score"
    ATCODER = "atcoder", "AtCoder: points, then time with penalties"
    LAST = "last", "The last submission counts"


class EntryMode(models.TextChoices):
    """As what one may enter."""

    INDIVIDUAL = "individual", "Alone"
    TEAM = "team", "In a team"
    ANY = "any", "Alone or in a team"


class BoardVisibility(models.TextChoices):
    """When others than staff see the scoreboard."""

    ALWAYS = "always", "From the start on"
    AFTER_END = "after_end", "From the end on"
    NEVER = "never", "Never"


class ContestRules(models.Model):
    """A contest's rule sheet. Its phases follow from the set's window and the times here."""

    problem_set = models.OneToOneField(
        ProblemSet, on_delete=models.CASCADE, primary_key=True, related_name="contest_rules"
    )
    format = models.CharField(max_length=10, choices=ContestFormat, default=ContestFormat.ICPC)
    penalty_minutes = models.PositiveIntegerField(
        default=20, help_text="For each rejected attempt at what is solved later."
    )
    counts_compile_errors = models.BooleanField(
        default=False, help_text="Whether an attempt that does not compile is a rejected one."
    )
    freeze_at = models.DateTimeField(
        null=True, blank=True, help_text="From then on others see the board as it stood."
    )
    unfrozen_at = models.DateTimeField(null=True, blank=True, help_text="When it was revealed.")
    finalized_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the results are final: nothing changes them."
    )
    board_visibility = models.CharField(
        max_length=10, choices=BoardVisibility, default=BoardVisibility.ALWAYS
    )
    registration_opens_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: as soon as people may know of the contest."
    )
    registration_closes_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: at the contest's end."
    )
    entry_mode = models.CharField(max_length=10, choices=EntryMode, default=EntryMode.INDIVIDUAL)
    max_team_size = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(2), MaxValueValidator(TEAM_SIZE_MAX)]
    )
    allows_unofficial = models.BooleanField(
        default=True,
        help_text="Whether one may enter out of competition, also after registration has closed.",
    )
    invite_code = models.CharField(
        max_length=CODE_MAX_CHARS,
        blank=True,
        help_text="Whoever knows it may enter an invite-only contest. Empty: the list only.",
    )
    allows_virtual = models.BooleanField(
        default=True, help_text="Whether one may go through it later against the clock."
    )
    has_balloons = models.BooleanField(default=False)
    gold_medals = models.PositiveSmallIntegerField(default=4, help_text="Places from the top.")
    silver_medals = models.PositiveSmallIntegerField(default=4)
    bronze_medals = models.PositiveSmallIntegerField(default=4)

    class Meta:
        verbose_name_plural = "contest rules"

    def __str__(self) -> str:
        return f"rules of contest {self.problem_set_id}"


class AssignmentRules(models.Model):
    """The rule sheet of an assignment or exercise. It is due at the set's end."""

    problem_set = models.OneToOneField(
        ProblemSet, on_delete=models.CASCADE, primary_key=True, related_name="assignment_rules"
    )
    closes_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Hard close: late work is taken until then. Empty: none is.",
    )
    late_penalty_percent = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(100)],
        help_text="Taken off a late submission's score for each day begun.",
    )
    scores_released_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when students see their scores."
    )

    class Meta:
        verbose_name_plural = "assignment rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(late_penalty_percent__lte=100),
                name="contests_late_penalty_percent",
            )
        ]

    def __str__(self) -> str:
        return f"rules of assignment {self.problem_set_id}"
