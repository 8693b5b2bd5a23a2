"""Who takes part in a contest. Assignments have no entries: a course's students do them."""

from django.db import models

from accounts.models import User
from contests.models.sets import ProblemSet

ENTRY_NAME_MAX_CHARS = 60
EXCLUSION_REASON_MAX_CHARS = 500


class EntryKind(models.TextChoices):
    """One person, or several who share everything."""

    INDIVIDUAL = "individual", "Individual"
    TEAM = "team", "Team"


class Exclusion(models.TextChoices):
    """Why an entry takes part no more."""

    WITHDRAWN = "withdrawn", "Withdrawn"
    DISQUALIFIED = "disqualified", "Disqualified"


class Entry(models.Model):
    """One line of a scoreboard: a person or a team, live or virtual."""

    problem_set = models.ForeignKey(ProblemSet, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind, default=EntryKind.INDIVIDUAL)
    name = models.CharField(max_length=ENTRY_NAME_MAX_CHARS)
    organization = models.CharField(max_length=ENTRY_NAME_MAX_CHARS, blank=True)
    is_official = models.BooleanField(
        default=True, help_text="Unofficial entries are shown and hold no rank."
    )
    exclusion = models.CharField(
        max_length=15,
        choices=Exclusion,
        blank=True,
        help_text="Empty: takes part. Else it hands nothing in any more, and holds no rank.",
    )
    exclusion_reason = models.CharField(
        max_length=EXCLUSION_REASON_MAX_CHARS, blank=True, help_text="For staff."
    )
    join_code = models.CharField(
        max_length=32, blank=True, help_text="Whoever knows it may join the team."
    )
    virtual_starts_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: takes part live, in the set's own window."
    )
    virtual_ends_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of a team: who may rename it and hand out its code.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=("problem_set", "id"), name="contests_entry_of_set")]
        constraints = [
            models.UniqueConstraint(
                fields=("join_code",),
                condition=~models.Q(join_code=""),
                name="contests_entry_join_code",
            ),
            models.UniqueConstraint(
                fields=("problem_set", "name"),
                condition=models.Q(kind="team", virtual_starts_at__isnull=True),
                name="contests_team_name_once",
            ),
            models.CheckConstraint(
                condition=models.Q(virtual_starts_at__isnull=True, virtual_ends_at__isnull=True)
                | models.Q(virtual_ends_at__gt=models.F("virtual_starts_at")),
                name="contests_entry_virtual_window",
            ),
            models.CheckConstraint(
                condition=models.Q(exclusion="") | models.Q(is_official=False),
                name="contests_entry_excluded_unofficial",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_virtual(self) -> bool:
        return self.virtual_starts_at is not None


class EntryMember(models.Model):
    """A person in an entry; in each set at most one live and one virtual."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="entry_members")
    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, related_name="+", help_text="The entry's."
    )
    is_virtual = models.BooleanField(default=False, help_text="As the entry is.")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("user", "problem_set", "is_virtual"), name="contests_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.entry_id}"


class Invitation(models.Model):
    """Somebody's name on an invite-only contest's list."""

    problem_set = models.ForeignKey(
        ProblemSet, on_delete=models.CASCADE, related_name="invitations"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="set_invitations")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "problem_set"), name="contests_invited_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.problem_set_id}"
