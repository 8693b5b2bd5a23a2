"""Celery: what the judge found of packages comes in here."""

import logging

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from judging.contract_checks import (
    PackageCheckReport,
    PackageVerifyProgress,
    PackageVerifyReport,
)
from judging.queues import CHECK_REPORT_TASK, VERIFY_PROGRESS_TASK, VERIFY_REPORT_TASK
from problems.imports.services import package_check_record
from problems.versions.verifying import verification_progress_record, verification_record

logger = logging.getLogger(__name__)


@shared_task(name=CHECK_REPORT_TASK)
def check_report_take(message: str) -> None:
    """What came of a package's check; the sweeper goes on from there."""
    close_old_connections()
    report = PackageCheckReport.from_json(message)
    if not package_check_record(report=report, now=timezone.now()):
        logger.info("report of package check %s changed nothing", report.import_id)


@shared_task(name=VERIFY_PROGRESS_TASK)
def verify_progress_take(message: str) -> None:
    """How far a verification is."""
    close_old_connections()
    news = PackageVerifyProgress.from_json(message)
    verification_progress_record(news=news, now=timezone.now())


@shared_task(name=VERIFY_REPORT_TASK)
def verify_report_take(message: str) -> None:
    """What came of a verification."""
    close_old_connections()
    report = PackageVerifyReport.from_json(message)
    if not verification_record(report=report, now=timezone.now()):
        logger.info("report of verification %s changed nothing", report.verification_id)
