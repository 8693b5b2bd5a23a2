"""Standings as they are stored: one row for each entry, and boards ready to be sent."""

from django.db import models

from contests.models import Entry, ProblemSet


class Audience(models.TextChoices):
    """Who looks at a board."""

    PUBLIC = "public", "Everybody: frozen results are pending"
    STAFF = "staff", "Staff: as things are"


class Scope(models.TextChoices):
    """Which entries stand on a board."""

    ALL = "all", "All"
    OFFICIAL = "official", "Official live ones only"


class Scoreboard(models.Model):
    """The head of one contest's standings. Whoever changes them locks this row first.

    Each audience has its own sequence, so that a result that is hidden from the public
    can't be told from the public's numbers.
    """

    problem_set = models.OneToOneField(
        ProblemSet, on_delete=models.CASCADE, primary_key=True, related_name="scoreboard"
    )
    rules_mark = models.CharField(
        max_length=32, blank=True, help_text="Of the rules that the rows were counted by."
    )
    public_sequence = models.PositiveBigIntegerField(default=0)
    staff_sequence = models.PositiveBigIntegerField(default=0)
    public_pushed = models.PositiveBigIntegerField(
        default=0, help_text="Live clients have been told so far."
    )
    staff_pushed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"scoreboard of {self.problem_set_id}"

    def sequence(self, audience: Audience) -> int:
        return self.public_sequence if audience == Audience.PUBLIC else self.staff_sequence


class StandingsRow(models.Model):
    """Where one entry stands. An entry that tried nothing has no row."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="standings"
    )
    problem_set = models.ForeignKey(ProblemSet, on_delete=models.CASCADE, related_name="+")
    public_cells = models.JSONField(
        default=dict, help_text="Problem's ordinal → cell (contests.scoring.values.Cell)."
    )
    staff_cells = models.JSONField(default=dict)
    revealed = models.JSONField(
        default=list, help_text="Ordinals of the problems whose frozen results are public now."
    )
    public_sequence = models.PositiveBigIntegerField(
        default=0, help_text="The board's when this row last changed."
    )
    staff_sequence = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"standings of {self.entry_id}"


class StoredBoard(models.Model):
    """A board as the REST API sends it, made when it was last asked for."""

    problem_set = models.ForeignKey(ProblemSet, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    scope = models.CharField(max_length=10, choices=Scope)
    sequence = models.PositiveBigIntegerField()
    face = models.CharField(max_length=32, help_text="Of all that is shown beside the standings.")
    built_at = models.DateTimeField()
    body = models.BinaryField(help_text="JSON, gzipped.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("problem_set", "audience", "scope"), name="submissions_board_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.audience} board of {self.problem_set_id}"
