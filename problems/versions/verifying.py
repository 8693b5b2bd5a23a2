"""Trying all programs of a version on a judge: starting it, and recording what comes of it."""

import secrets
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from common.push import live_event, push
from common.rest import Schema
from judging.contract_checks import PackageVerifyProgress, PackageVerifyReport
from problems.archive import judge_package_name, source_name, store
from problems.authoring.parts import problem_locked
from problems.imports.judges_copy import judges_copy_forget
from problems.selectors import problems_managed_by
from problems.uploads.services import storage_copy
from problems.versions.dispatch import verification_send
from problems.versions.models import OPEN_VERIFICATIONS, PackageVerification, VerificationState
from problems.versions.reading import package_managed

UNSENT_AFTER = timedelta(seconds=3)
SILENCE = timedelta(minutes=35)
"""A judge tells how far it is after each submission, and one step takes half an hour at most."""
PATIENCE = timedelta(hours=6)
MAX_SENDS = 3
AT_ONCE = 50


class PackageVerificationEvent(Schema):
    """How far a verification is; its table is read over GraphQL."""

    state: str
    stage: str
    done_count: int
    total_count: int


def verification_start(*, actor: User, package_id: int, now: datetime) -> PackageVerification:
    """Have a judge try all programs of a version; the one that is on its way, if there is one.

    Raises NotFoundError where the actor doesn't act for the problem.
    """
    with transaction.atomic():
        package = package_managed(actor, package_id)
        problem_locked(actor, package.problem_id)
        known = package.verifications.filter(state__in=OPEN_VERIFICATIONS).first()
        if known is not None:
            return known
        _judges_copy_put(package.source_sha256)
        started = PackageVerification.objects.create(
            test_package=package,
            source_sha256=package.source_sha256,
            requested_by=actor,
            attempt_token=secrets.token_hex(16),
            created_at=now,
        )
        transaction.on_commit(partial(verification_send, started))
    return started


def verification_progress_record(*, news: PackageVerifyProgress, now: datetime) -> bool:
    """Note how far a judge is. False: it is over, or the news are stale."""
    open_one = _of(news.verification_id, news.attempt_token)
    changed = open_one.update(
        state=VerificationState.RUNNING,
        stage=news.stage,
        done_count=news.done,
        total_count=news.total,
        judgehost=news.judgehost[:200],
        heard_at=now,
        sequence=F("sequence") + 1,
    )
    if changed:
        _announce(news.verification_id)
    return changed > 0


def verification_record(*, report: PackageVerifyReport, now: datetime) -> bool:
    """Record what came of a verification. False: it was recorded before, or is stale."""
    with transaction.atomic():
        done = _of(report.verification_id, report.attempt_token).select_for_update().first()
        if done is None:
            return False
        done.judgehost = report.judgehost[:200]
        done.findings = [
            {"severity": severity, **_plain(finding)}
            for severity, found in (("problem", report.problems), ("warning", report.warnings))
            for finding in found
        ]
        done.programs = [_plain(one) for one in report.programs]
        done.submissions = [_plain(one) for one in report.submissions]
        if report.internal_error is not None:
            error = report.internal_error
            _fail(done, f"{error.kind}: {error.message}", now)
        else:
            _end(done, VerificationState.DONE, now)
    return True


def verifications_sweep(*, now: datetime) -> int:
    """Send what was never sent or got lost, and end what no judge does; returns how many."""
    swept = 0
    open_ones = PackageVerification.objects.filter(state__in=OPEN_VERIFICATIONS)
    silent = Q(sent_at__isnull=True, created_at__lt=now - UNSENT_AFTER) | (
        Q(sent_at__lt=now - SILENCE) & (Q(heard_at__isnull=True) | Q(heard_at__lt=now - SILENCE))
    )
    rows = open_ones.filter(silent).select_related("test_package__problem").order_by("id")
    for one in rows[:AT_ONCE]:
        if one.send_count >= MAX_SENDS or one.created_at < now - PATIENCE:
            with transaction.atomic():
                _fail(one, "No judge did it: ask an operator whether one takes such work.", now)
            swept += 1
        else:
            swept += verification_send(one)
    return swept


def verifications_managed_by(user: User | AnonymousUser) -> QuerySet[PackageVerification]:
    """Those of versions of problems that the user acts for."""
    return PackageVerification.objects.filter(test_package__problem__in=problems_managed_by(user))


def verification_group(verification_id: int) -> str:
    return f"package-verification.{verification_id}"


def verification_sequence(user: User, verification_id: int) -> int | None:
    """Where its news stand; None where the user may not have them."""
    found = verifications_managed_by(user).filter(pk=verification_id)
    return found.order_by().values_list("sequence", flat=True).first()


def _of(verification_id: int, attempt_token: str) -> QuerySet[PackageVerification]:
    if not 0 < verification_id <= 2**63 - 1:
        return PackageVerification.objects.none()
    return PackageVerification.objects.filter(
        pk=verification_id, attempt_token=attempt_token, state__in=OPEN_VERIFICATIONS
    )


def _fail(verification: PackageVerification, reason: str, now: datetime) -> None:
    message = f"It could not be verified, which says nothing of the package: {reason}"
    verification.findings.append(
        {"severity": "problem", "file": "", "line": None, "message": message[:2_000]}
    )
    _end(verification, VerificationState.FAILED, now)


def _end(verification: PackageVerification, state: VerificationState, now: datetime) -> None:
    verification.state, verification.finished_at = state, now
    verification.sequence += 1
    verification.save()
    transaction.on_commit(partial(judges_copy_forget, verification.source_sha256))
    transaction.on_commit(partial(_announce, verification.pk))


def _announce(verification_id: int) -> None:
    row = PackageVerification.objects.defer("findings", "programs", "submissions").get(
        pk=verification_id
    )
    payload = PackageVerificationEvent(
        state=row.state, stage=row.stage, done_count=row.done_count, total_count=row.total_count
    ).model_dump(mode="json")
    topic = f"package-verification:{verification_id}"
    push(verification_group(verification_id), live_event(topic, row.sequence, payload))


def _judges_copy_put(source_sha256: str) -> None:
    if default_storage.exists(judge_package_name(source_sha256)):
        return
    with tempfile.TemporaryDirectory(prefix="verification-") as folder:
        path = Path(folder) / "package.zip"
        storage_copy(source_name(source_sha256), path)
        store(path, judge_package_name(source_sha256))


def _plain(value: Any) -> dict[str, Any]:
    """PostgreSQL keeps no NUL, and a program may print one."""
    return {
        name: one.replace("\x00", "\N{REPLACEMENT CHARACTER}") if isinstance(one, str) else one
        for name, one in value.model_dump(mode="json").items()
    }
