"""Tables for spreadsheets, in which no text is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

from common.tables.reading import FORMULA_STARTS

Value = str | float | int | None
"""Numbers are numbers; None is an empty cell."""

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY_BYTES = 1_000_000
ROWS_PER_PIECE = 200


def safe_text(text: str) -> str:
    """Text that a spreadsheet shows and never computes (OWASP: CSV injection).

    An apostrophe before what begins like a formula; those that read our tables take it off.
    """
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) else text


def csv_pieces(rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """CSV in pieces, as the rows come. Its mark tells Excel that it is UTF-8."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for count, row in enumerate(rows, start=1):
        writer.writerow([safe_text(one) if isinstance(one, str) else one for one in row])
        if count % ROWS_PER_PIECE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def workbook_file(title: str, rows: Iterable[Sequence[Value]]) -> IO[bytes]:
    """A workbook of one sheet, at its beginning. Rows go to disk as they come.

    Texts are stored as texts, so that they need no apostrophe.
    """
    # Every process would hold it and numpy, 16 MiB, for a table that one of them writes.
    from openpyxl import Workbook  # noqa: PLC0415 - as said
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as said

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for value in row:
            text = _printable(value) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, value=text)
            if isinstance(text, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the caller's
    book.save(file)
    file.seek(0)
    return file


def _printable(text: str) -> str:
    """XML has no control characters."""
    return "".join(one for one in text if one >= " " or one in "\t\n\r")


def _sheet_title(title: str) -> str:
    """Up to 31 characters, without those that Excel keeps for itself."""
    kept = "".join(" " if one in r"[]:*?/\'" else one for one in _printable(title))
    return kept.strip()[:31] or "Sheet"
