"""What operators did: a row for every action, made before AWS is asked and completed after."""

from django.conf import settings
from django.db import models


class Outcome(models.TextChoices):
    """How an action ended."""

    ASKED = "asked", "Asked; the answer is not known"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    DRY = "dry", "Dry run; nothing was asked"
    WAITING = "waiting", "Waits for a second operator"
    DECLINED = "declined", "Declined; nothing was asked"


class Sample(models.Model):
    """The service's figures at one moment, for plots. Old ones are forgotten."""

    at = models.DateTimeField(unique=True)
    figures = models.JSONField(help_text="By name; what was not known is left out.")

    class Meta:
        ordering = ("at",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class OperatorAction(models.Model):
    """One action on the deployment. ASKED for long: the process ended before the answer came."""

    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(
        max_length=150, help_text="The user name at that time; it outlives the account."
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who approved or declined what the actor asked for.",
    )
    second_name = models.CharField(max_length=150, blank=True)
    permission = models.CharField(
        max_length=40, blank=True, help_text="That it needs of either; empty: before it was kept."
    )
    action = models.CharField(max_length=60, help_text="Such as service_scale.")
    target = models.CharField(max_length=300, help_text="Such as codedang-judge/judge.")
    asked = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.ASKED)
    message = models.TextField(blank=True, help_text="What AWS answered, in words.")
    is_retryable = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        default_permissions = ("view",)
        permissions = (
            ("see_infrastructure", "See the deployment's screens"),
            ("change_fleet", "Scale, deploy, drain and stop"),
            ("change_edge", "Change the edge and invalidate its copies"),
            ("change_queues", "Redrive and purge queues"),
        )
        indexes = [
            models.Index(fields=("action", "-id"), name="infra_action"),
            models.Index(fields=("target", "-id"), name="infra_target"),
            models.Index(fields=("outcome", "-id"), name="infra_outcome"),
            models.Index(fields=("actor_name", "-id"), name="infra_actor"),
            models.Index(fields=("at",), name="infra_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action} {self.target} ({self.outcome})"


class Invalidation(models.Model):
    """Copies that the edge was asked, or is to be asked, to forget because content changed."""

    made_at = models.DateTimeField()
    paths = models.JSONField(default=list)
    tried_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField(
        null=True, help_text="When to ask the edge, or ask it again; empty: it is settled."
    )
    distribution_id = models.CharField(max_length=100, blank=True)
    invalidation_id = models.CharField(
        max_length=100, blank=True, help_text="The edge's own; empty: it has not taken it."
    )
    message = models.TextField(blank=True, help_text="Why it was not taken, in words.")

    class Meta:
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=("try_at",),
                name="infra_invalidation_due",
                condition=models.Q(try_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"automatic invalidation {self.pk}"


class ContentChange(models.Model):
    """Public content that changed, written in the transaction of the change."""

    noted_at = models.DateTimeField()
    paths = models.JSONField(default=list)
    cause = models.CharField(max_length=300)
    invalidation = models.ForeignKey(
        Invalidation,
        on_delete=models.CASCADE,
        null=True,
        related_name="changes",
        help_text="By which the edge forgets it; empty: it waits for others of the same moment.",
    )

    class Meta:
        ordering = ("id",)
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=("id",),
                name="infra_changes_waiting",
                condition=models.Q(invalidation__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.cause


class PreScaling(models.Model):
    """An operator's word that a contest shall have so many judges ready, from then to then."""

    contest = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField(help_text="The contest's own, as it was approved.")
    ends_at = models.DateTimeField(help_text="As above.")
    min_tasks = models.PositiveIntegerField(help_text="At least so many judges.")
    begins_at = models.DateTimeField(help_text="When they shall be started.")
    is_over_at = models.DateTimeField(help_text="From when they may go.")
    usual_min_tasks = models.PositiveIntegerField(help_text="The bound outside of contests.")
    approved_by = models.CharField(max_length=150)

    class Meta:
        ordering = ("begins_at", "id")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.min_tasks} judges for {self.contest}"
