"""Scores of an assignment from a table."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from common.errors import InvalidInputError
from common.tables.reading import TableRow, columns_check, number_read, table_read
from common.tables.report import ImportReport, importing
from contests.models import ProblemSet, ScoreAdjustment, SetKind
from contests.services.assignments import (
    MAX_CELLS,
    MAX_POINTS,
    NewAdjustment,
    adjustments_make,
    managed_set,
)
from courses.models import Membership, Role
from submissions.grades.models import SetResult
from submissions.grades.selectors import StudentScore, scores_of

KEYS = ("username", "student_number", "email")
TOTAL = "total"
COLUMNS = {
    "username": ("user name", "user", "아이디", "사용자명"),
    "student_number": ("student number", "student no", "student id", "학번"),
    "email": ("e-mail", "mail", "이메일", "메일"),
    "comment": ("의견", "사유", "비고"),
    TOTAL: ("총점",),
    "name": ("이름", "성명"),
    "section": ("분반",),
    "auto": ("자동 채점",),
    "late_penalty": ("지각 감점",),
    "adjustment": ("조정",),
    "sum": ("합계",),
}
IGNORED = {"name", "section", "auto", "late_penalty", "adjustment", "sum"}
"""What our own export has beside the scores."""
TOLERANCE = 1e-6


def scores_import(
    *, user: User, slug: str, content: bytes, comment: str, is_dry_run: bool, now: datetime
) -> ImportReport:
    """Make students' scores what a table says, by an adjustment with the comment for each.

    Columns: one of user name, student number and e-mail; labels of problems (points without
    the weight) or ``total``; if wanted a comment, else ``comment`` stands for all. Empty
    cells leave scores as they are. Nothing is changed on a dry run, or where any line is at
    fault.

    Raises NotAllowedError, ConflictError in an archived course, and InvalidInputError where
    the file is no table, or has a column that means nothing.
    """
    assignment = managed_set(user, slug, SetKind.ASSIGNMENT, SetKind.EXERCISE)
    table = table_read(content, names=COLUMNS)
    labels = list(assignment.problems.values_list("label", flat=True))
    columns_check(table, needed=[], one_of=KEYS)
    columns_check(table, needed=[], one_of=[*labels, TOTAL])
    known = {*KEYS, *labels, TOTAL, "comment", *IGNORED}
    strange = [name for name in table.columns if name not in known]
    if strange:
        raise InvalidInputError(
            f"There are no problems {', '.join(strange)[:200]}: correct or remove the columns.",
            code="bad_table",
        )
    with importing(table, is_dry_run=is_dry_run) as report:
        lines = _Lines(assignment, report, comment)
        for row in table.rows:
            lines.read(row)
        if len(lines.wanted) > MAX_CELLS:
            report.fault(0, "", f"It changes more than {MAX_CELLS:,} scores: split it.")
        elif lines.wanted and not report.faults:
            adjustments_make(user=user, wanted=lines.wanted, now=now)
    return report


class _Lines:
    """Reads line after line against the scores as they are."""

    def __init__(self, assignment: ProblemSet, report: ImportReport, comment: str) -> None:
        self.assignment, self.report, self.comment = assignment, report, comment.strip()
        self.wanted: list[NewAdjustment] = []
        self._places = {place.label: place for place in assignment.problems.all()}
        self._scores = scores_of(assignment)
        self._students = _students(assignment)
        self._seen: dict[int, int] = {}

    def read(self, row: TableRow) -> None:
        student = self._student(row)
        if student is None:
            return
        if student.pk in self._seen:
            line = self._seen[student.pk]
            self.report.fault(row.line, "", f"The same student stands in line {line}.")
            return
        self._seen[student.pk] = row.line
        comment = row.cells.get("comment", "") or self.comment
        score = self._scores.get(student.pk) or StudentScore()
        # As it will be when the line is done, for the total to be counted from.
        later = StudentScore(results=score.results, adjustments=dict(score.adjustments))
        changes = []
        for label in [*self._places, TOTAL]:
            text = row.cells.get(label, "")
            points = number_read(text) if text else None
            if not text:
                continue
            if points is None or not 0 <= points <= MAX_POINTS:
                self.report.fault(row.line, label, "Write a number of points, from 0 on.")
                continue
            added = self._set(later, label, points)
            if added is None:
                continue
            changes.append(f"{label}: {points:g}")
            self.wanted.append(
                NewAdjustment(
                    slug=self.assignment.slug,
                    username=student.username,
                    label=None if label == TOTAL else label,
                    points=added,
                    comment=comment,
                )
            )
        if changes and not comment:
            self.report.fault(row.line, "comment", "Say why, in a comment.")
        elif changes:
            self.report.effect(row.line, f"{student.username} gets {', '.join(changes)}")

    def _set(self, score: StudentScore, label: str, points: float) -> float | None:
        """Put the adjustment into ``score`` that makes it so; None: it is so already."""
        if label == TOTAL:
            if abs(score.total(list(self._places.values())) - points) < TOLERANCE:
                return None
            total = sum(score.points_at(one) * one.weight for one in self._places.values())
            added, key = round(points - total, 4), None
        else:
            place = self._places[label]
            if abs(score.points_at(place) - points) < TOLERANCE:
                return None
            result: SetResult | None = score.results.get(place.pk)
            added, key = round(points - (result.points if result else 0.0), 4), place.pk
        score.adjustments[key] = ScoreAdjustment(points=added)
        return added

    def _student(self, row: TableRow) -> User | None:
        given = [(key, row.cells[key]) for key in KEYS if row.cells.get(key)]
        if not given:
            self.report.fault(row.line, "", f"Give one of {', '.join(KEYS)}.")
            return None
        people: dict[int, User] = {}
        for key, text in given:
            found = self._students[key].get(_plain(key, text), [])
            if len(found) != 1:
                many = "Several students have it" if found else "No student of the course has it"
                self.report.fault(row.line, key, f"{many}: {text[:80]!r}.")
                return None
            people[found[0].pk] = found[0]
        if len(people) > 1:
            names = " and ".join(key for key, _ in given)
            self.report.fault(row.line, "", f"{names} are of different students.")
            return None
        return next(iter(people.values()))


def _students(assignment: ProblemSet) -> Mapping[str, Mapping[str, list[User]]]:
    by: dict[str, defaultdict[str, list[User]]] = {key: defaultdict(list) for key in KEYS}
    members = Membership.objects.filter(course=assignment.course_id, role=Role.STUDENT)
    for member in members.select_related("user"):
        for key in KEYS:
            if text := getattr(member.user, key):
                by[key][_plain(key, text)].append(member.user)
    return by


def _plain(key: str, text: str) -> str:
    plain = text.replace(" ", "").casefold()
    return plain.replace("-", "") if key == "student_number" else plain
