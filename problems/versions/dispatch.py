"""The one module that puts verifications into their queue."""

from django.db.models import F
from django.utils import timezone

from common.jobs import job_put
from judging.contract_checks import PackageVerifyJob
from judging.limits import Limits
from judging.queues import CHECK_QUEUE, VERIFY_TASK
from problems.versions.models import OPEN_VERIFICATIONS, PackageVerification


def verification_send(verification: PackageVerification) -> bool:
    """Send the job and note that it was sent; call it after commit.

    False: the broker did not take it, and the sweeper sends it later.
    """
    package = verification.test_package
    job = PackageVerifyJob(
        verification_id=verification.pk,
        attempt_token=verification.attempt_token,
        source_sha256=verification.source_sha256,
        short_name=package.problem.slug,
        limits=Limits.model_validate(package.manifest["limits"]),
    )
    if not job_put(VERIFY_TASK, job.to_json(), queue=CHECK_QUEUE):
        return False
    PackageVerification.objects.filter(pk=verification.pk, state__in=OPEN_VERIFICATIONS).update(
        sent_at=timezone.now(), send_count=F("send_count") + 1
    )
    return True
