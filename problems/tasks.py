"""Celery: what the judge found of packages comes in here."""

import logging

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from judging.contract_checks import PackageCheckReport
from judging.queues import CHECK_REPORT_TASK
from problems.imports.services import package_check_record

logger = logging.getLogger(__name__)


@shared_task(name=CHECK_REPORT_TASK)
def check_report_take(message: str) -> None:
    """What came of a package's check; the sweeper goes on from there."""
    close_old_connections()
    report = PackageCheckReport.from_json(message)
    if not package_check_record(report=report, now=timezone.now()):
        logger.info("report of package check %s changed nothing", report.import_id)
