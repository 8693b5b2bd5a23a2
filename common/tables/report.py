"""What came of an import."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from common.errors import DomainError
from common.tables.reading import Fault, Table


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a line does."""

    line: int
    message: str


@dataclass(kw_only=True)
class ImportReport:
    """All that is wrong with a table, or all that it does."""

    is_dry_run: bool
    row_count: int
    faults: list[Fault] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    """Of the lines that change something."""

    @property
    def is_applied(self) -> bool:
        return not (self.is_dry_run or self.faults)

    def fault(self, line: int, column: str, message: str) -> None:
        self.faults.append(Fault(line=line, column=column, message=message))

    def effect(self, line: int, message: str) -> None:
        self.effects.append(Effect(line=line, message=message))

    @contextmanager
    def line(self, line: int, column: str = "") -> Iterator[None]:
        """Note a service's refusal as the line's fault, and undo what the line did."""
        try:
            with transaction.atomic():
                yield
        except DomainError as error:
            self.fault(line, column, error.message)


@contextmanager
def importing(table: Table, *, is_dry_run: bool) -> Iterator[ImportReport]:
    """A transaction that stands only if every line is good and it is no dry run.

    So a dry run tries just what the import does, faults of the database included.
    """
    report = ImportReport(
        is_dry_run=is_dry_run,
        row_count=len(table.rows) + len(table.faults),
        faults=list(table.faults),
    )
    with transaction.atomic():
        yield report
        report.faults.sort(key=lambda fault: fault.line)
        if not report.is_applied:
            transaction.set_rollback(True)
