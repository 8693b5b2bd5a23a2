"""Reads on imports."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from courses.selectors import courses_taught_by
from problems.imports.models import PackageImport


def package_imports_managed_by(user: User | AnonymousUser) -> QuerySet[PackageImport]:
    """One's own, and those into courses that one teaches; all for an operator."""
    if not user.is_authenticated or not user.is_active:
        return PackageImport.objects.none()
    if user.is_staff:
        return PackageImport.objects.all()
    return PackageImport.objects.filter(Q(actor=user) | Q(course__in=courses_taught_by(user)))
