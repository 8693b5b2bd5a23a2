"""Every write on submissions."""

from submissions.services.recording import (
    judgement_give_up,
    judgement_progress_record,
    judgement_report_record,
)
from submissions.services.submitting import judgement_rejudge, submission_create

__all__ = [
    "judgement_give_up",
    "judgement_progress_record",
    "judgement_rejudge",
    "judgement_report_record",
    "submission_create",
]
