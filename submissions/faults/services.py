"""Telling operators of faults, and resolving them."""

import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from common.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError
from problems.versions.live import packages_managed_by
from submissions.admitting import SHARED_QUEUES, queue_feed, waiting_judgements
from submissions.faults.models import Fault, FaultHit
from submissions.faults.rules import ALERT_FROM, NOTE_MAX_CHARS
from submissions.models import Submission
from submissions.services.redoing import judgement_judge_again
from submissions.waiting import queue_moved

logger = logging.getLogger(__name__)

REDONE_AT_ONCE = 50


def faults_managed_by(user: User) -> QuerySet[Fault]:
    """All for operators; for staff of a problem those that are blamed on its versions."""
    if user.is_staff:
        return Fault.objects.all()
    return Fault.objects.filter(test_package__in=packages_managed_by(user).values("pk"))


def fault_resolve(*, user: User, fault_id: int, note: str, now: datetime) -> Fault:
    """Say that a fault's cause is gone: what waited goes on, and what it hit is judged again.

    Both by the problem's live version, which may be a newer one than the one that was blamed.
    Raises InvalidInputError, NotAllowedError, and ConflictError where it is resolved.
    """
    if len(note) > NOTE_MAX_CHARS:
        raise InvalidInputError(
            f"Say what was done in up to {NOTE_MAX_CHARS} characters.",
            fields={"note": [f"up to {NOTE_MAX_CHARS} characters"]},
        )
    with transaction.atomic():
        mine = faults_managed_by(user).filter(pk=fault_id).values("pk")
        fault = Fault.objects.select_for_update().filter(pk__in=mine).first()
        if fault is None:
            raise NotAllowedError("Only staff of what is at fault may say that it is resolved.")
        if fault.resolved_at is not None:
            raise ConflictError("It is resolved already.", code="already_resolved")
        fault.resolved_at, fault.resolved_by, fault.note = now, user, note
        fault.save(update_fields=["resolved_at", "resolved_by", "note"])
        _waiting_to_live_version(fault)
        transaction.on_commit(partial(_go_on, fault.pk, now))
    return fault


def faults_sweep(*, now: datetime) -> None:
    """The sweeper's part: alerts that are due, and the rest of what resolved faults hit."""
    for fault in _untold().select_related("test_package__problem")[:REDONE_AT_ONCE]:
        _alert(fault, now)
    unfinished = FaultHit.objects.filter(fault__resolved_at__isnull=False, is_redone=False)
    _judge_again(unfinished, now)


def _go_on(fault_id: int, now: datetime) -> None:
    _judge_again(FaultHit.objects.filter(fault=fault_id, is_redone=False), now)
    for queue in SHARED_QUEUES:
        queue_feed(queue)
        queue_moved(queue)


def _judge_again(hits: QuerySet[FaultHit], now: datetime) -> None:
    for hit in hits.select_related("fault").order_by("id")[:REDONE_AT_ONCE]:
        try:
            judgement_judge_again(
                judgement_id=hit.judgement_id, requested_by_id=hit.fault.resolved_by_id, now=now
            )
        except DomainError as error:
            logger.warning("judgement %s is not judged again: %s", hit.judgement_id, error)
        # Asked twice, where this process is killed in between, makes one.
        FaultHit.objects.filter(pk=hit.pk).update(is_redone=True)


def _waiting_to_live_version(fault: Fault) -> None:
    """What has waited, and was never sent, is judged by the version that is live by now."""
    if fault.test_package is None:
        return
    live = fault.test_package.problem.test_package
    if live is None or live.pk == fault.test_package_id:
        return
    for queue in SHARED_QUEUES:
        held = waiting_judgements(queue).filter(test_package=fault.test_package)
        ids = list(held.values_list("submission_id", flat=True))
        held.update(test_package=live)
        Submission.objects.filter(pk__in=ids).update(max_score=live.max_score)


def _untold() -> QuerySet[Fault]:
    """Those that operators don't know of, or not that something was switched off."""
    is_news = Q(alerted_at__isnull=True) | Q(alerted_at__lt=F("switched_off_at"))
    return Fault.objects.filter(is_news, resolved_at__isnull=True, count__gte=ALERT_FROM)


def _alert(fault: Fault, now: datetime) -> None:
    operators = User.objects.filter(is_staff=True, is_active=True).exclude(email="")
    is_off = fault.switched_off_at is not None
    path = reverse("admin:submissions_fault_change", args=[fault.pk])
    consequence = (
        "It is switched off: submissions that need it wait."
        if is_off
        else "It is not switched off, because all of them are of one person."
    )
    text = (
        f"{fault.count} judgements ended with the same judging error, which is blamed on "
        f"{fault.thing}.\n{consequence}\n\nKind: {fault.reason}\n{fault.message}\n\n"
        f"Look at it, and say when its cause is gone; then what it hit is judged again:\n"
        f"{settings.SITE_URL}{path}\n"
    )
    try:
        for address in operators.values_list("email", flat=True):
            send_mail(f"Judging errors: {fault.thing}", text, None, [address])
    except OSError as error:
        logger.warning("operators could not be told of fault %s: %s", fault.pk, error)
        return
    Fault.objects.filter(pk=fault.pk).update(alerted_at=now)
    logger.error("fault %s: %s (%s times)", fault.pk, fault, fault.count)
