"""Problem packages where judgehosts may read them, for as long as they need to."""

from django.core.files.storage import default_storage

from problems.archive import judge_package_name
from problems.imports.models import ImportState, PackageImport
from problems.versions.models import OPEN_VERIFICATIONS, PackageVerification


def judges_copy_forget(source_sha256: str) -> None:
    """Remove a problem package from the judges' folder unless another job needs it."""
    if not source_sha256:
        return
    checks = PackageImport.objects.filter(source_sha256=source_sha256, state=ImportState.PENDING)
    verifications = PackageVerification.objects.filter(
        source_sha256=source_sha256, state__in=OPEN_VERIFICATIONS
    )
    if not checks.exists() and not verifications.exists():
        default_storage.delete(judge_package_name(source_sha256))
