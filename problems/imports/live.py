"""What live clients are told of packages on their way."""

from pydantic import Field

from accounts.models import User
from common.push import live_event, push
from common.rest import Schema
from problems.imports.models import PackageImport
from problems.imports.selectors import package_imports_managed_by


class PackageImportEvent(Schema):
    """Where a package stands; its findings are read over GraphQL."""

    state: str = Field(description="preparing, pending, checked, done, refused or failed.")
    problem_count: int = Field(description="Findings that refuse it.")
    version: int | None = Field(description="Of the test package that it became.")


def package_import_group(import_id: int) -> str:
    return f"package-import.{import_id}"


def package_import_announce(package_import: PackageImport) -> None:
    """Tell who watches it where it stands; call it after commit."""
    problems = [one for one in package_import.findings if one["severity"] == "problem"]
    event = PackageImportEvent(
        state=package_import.state, problem_count=len(problems), version=package_import.version
    )
    topic = f"package-import:{package_import.pk}"
    push(
        package_import_group(package_import.pk),
        live_event(topic, package_import.sequence, event.model_dump(mode="json")),
    )


def package_import_sequence(user: User, import_id: int) -> int | None:
    """Where its news stand; None where the user may not have them."""
    found = package_imports_managed_by(user).filter(pk=import_id)
    return found.order_by().values_list("sequence", flat=True).first()
