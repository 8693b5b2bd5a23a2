"""Reads of the audit."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from audit.models import AuditEntry
from courses.selectors import courses_taught_by


def audit_entries_visible_to(user: User | AnonymousUser) -> QuerySet[AuditEntry]:
    """Those of the courses that the user teaches; all of them for an operator."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return AuditEntry.objects.all()
    return AuditEntry.objects.filter(course__in=courses_taught_by(user))
