"""Problem packages where judgehosts may read them, for as long as they need to."""

from django.core.files.storage import default_storage

from problems.archive import judge_package_name, source_name
from problems.imports.models import ImportState, PackageImport
from problems.versions.models import OPEN_VERIFICATIONS, PackageVerification


def judges_copy_keep(source_sha256: str) -> None:
    """See that a problem package is in the judges' folder; call it once its job is kept.

    Another job of the same bytes may have ended since it was put there.
    """
    name = judge_package_name(source_sha256)
    if not default_storage.exists(name) and default_storage.exists(source_name(source_sha256)):
        with default_storage.open(source_name(source_sha256)) as stream:
            default_storage.save(name, stream)


def judges_copy_forget(source_sha256: str) -> None:
    """Remove a problem package from the judges' folder unless another job needs it."""
    if not source_sha256 or _is_needed(source_sha256):
        return
    default_storage.delete(judge_package_name(source_sha256))
    # A job that was kept in between has looked for the file already, or finds it now.
    if _is_needed(source_sha256):
        judges_copy_keep(source_sha256)


def _is_needed(source_sha256: str) -> bool:
    checks = PackageImport.objects.filter(source_sha256=source_sha256, state=ImportState.PENDING)
    verifications = PackageVerification.objects.filter(
        source_sha256=source_sha256, state__in=OPEN_VERIFICATIONS
    )
    return checks.exists() or verifications.exists()
