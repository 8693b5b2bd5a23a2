"""Which version of a problem's test package new submissions are judged by."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.errors import NotFoundError
from problems.authoring.revisions import revision_record
from problems.models import Problem, TestPackage
from problems.selectors import problems_managed_by


def package_make_live(*, package: TestPackage, actor: User | None) -> bool:
    """Judge new submissions of the package's problem by this version; False: it was live.

    For callers who have checked the permission. It may run inside their transaction, takes
    the problem's row lock, and judges nothing anew: former results keep their version.
    """
    with transaction.atomic():
        problem = (
            Problem.objects.select_for_update(no_key=True, of=("self",))
            .select_related("test_package")
            .get(pk=package.problem_id)
        )
        # The caller's row learns what becomes of its problem.
        package.problem = problem
        former = problem.test_package
        if former is not None and former.pk == package.pk:
            return False
        problem.test_package = package
        problem.save(update_fields=["test_package", "updated_at"])
        revision_record(
            problem=problem,
            actor=actor,
            part="package",
            before=None if former is None else {"live_version": former.version},
            after={"live_version": package.version},
            summary=f"Made version {package.version} of the test package live.",
        )
    return True


def packages_managed_by(user: User) -> QuerySet[TestPackage]:
    """Versions of the problems that the user acts for."""
    return TestPackage.objects.filter(problem__in=problems_managed_by(user))


def package_make_live_by(*, actor: User, package_id: int) -> TestPackage:
    """As package_make_live, for staff of the problem. Raises NotFoundError."""
    package = packages_managed_by(actor).select_related("problem").filter(pk=package_id).first()
    if package is None:
        raise NotFoundError(
            "There is no such version, or it is not yours.", code="package_not_found"
        )
    package_make_live(package=package, actor=actor)
    return package
