"""The one module that puts package checks into their queue."""

from django.db.models import F
from django.utils import timezone

from common.jobs import job_put
from judging.contract_checks import PackageCheckJob
from judging.queues import CHECK_QUEUE, CHECK_TASK
from problems.imports.judges_copy import judges_copy_keep
from problems.imports.models import ImportState, PackageImport


def package_check_send(package_import: PackageImport) -> bool:
    """Send the check's job and note that it was sent; call it after commit.

    False: the broker did not take it, and the sweeper sends it later.
    """
    judges_copy_keep(package_import.source_sha256)
    job = PackageCheckJob(
        import_id=package_import.pk,
        attempt_token=package_import.attempt_token,
        source_sha256=package_import.source_sha256,
        short_name=package_import.short_name,
    )
    if not job_put(CHECK_TASK, job.to_json(), queue=CHECK_QUEUE):
        return False
    PackageImport.objects.filter(pk=package_import.pk, state=ImportState.PENDING).update(
        sent_at=timezone.now(), send_count=F("send_count") + 1
    )
    return True
