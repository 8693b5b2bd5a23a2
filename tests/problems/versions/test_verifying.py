"""Verifications from their start to the table that staff read."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from strawberry.relay import to_base64

from judging.contract import InternalError
from judging.contract_checks import (
    PackageVerifyJob,
    PackageVerifyProgress,
    PackageVerifyReport,
    VerifiedSubmission,
)
from judging.queues import CHECK_QUEUE, VERIFY_TASK
from problems.archive import judge_package_name, source_name
from problems.models import PackageVerification, TestPackage, Visibility
from problems.versions.verifying import (
    verification_progress_record,
    verification_record,
    verification_sequence,
    verifications_sweep,
)
from tests.conftest import Broker
from tests.factories import NOON, make_problem
from tests.people import EVERYBODY, Cast

VERIFY = """
mutation ($id: ID!) { verifyTestPackage(packageId: $id) { number state } }
"""
TABLE = """
{ packageVerifications { edges { node {
  state stage doneCount totalCount agreeCount disagreeCount testPackage { version }
  submissions { path expected actual agrees } findings { message }
} } } }
"""


@pytest.fixture
def package(cast: Cast) -> TestPackage:
    problem = make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    package = problem.ready_package
    default_storage.save(source_name(package.source_sha256), ContentFile(b"zip"))
    return package


def jobs(broker: Broker) -> list[PackageVerifyJob]:
    return [PackageVerifyJob.from_json(text) for text in broker._take(CHECK_QUEUE, VERIFY_TASK)]


@pytest.fixture
def job(
    cast: Cast,
    package: TestPackage,
    broker: Broker,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> PackageVerifyJob:
    """A verification that hana has started."""
    with django_capture_on_commit_callbacks(execute=True):
        cast.api("ta_hana").graphql(VERIFY, id=to_base64("TestPackage", package.pk))
    (job,) = jobs(broker)
    return job


def report_of(job: PackageVerifyJob, **fields: object) -> PackageVerifyReport:
    values = {
        "verification_id": job.verification_id,
        "attempt_token": job.attempt_token,
        "judgehost": "judge-1",
        "delivery": 1,
        "submissions": (
            VerifiedSubmission(
                path="accepted/a.py", language="python3", expected="AC", actual="WA", agrees=False
            ),
        ),
        **fields,
    }
    return PackageVerifyReport.model_validate(values)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_of_the_problem_have_it_verified(
    cast: Cast, package: TestPackage, name: str
) -> None:
    answer = cast.api(name).graphql(VERIFY, id=to_base64("TestPackage", package.pk)).json()

    if name in {"ta_hana", "professor", "operator"}:
        assert answer["data"]["verifyTestPackage"]["state"] == "queued"
        assert default_storage.exists(judge_package_name(package.source_sha256))
    else:
        assert "errors" in answer or "code" in answer
        assert not PackageVerification.objects.exists()
        assert not default_storage.exists(judge_package_name(package.source_sha256))


def test_its_table_is_kept_with_the_version(
    cast: Cast,
    package: TestPackage,
    job: PackageVerifyJob,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    news = PackageVerifyProgress(
        verification_id=job.verification_id,
        attempt_token=job.attempt_token,
        judgehost="judge-1",
        stage="submissions",
        done=1,
        total=4,
    )
    assert verification_progress_record(news=news, now=NOON)
    (edge,) = cast.api("professor").graphql(TABLE).json()["data"]["packageVerifications"]["edges"]
    assert (edge["node"]["state"], edge["node"]["doneCount"]) == ("running", 1)

    with django_capture_on_commit_callbacks(execute=True):
        assert verification_record(report=report_of(job), now=NOON)
        assert not verification_record(report=report_of(job), now=NOON)
        assert not verification_progress_record(news=news, now=NOON)

    (edge,) = cast.api("professor").graphql(TABLE).json()["data"]["packageVerifications"]["edges"]
    assert edge["node"] == {
        "state": "done",
        "stage": "submissions",
        "doneCount": 1,
        "totalCount": 4,
        "agreeCount": 0,
        "disagreeCount": 1,
        "testPackage": {"version": 1},
        "submissions": [
            {"path": "accepted/a.py", "expected": "AC", "actual": "WA", "agrees": False}
        ],
        "findings": [],
    }
    others = cast.api("ta_yuri").graphql(TABLE).json()
    assert others["data"]["packageVerifications"]["edges"] == []
    assert verification_sequence(cast.ta_hana, job.verification_id) == 2
    assert verification_sequence(cast.ta_yuri, job.verification_id) is None
    assert not default_storage.exists(judge_package_name(package.source_sha256))


def test_a_second_request_is_answered_by_the_first(
    cast: Cast, package: TestPackage, job: PackageVerifyJob
) -> None:
    answer = cast.api("professor").graphql(VERIFY, id=to_base64("TestPackage", package.pk)).json()

    assert answer["data"]["verifyTestPackage"]["number"] == job.verification_id
    assert PackageVerification.objects.count() == 1


def test_what_no_judge_does_ends(job: PackageVerifyJob, broker: Broker) -> None:
    now = timezone.now()
    assert verifications_sweep(now=now) == 0
    for again in range(1, 3):
        assert verifications_sweep(now=now + timedelta(hours=again)) == 1
        assert len(jobs(broker)) == 1
        PackageVerification.objects.update(sent_at=now)
    assert verifications_sweep(now=now + timedelta(hours=3)) == 1

    ended = PackageVerification.objects.get()
    assert ended.state == "failed"
    assert "ask an operator" in ended.findings[0]["message"]


def test_a_fault_of_ours_blames_nobody(cast: Cast, job: PackageVerifyJob) -> None:
    error = InternalError(kind="sandbox", message="no box")

    verification_record(report=report_of(job, internal_error=error, submissions=()), now=NOON)

    (edge,) = cast.api("ta_hana").graphql(TABLE).json()["data"]["packageVerifications"]["edges"]
    assert edge["node"]["state"] == "failed"
    assert "says nothing of the package" in edge["node"]["findings"][0]["message"]


def test_verifications_are_listed_by_their_version(cast: Cast, job: PackageVerifyJob) -> None:
    text = "query ($id: ID) { packageVerifications(filters: {testPackageId: $id}) { totalCount } }"
    (package,) = TestPackage.objects.all()

    def count(package_id: int) -> int:
        answer = cast.api("ta_hana").graphql(text, id=to_base64("TestPackage", package_id)).json()
        found: int = answer["data"]["packageVerifications"]["totalCount"]
        return found

    assert (count(package.pk), count(package.pk + 1)) == (1, 0)
