from datetime import timedelta

import pytest
from django.utils import timezone

from judging.verdicts import Verdict
from problems.models import Problem
from submissions.flow import jobs_in_work
from submissions.models import Judgement
from submissions.services import judgement_progress_record
from tests.factories import judgement_of, make_submission, progress_of
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_a_judge_is_shown_the_job_that_it_told_of(cast: Cast, problem: Problem) -> None:
    now = timezone.now()
    judgement = judgement_of(make_submission(cast.minsu, problem))
    Judgement.objects.update(sent_at=now - timedelta(seconds=4))
    judgement_progress_record(progress=progress_of(judgement, judgehost="abc"), now=now)
    make_submission(cast.minsu, problem, verdict=Verdict.ACCEPTED)
    Judgement.objects.exclude(pk=judgement.pk).update(judgehost="idle")

    found = jobs_in_work(["abc", "idle", "unknown"])

    assert list(found) == ["abc"]
    job = found["abc"]
    assert (job.submission_id, job.problem, job.stage) == (
        judgement.submission_id,
        "sum",
        "running",
    )
    assert job.heard_at == now
