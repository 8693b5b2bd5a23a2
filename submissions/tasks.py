"""Celery: the judge's news and reports come in here."""

import logging

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from judging.contract import JudgeProgress, JudgeReport
from judging.contract_runs import CustomRunReport
from judging.queues import PROGRESS_TASK, REPORT_TASK, RUN_REPORT_TASK
from submissions.custom_runs.services import custom_run_report_record
from submissions.services import judgement_progress_record, judgement_report_record

logger = logging.getLogger(__name__)


@shared_task(name=PROGRESS_TASK, acks_late=False)
def progress_take(message: str) -> None:
    """News of a job under way: what fails is lost, and the report will say it all."""
    close_old_connections()
    judgement_progress_record(progress=JudgeProgress.from_json(message), now=timezone.now())


@shared_task(name=REPORT_TASK)
def report_take(message: str) -> None:
    """A whole result: what fails comes again, and in the end lies in the dead letters."""
    close_old_connections()
    report = JudgeReport.from_json(message)
    if not judgement_report_record(report=report, now=timezone.now()):
        logger.info("report of judgement %s changed nothing", report.judgement_id)


@shared_task(name=RUN_REPORT_TASK)
def run_report_take(message: str) -> None:
    """The whole result of a custom run."""
    close_old_connections()
    report = CustomRunReport.from_json(message)
    if not custom_run_report_record(report=report, now=timezone.now()):
        logger.info("report of custom run %s changed nothing", report.run_id)
