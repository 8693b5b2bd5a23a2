"""GraphQL for staff: versions of test packages, and edits that become one."""

from problems.versions.schema.drafts import TestPackageDraftsMutation, TestPackageDraftsQuery
from problems.versions.schema.live import PackageVersionsMutation
from problems.versions.schema.reading import PackageCasesQuery
from problems.versions.schema.verifying import (
    PackageVerificationsMutation,
    PackageVerificationsQuery,
)

__all__ = [
    "PackageCasesQuery",
    "PackageVerificationsMutation",
    "PackageVerificationsQuery",
    "PackageVersionsMutation",
    "TestPackageDraftsMutation",
    "TestPackageDraftsQuery",
]
