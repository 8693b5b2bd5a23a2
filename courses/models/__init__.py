"""Courses, who is in them and how they came, their weeks and notices."""

from courses.models.course import TEACHING_ROLES, Course, Membership, Role, Term, WayIn
from courses.models.joining import AllowedStudent, Invite, JoinRequest, RequestState
from courses.models.notices import Notice, NoticeRead
from courses.models.weeks import ItemKind, Week, WeekItem

__all__ = [
    "TEACHING_ROLES",
    "AllowedStudent",
    "Course",
    "Invite",
    "ItemKind",
    "JoinRequest",
    "Membership",
    "Notice",
    "NoticeRead",
    "RequestState",
    "Role",
    "Term",
    "WayIn",
    "Week",
    "WeekItem",
]
