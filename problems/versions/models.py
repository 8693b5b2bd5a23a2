"""Versions of test packages on their way: gathered edits, and packages being made."""

from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from common.background import BackgroundWork
from problems.imports.models import PackageImport
from problems.uploads.models import Upload


class DraftState(models.TextChoices):
    """Where gathered edits stand."""

    OPEN = "open", "Being gathered"
    MAKING = "making", "Becoming a version"
    DONE = "done", "Became a version"
    DISCARDED = "discarded", "Discarded"


OPEN_DRAFTS = (DraftState.OPEN, DraftState.MAKING)


class TestPackageDraft(models.Model):
    """Edits of a problem's test package that become one new version together.

    A problem has at most one that is not finished, which its staff share.
    """

    __test__ = False

    problem = models.ForeignKey("problems.Problem", on_delete=models.CASCADE, related_name="drafts")
    base = models.ForeignKey(
        "problems.TestPackage",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="The version that it changes; empty: there was none.",
    )
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.OPEN)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    package_import = models.ForeignKey(
        PackageImport,
        on_delete=models.SET_NULL,
        null=True,
        related_name="drafts",
        help_text="What the last attempt to make a version of it came to.",
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("problem",),
                condition=models.Q(state__in=["open", "making"]),
                name="problems_draft_once",
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.problem_id}"


class TestPackageDraftChange(models.Model):
    """One edit of a draft."""

    __test__ = False

    draft = models.ForeignKey(TestPackageDraft, on_delete=models.CASCADE, related_name="changes")
    ordinal = models.PositiveIntegerField()
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    operation = models.JSONField(help_text="As in problems.versions.operations.")

    class Meta:
        ordering = ("draft_id", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=("draft", "ordinal"), name="problems_draft_change_once")
        ]

    def __str__(self) -> str:
        return f"change {self.ordinal} of {self.draft_id}"


class PackageMaking(BackgroundWork):
    """Reading an upload, or making a package of edits, before a judge checks it."""

    WORK_NAME = "problems.package_making"

    objects: ClassVar[models.Manager[Self]] = models.Manager()
    package_import = models.OneToOneField(
        PackageImport, on_delete=models.CASCADE, related_name="making"
    )
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")
    draft = models.ForeignKey(
        TestPackageDraft, on_delete=models.CASCADE, null=True, related_name="makings"
    )

    def __str__(self) -> str:
        return f"making of import {self.package_import_id}"


class VerificationState(models.TextChoices):
    """Where a verification stands."""

    QUEUED = "queued", "Waiting for a judge"
    RUNNING = "running", "Being done"
    DONE = "done", "Done"
    FAILED = "failed", "Could not be done"


OPEN_VERIFICATIONS = (VerificationState.QUEUED, VerificationState.RUNNING)


class PackageVerification(models.Model):
    """One try of all programs of a version: what was expected, and what came of it."""

    test_package = models.ForeignKey(
        "problems.TestPackage", on_delete=models.CASCADE, related_name="verifications"
    )
    source_sha256 = models.CharField(
        max_length=64, help_text="Of the problem package whose programs were tried."
    )
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=VerificationState, default=VerificationState.QUEUED
    )
    stage = models.CharField(
        max_length=20, blank=True, help_text="validators, generators or submissions."
    )
    done_count = models.PositiveIntegerField(default=0, help_text="Of the stage.")
    total_count = models.PositiveIntegerField(default=0)
    attempt_token = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    send_count = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, help_text="When a judge last told how far it is.")
    finished_at = models.DateTimeField(null=True)
    judgehost = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="+1 with each news.")
    findings = models.JSONField(
        default=list, help_text="Each with severity, file, line and message."
    )
    programs = models.JSONField(default=list, help_text="As in judging.contract_checks.")
    submissions = models.JSONField(default=list, help_text="As in judging.contract_checks.")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("test_package",),
                condition=models.Q(state__in=["queued", "running"]),
                name="problems_verification_once",
            )
        ]
        indexes = [
            models.Index(
                fields=("state", "sent_at"),
                name="problems_open_verifications",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"verification {self.pk} of {self.test_package_id}"
