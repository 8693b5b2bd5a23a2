"""A course's roster from a table: members, their sections, and numbers that may join."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from accounts.rules import student_number_read
from common.errors import InvalidInputError
from common.tables.reading import Table, TableRow, columns_check, table_read
from common.tables.report import ImportReport, importing
from courses.access import course_taught, is_instructor
from courses.models import AllowedStudent, Membership, Role, WayIn
from courses.models.course import SECTION_MAX_CHARS
from courses.services.joining import ALLOWED_MAX

COLUMNS = {
    "username": ("user name", "user", "아이디", "사용자명"),
    "student_number": ("student number", "student no", "student id", "학번"),
    "email": ("e-mail", "mail", "이메일", "메일"),
    "section": ("class", "분반", "반"),
    "role": ("역할", "구분"),
    "name": ("이름", "성명"),
}
KEYS = ("username", "student_number", "email")
ROLES = {
    **dict.fromkeys(("student", "학생", "수강생"), Role.STUDENT),
    **dict.fromkeys(("ta", "teaching assistant", "조교"), Role.TA),
    **dict.fromkeys(("instructor", "professor", "교수", "강사"), Role.INSTRUCTOR),
}
CHUNK = 500


def roster_import(*, actor: User, course_id: int, content: bytes, is_dry_run: bool) -> ImportReport:
    """Put the people of a table into a course, each by user name, e-mail or student number.

    Columns: one of those three, and if wanted section and role. Members get a new section;
    only an instructor's table adds staff, and none changes what a member is. A student number
    without an account goes on the list of those that may join. Nothing is kept on a dry run,
    or where any line is at fault.

    Raises NotAllowedError, ConflictError for an archived course, and InvalidInputError where
    the file is no table or lacks a column.
    """
    with transaction.atomic():
        # Who may not do it learns nothing of the file's faults; the work locks it again.
        course_taught(actor, course_id)
    table = table_read(content, names=COLUMNS)
    columns_check(table, needed=[], one_of=KEYS)
    with importing(table, is_dry_run=is_dry_run) as report:
        course = course_taught(actor, course_id)
        people = _People(table)
        may_add_staff = is_instructor(actor, course)
        members = {one.user_id: one for one in course.memberships.select_related("user")}
        listed = set(course.allowed_students.values_list("student_number", flat=True))
        seen: dict[int | str, int] = {}
        changed: list[Membership] = []
        allowed: list[AllowedStudent] = []
        for row in table.rows:
            wanted = _read(row, report, may_add_staff=may_add_staff)
            found = people.find(row, report) if wanted is not None else None
            if wanted is None or found is None:
                continue
            key = found.pk if isinstance(found, User) else found
            if key in seen:
                report.fault(row.line, "", f"The same person stands in line {seen[key]}.")
                continue
            seen[key] = row.line
            if isinstance(found, User):
                member = members.get(found.pk) or Membership(
                    course=course, user=found, way_in=WayIn.STAFF
                )
                if _enter(member, wanted, report, row.line):
                    changed.append(member)
            elif wanted.role != Role.STUDENT:
                report.fault(row.line, "student_number", "Nobody with an account has this number.")
            elif found not in listed:
                allowed.append(AllowedStudent(course=course, student_number=found))
                report.effect(row.line, f"{found} may join: no account has this number yet")
        if len(listed) + len(allowed) > ALLOWED_MAX:
            report.fault(0, "student_number", f"A course lists at most {ALLOWED_MAX:,} numbers.")
        AllowedStudent.objects.bulk_create(allowed)
        new = [one for one in changed if one._state.adding]
        moved = [one for one in changed if not one._state.adding]
        Membership.objects.bulk_create(new)
        Membership.objects.bulk_update(moved, ["section"], CHUNK)
    return report


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What a line asks for; None: it says nothing of it."""

    role: Role
    is_role_said: bool
    section: str | None


def _read(row: TableRow, report: ImportReport, *, may_add_staff: bool) -> _Wanted | None:
    said = row.cells.get("role", "")
    role = ROLES.get(said.casefold()) if said else Role.STUDENT
    section = row.cells.get("section")
    if role is None:
        report.fault(row.line, "role", "Write student, ta or instructor.")
    elif role != Role.STUDENT and not may_add_staff:
        report.fault(row.line, "role", "Only an instructor of the course may add staff.")
    elif section is not None and len(section) > SECTION_MAX_CHARS:
        report.fault(row.line, "section", f"Write up to {SECTION_MAX_CHARS} characters.")
    else:
        return _Wanted(role=role, is_role_said=bool(said), section=section)
    return None


def _enter(member: Membership, wanted: _Wanted, report: ImportReport, line: int) -> bool:
    """Whether the member, perhaps a new one, is to be saved."""
    name = member.user.username
    if member._state.adding:
        member.role, member.section = wanted.role, wanted.section or ""
        report.effect(line, f"{name} becomes a {wanted.role.label.lower()}")
        return True
    if wanted.is_role_said and member.role != wanted.role:
        label = Role(member.role).label.lower()
        report.fault(line, "role", f"{name} is a {label}: change that first.")
    elif wanted.section is not None and member.section != wanted.section:
        member.section = wanted.section
        report.effect(line, f"{name} goes to section {wanted.section or '(none)'}")
        return True
    return False


class _People:
    """Accounts by each of the ways to name one; a few queries for a whole table."""

    def __init__(self, table: Table) -> None:
        words = {
            key: {_word(key, row.cells[key]) for row in table.rows if row.cells.get(key)}
            for key in KEYS
        }
        found = User.objects.filter(is_active=True).annotate(lower_email=Lower("email"))
        self._by: Mapping[str, Mapping[str, list[User]]] = {
            "username": _grouped(found, "username", words["username"]),
            "email": _grouped(found, "lower_email", words["email"]),
            "student_number": _grouped(found, "student_number", words["student_number"]),
        }

    def find(self, row: TableRow, report: ImportReport) -> User | str | None:
        """The account of a line, or a student number that has none. None: the line is at fault."""
        given = [(key, row.cells[key]) for key in KEYS if row.cells.get(key)]
        if not given:
            report.fault(row.line, "", f"Give one of {', '.join(KEYS)}.")
            return None
        people: dict[str, User] = {}
        number: str | None = None
        for key, text in given:
            word = _word(key, text)
            if key == "student_number":
                number = word
            if not word:
                report.fault(row.line, key, "A student number has 4 to 20 letters and digits.")
                return None
            found = self._by[key].get(word, [])
            if len(found) > 1:
                report.fault(row.line, key, "Several accounts say this number: give a user name.")
                return None
            if found:
                people[key] = found[0]
            elif key != "student_number":
                report.fault(row.line, key, f"No account has it: {text[:80]!r}.")
                return None
        if len({one.pk for one in people.values()}) > 1:
            report.fault(row.line, "", f"{' and '.join(people)} are of different accounts.")
            return None
        return next(iter(people.values()), number)


def _word(key: str, text: str) -> str:
    """As accounts have it; empty: no account can."""
    if key != "student_number":
        return text.lower()
    try:
        return student_number_read(text)
    except InvalidInputError:
        return ""


def _grouped(
    users: Iterable[User], column: str, words: Collection[str]
) -> Mapping[str, list[User]]:
    grouped: dict[str, list[User]] = defaultdict(list)
    wanted = sorted(words)
    for start in range(0, len(wanted), CHUNK):
        piece = wanted[start : start + CHUNK]
        for user in users.filter(Q(**{f"{column}__in": piece})):  # type: ignore[attr-defined]
            grouped[getattr(user, column)].append(user)
    return grouped
