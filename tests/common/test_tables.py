"""Tables from and for spreadsheets."""

import csv
import io

import pytest
from openpyxl import Workbook, load_workbook

from common.errors import DomainError, InvalidInputError
from common.tables.reading import MAX_ROWS, columns_check, number_read, table_read
from common.tables.writing import Value, csv_pieces, workbook_file

NAMES = {"student_number": ["학번"], "name": ["이름"]}
ROWS = [["학번", "이름", "A"], ["2020312345", "김민수", "90"], ["2020999999", "=1+1", ""]]


def as_csv(encoding: str, delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding)


def as_workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append([int(one) if one.isdigit() else one for one in row])
    sheet["B3"].data_type = "s"
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        as_csv("utf-8"),
        as_csv("utf-8-sig"),
        as_csv("cp949"),
        as_csv("utf-8", ";"),
        as_csv("cp949", "\t"),
        as_csv("utf-8") + b"\r\n\r\n,,\r\n",
        as_workbook(),
    ],
)
def test_what_spreadsheets_write_is_read_alike(content: bytes) -> None:
    table = table_read(content, names=NAMES)

    assert table.columns == ["student_number", "name", "A"]
    assert [(row.line, list(row.cells.values())) for row in table.rows] == [
        (2, ["2020312345", "김민수", "90"]),
        (3, ["2020999999", "=1+1", ""]),
    ]
    assert not table.faults


def test_each_line_at_fault_is_named_where_a_spreadsheet_shows_it() -> None:
    long = "x" * 2001
    content = f'name,A\n"two\nlines",1\na,b,c\n{long},1\nfine,\x00\nlast,2\n'

    table = table_read(content.encode(), names=NAMES)

    assert [(fault.line, fault.column) for fault in table.faults] == [
        (4, ""),
        (5, "name"),
        (6, "A"),
    ]
    assert [row.line for row in table.rows] == [2, 7]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_table"),
        (b"\n\n , \n", "bad_table"),
        (b"name\n", "bad_table"),
        (b"name,\xec\x9d\xb4\xeb\xa6\x84\nx,y\n", "bad_table"),
        (b'name\n"open', "bad_table"),
        (b"PK\x03\x04 nothing", "bad_table"),
        ("name\nx".encode("utf-16"), "unknown_encoding"),
        (b"name\n\xff\xff\xff", "unknown_encoding"),
        (b"x" * 1_000_001, "too_large"),
        (b"name\n" + b"x\n" * (MAX_ROWS + 1), "too_large"),
        (b"," * 300 + b"\nx", "bad_table"),
        (b"a" + b",a" * 300 + b"\nx", "too_large"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        table_read(content, names=NAMES)

    assert refusal.value.code == code


def test_missing_columns_are_named() -> None:
    table = table_read(b"name,x\na,b", names=NAMES)

    columns_check(table, needed=["name"], one_of=["x", "y"])
    with pytest.raises(InvalidInputError, match="team, username or email is missing"):
        columns_check(table, needed=["team"], one_of=["username", "email"])


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5.0), ("-1,000.5", -1000.5), ("nan", None), ("inf", None), ("5점", None), ("", None)],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert number_read(text) == number


EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", '=cmd|"/C calc"!A0']


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula(text: str) -> None:
    content = b"".join(csv_pieces([["name"], [text]]))
    sheet = load_workbook(workbook_file("x", [["name"], [text]])).worksheets[0]

    body = content.decode("utf-8-sig").split("\r\n", 1)[1]
    assert next(csv.reader(io.StringIO(body, newline=""))) == [f"'{text}"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.strip() == text.strip()
    assert table_read(content, names={}).rows[0].cells["name"] == text.strip()


def test_korean_and_numbers_arrive_as_they_are() -> None:
    rows: list[list[Value]] = [["이름", "점수"], ["김민수", -5.5], ["bell\x07", None]]

    content = b"".join(csv_pieces(rows))
    sheet = load_workbook(workbook_file("성적 [1]", rows)).worksheets[0]

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "이름,점수\r\n김민수,-5.5\r\nbell\x07,\r\n"
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["이름", "점수"],
        ["김민수", -5.5],
        ["bell", None],
    ]
    assert sheet.title == "성적  1"
