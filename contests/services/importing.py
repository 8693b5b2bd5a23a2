"""Entries from a table, line by line or not at all."""

from collections.abc import Sequence

from accounts.models import User
from common.errors import TooLargeError
from common.tables.reading import TableRow, columns_check, table_read
from common.tables.report import ImportReport, importing
from contests.models import SetKind
from contests.services.assignments import managed_set
from contests.services.registering import (
    MAX_AT_ONCE,
    MAX_ENTRIES,
    NewEntry,
    contest_lock,
    entry_make,
)

COLUMNS = {
    "username": ("user name", "user", "아이디", "사용자명"),
    "team": ("team name", "팀", "팀명", "팀 이름"),
    "organization": ("organisation", "university", "소속", "학교"),
    "official": ("is official", "공식"),
}
WORDS = {
    **dict.fromkeys(("", "yes", "y", "true", "1", "o", "예", "공식"), True),
    **dict.fromkeys(("no", "n", "false", "0", "x", "아니오", "비공식"), False),
}


def entries_import(*, user: User, slug: str, content: bytes, is_dry_run: bool) -> ImportReport:
    """Enter people and teams into a contest: a line for each person, equal team names a team.

    Columns: username, and if wanted team, organization, official (yes or no; of a team, as its
    first line says). Nothing is kept on a dry run, or where any line is at fault.

    Raises NotAllowedError, ConflictError for a finalized contest, and InvalidInputError where
    the file is no table or lacks a column.
    """
    contest = managed_set(user, slug, SetKind.CONTEST)
    table = table_read(content, names=COLUMNS)
    columns_check(table, needed=["username"])
    if len(table.rows) > MAX_AT_ONCE:
        raise TooLargeError(f"Import up to {MAX_AT_ONCE:,} people at once: split the file.")
    with importing(table, is_dry_run=is_dry_run) as report:
        contest_lock(contest)
        for lines in _groups(table.rows):
            first = lines[0]
            is_official = WORDS.get(first.cells.get("official", "").casefold())
            if is_official is None:
                report.fault(first.line, "official", "Write yes or no.")
                continue
            new = NewEntry(
                usernames=[one.cells["username"] for one in lines],
                team_name=first.cells.get("team", ""),
                organization=first.cells.get("organization", ""),
                is_official=is_official,
            )
            with report.line(first.line):
                entry = entry_make(contest, new, user)
                report.effect(first.line, f"{entry.name}: {len(lines)}")
        if contest.entries.count() > MAX_ENTRIES:
            report.fault(0, "", f"A contest has at most {MAX_ENTRIES:,} entries.")
    return report


def _groups(rows: Sequence[TableRow]) -> list[list[TableRow]]:
    """Lines of one team together, in the order of their first lines."""
    groups: dict[str, list[TableRow]] = {}
    for row in rows:
        team = " ".join(row.cells.get("team", "").split())
        groups.setdefault(f"team {team}" if team else f"line {row.line}", []).append(row)
    return list(groups.values())
