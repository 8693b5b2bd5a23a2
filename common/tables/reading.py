"""Tables as people upload them: CSV in any of the usual encodings, or a workbook's first sheet."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from common.errors import InvalidInputError, TooLargeError

MAX_BYTES = 1_000_000
MAX_UNPACKED_BYTES = 20_000_000
"""Of a workbook, whose parts are compressed."""
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 2_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a spreadsheet tells a formula from text; the last four are their full-width twins."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a line, and what to do about it."""

    line: int
    """As a spreadsheet counts them: the header is 1. 0: the whole file."""
    column: str
    """As its header says; empty: the whole line."""
    message: str


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A line that is not empty."""

    line: int
    cells: Mapping[str, str]
    """By the column's name; trimmed. Columns that the line has not reached are empty."""


@dataclass(kw_only=True)
class Table:
    """What was uploaded, as text."""

    columns: list[str]
    rows: list[TableRow]
    faults: list[Fault] = field(default_factory=list)


def table_read(content: bytes, *, names: Mapping[str, Sequence[str]]) -> Table:
    """A table with its first line as header.

    ``names`` are other words for columns ("학번" for student_number); headers that are among
    them get the column's name, others stay as written. Lines at fault are left out and named.

    Raises InvalidInputError where it is no table at all, TooLargeError beyond the bounds.
    """
    if len(content) > MAX_BYTES:
        raise TooLargeError(f"The file has more than {MAX_BYTES // 1000:,} kB: split it.")
    lines = _workbook_lines(content) if content.startswith(b"PK\x03\x04") else _csv_lines(content)
    header_line, header = next(((n, cells) for n, cells in lines if any(cells)), (0, []))
    if not header:
        raise InvalidInputError("The file is empty.", code="bad_table")
    columns = _columns(header, names)
    table = Table(columns=[name for name in columns if name], rows=[])
    for line, cells in lines:
        if not any(cells):
            continue
        if len(table.rows) + len(table.faults) >= MAX_ROWS:
            raise TooLargeError(f"The file has more than {MAX_ROWS:,} lines: split it.")
        fault = _fault(line, cells, columns)
        if fault is not None:
            table.faults.append(fault)
            continue
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        found = {name: cell for name, cell in zip(columns, padded, strict=False) if name}
        table.rows.append(TableRow(line=line, cells=found))
    if not table.rows and not table.faults:
        raise InvalidInputError(
            f"There is nothing below the header in line {header_line}.", code="bad_table"
        )
    return table


def columns_check(table: Table, *, needed: Sequence[str], one_of: Sequence[str] = ()) -> None:
    """Raise InvalidInputError where a table lacks columns without which it says nothing."""
    missing = [name for name in needed if name not in table.columns]
    if one_of and not any(name in table.columns for name in one_of):
        missing.append(" or ".join(one_of))
    if missing:
        raise InvalidInputError(
            f"The first line must name the columns; {', '.join(missing)} is missing.",
            code="bad_table",
            fields={"file": [f"columns found: {', '.join(table.columns)[:300]}"]},
        )


def number_read(text: str) -> float | None:
    """A number as people write it, thousands with commas included; None: it is none."""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    is_finite = number == number and abs(number) != float("inf")
    return number if is_finite else None


def _columns(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> list[str]:
    if len(header) > MAX_COLUMNS:
        raise TooLargeError(f"The file has more than {MAX_COLUMNS} columns.")
    known = {_plain(word): name for name, words in names.items() for word in (name, *words)}
    columns = [known.get(_plain(text), text) for text in header]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise InvalidInputError(
            f"A column stands twice: {', '.join(twice)[:200]}. Remove one.", code="bad_table"
        )
    return columns


def _plain(text: str) -> str:
    return "".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _fault(line: int, cells: Sequence[str], columns: Sequence[str]) -> Fault | None:
    if any(cells[len(columns) :]):
        message = f"It has more cells than the header ({len(columns)}): quote commas in a cell."
        return Fault(line=line, column="", message=message)
    for name, cell in zip(columns, cells, strict=False):
        if len(cell) > MAX_CELL_CHARS:
            message = f"Write up to {MAX_CELL_CHARS:,} characters."
            return Fault(line=line, column=name, message=message)
        if "\x00" in cell:
            return Fault(line=line, column=name, message="It holds a character that is no text.")
    return None


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(content)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [_cell(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInputError(
            f"Line {line} is no CSV ({error}): save the file as CSV again.", code="bad_table"
        ) from error


def _text(content: bytes) -> str:
    """UTF-8, with its mark or without, else what Korean Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInputError(
            'The file is UTF-16: save it as "CSV UTF-8".', code="unknown_encoding"
        )
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInputError(
        'The file is neither UTF-8 nor CP949: save it as "CSV UTF-8".', code="unknown_encoding"
    )


def _cell(text: str) -> str:
    """Without the apostrophe that our own export puts before what looks like a formula."""
    text = text.strip()
    bare = text[1:].strip()
    return bare if text[:1] == "'" and bare.startswith(FORMULA_STARTS) else text


def _workbook_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    # Every process would hold it and numpy, 16 MiB, for a file that one of them reads.
    from openpyxl import load_workbook  # noqa: PLC0415 - as said

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked <= MAX_UNPACKED_BYTES:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            found = [
                (line, _trimmed(cells[: MAX_COLUMNS + 1]))
                for line, cells in enumerate(
                    sheet.iter_rows(values_only=True, max_row=2 * MAX_ROWS), start=1
                )
            ]
    except Exception as error:
        # Whatever openpyxl trips over in a file that somebody made: it says nothing for people.
        raise InvalidInputError(
            "The workbook can't be read: save it as .xlsx again, or as CSV.", code="bad_table"
        ) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise TooLargeError("The workbook is too large when it is unpacked: keep one sheet of it.")
    return iter(found)


def _trimmed(cells: Sequence[object]) -> list[str]:
    kept = [_value_text(value) for value in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _value_text(value: object) -> str:
    """As the sheet shows it: a student number that is stored as a number has no fraction."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
