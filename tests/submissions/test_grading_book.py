"""The grading book: who reads it, what stands in it, and how it is changed and taken out."""

import csv
import io
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from contests.models import ProblemSet, ScoreAdjustment, SetKind
from courses.models import Membership, Role
from judging.verdicts import Verdict
from submissions.grades.recording import set_results_refresh
from submissions.models import Submission
from tests.contest_factories import DAY, HOUR, make_assignment
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Cast, join, make_user

STAFF = {"ta_hana", "professor", "operator"}
BOOK = """
query ($course: String!, $filters: GradingBookFilter, $order: GradingBookOrder! = USERNAME,
       $limit: Int! = 50, $offset: Int! = 0) {
  gradingBook(courseSlug: $course, filters: $filters) {
    studentCount sections
    columns { slug isReleased maxTotal problems { label points weight } }
    rows(order: $order, limit: $limit, offset: $offset) {
    username studentNumber section total cells {
      slug auto latePenalty adjustment final totalAdjustment { points comment }
      problems { label auto latePenalty daysLate final submissionNumber
                 adjustment { points comment } } } }
  }
}
"""
ADJUST = "mutation ($cells: [ScoreCellInput!]!) { adjustScores(cells: $cells) }"
IMPORT = """
mutation ($slug: String!, $file: Base64!, $comment: String!, $dry: Boolean!) {
  importScores(slug: $slug, file: $file, comment: $comment, isDryRun: $dry) {
    isApplied rowCount faults { line column message } effects { line message }
  }
}
"""


@pytest.fixture
def homework(cast: Cast) -> ProblemSet:
    """Due a day ago, 10 % a day; B weighs 2. minsu solved A in time and B half a day late."""
    now = timezone.now()
    made = make_assignment(
        course=cast.algorithms,
        problems=[make_problem("a"), make_problem("b")],
        starts_at=now - 8 * DAY,
        closes_at=now + 9 * DAY,
        late_penalty_percent=10,
    )
    made.problems.filter(label="B").update(weight=2)
    Membership.objects.filter(user=cast.minsu).update(section="001")
    hand_in(cast, made, "A", late=-HOUR)
    hand_in(cast, made, "B", late=DAY / 2)
    return made


def hand_in(cast: Cast, homework: ProblemSet, label: str, *, late: timedelta) -> Submission:
    place = homework.problems.select_related("problem__test_package").get(label=label)
    submission = make_submission(
        cast.minsu,
        place.problem,
        verdict=Verdict.ACCEPTED,
        created_at=homework.ends_at + late,
    )
    submission.problem_set = homework
    submission.save()
    set_results_refresh(homework.pk)
    return submission


def book(cast: Cast, name: str = "ta_hana", **variables: Any) -> Any:
    answer = cast.api(name).graphql(BOOK, course="algorithms", **variables).json()
    return answer["data"]["gradingBook"] if answer.get("data") else answer


def adjust(cast: Cast, *cells: dict[str, Any], name: str = "ta_hana") -> Any:
    full = [{"slug": "homework", "comment": "Style.", **cell} for cell in cells]
    return cast.api(name).graphql(ADJUST, cells=full).json()


def bring(
    cast: Cast,
    text: str,
    *,
    dry: bool = False,
    comment: str = "Paper.",
    name: str = "ta_hana",
    encoding: str = "utf-8",
) -> Any:
    answer = cast.api(name).graphql(
        IMPORT,
        slug="homework",
        file=b64encode(text.encode(encoding)).decode(),
        comment=comment,
        dry=dry,
    )
    found = answer.json()
    return found["data"]["importScores"] if found.get("data") else found


def finals(cast: Cast) -> dict[str, float]:
    return {row["username"]: row["total"] for row in book(cast)["rows"]}


@pytest.mark.usefixtures("homework")
def test_a_cell_says_what_it_is_made_of(cast: Cast) -> None:
    adjust(
        cast,
        {"username": "minsu", "label": "B", "points": -5},
        {"username": "minsu", "points": 3, "comment": "Report."},
    )

    found = book(cast)

    (column,) = found["columns"]
    assert (column["slug"], column["isReleased"], column["maxTotal"]) == ("homework", False, 300)
    assert (found["studentCount"], found["sections"]) == (2, ["001"])
    jiwoo, minsu = found["rows"]
    assert (jiwoo["username"], jiwoo["total"]) == ("jiwoo", 0)
    (cell,) = minsu["cells"]
    assert (cell["auto"], cell["latePenalty"], cell["adjustment"]) == (300, 20, -7)
    assert cell["final"] == minsu["total"] == 273
    assert cell["totalAdjustment"] == {"points": 3, "comment": "Report."}
    at_b = cell["problems"][1]
    assert (at_b["auto"], at_b["latePenalty"], at_b["daysLate"]) == (100, 10, 1)
    assert (at_b["final"], at_b["adjustment"]["points"]) == (85, -5)
    assert at_b["submissionNumber"] is not None


def test_what_lateness_took_wholly_is_told(cast: Cast, homework: ProblemSet) -> None:
    homework.assignment_rules.late_penalty_percent = 100
    homework.assignment_rules.save()
    set_results_refresh(homework.pk)

    at_b = book(cast)["rows"][1]["cells"][0]["problems"][1]

    assert (at_b["auto"], at_b["latePenalty"], at_b["final"]) == (100, 100, 0)


@pytest.mark.usefixtures("homework")
@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_courses_staff_read_and_change_it(cast: Cast, name: str) -> None:
    read = book(cast, name)
    paths = ("/courses/algorithms/grading-book", "/courses/algorithms/grading-book/homework")
    files = [cast.api(name).get(path, format=kind) for path in paths for kind in ("csv", "xlsx")]

    if name in STAFF:
        assert read["studentCount"] == 2
        assert {one.status_code for one in files} == {200}
        return
    refused = adjust(cast, {"username": "minsu", "points": 9}, name=name)
    brought = bring(cast, "username,total\nminsu,9\n", name=name)
    code = "not_signed_in" if name == "visitor" else "not_allowed"
    for answer in (read, refused, brought):
        found = answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["code"]
        assert found == code
    assert {one.status_code for one in files} == {401 if name == "visitor" else 403}
    assert not ScoreAdjustment.objects.exists()


@pytest.mark.parametrize("order", ["NAME", "USERNAME", "STUDENT_NUMBER", "SECTION", "TOTAL"])
@pytest.mark.parametrize("count", [1, 12])
def test_a_page_costs_the_same_however_long(
    cast: Cast, homework: ProblemSet, queries: CaptureQueriesContext, count: int, order: str
) -> None:
    for number in range(count):
        make_assignment(
            f"hw{number}", course=cast.algorithms, problems=[make_problem(f"p{number}")]
        )
        join(make_user(f"s{number}"), cast.algorithms, Role.STUDENT)

    api = cast.api("ta_hana")
    with queries:
        answer = api.graphql(BOOK, course="algorithms", order=order)

    found = answer.json()["data"]["gradingBook"]
    assert len(found["rows"]) == count + 2
    assert len(found["rows"][0]["cells"]) == count + 1
    assert len(queries) <= 12


@pytest.mark.usefixtures("homework")
@pytest.mark.parametrize(
    ("variables", "names"),
    [
        ({"order": "TOTAL"}, ["minsu", "jiwoo"]),
        ({"order": "TOTAL", "limit": 1, "offset": 1}, ["jiwoo"]),
        ({"limit": 1}, ["jiwoo"]),
        ({"filters": {"section": "001"}}, ["minsu"]),
        ({"filters": {"section": "x"}}, []),
        ({"filters": {"search": "INS"}}, ["minsu"]),
    ],
)
def test_students_are_chosen_and_ordered(
    cast: Cast, variables: dict[str, Any], names: list[str]
) -> None:
    assert [row["username"] for row in book(cast, **variables)["rows"]] == names


def test_assignments_are_chosen(cast: Cast, homework: ProblemSet) -> None:
    make_assignment("try", course=cast.algorithms, kind=SetKind.EXERCISE)
    make_assignment("theirs", course=cast.networks)

    def slugs(**filters: Any) -> list[str]:
        return [one["slug"] for one in book(cast, filters=filters)["columns"]]

    assert slugs() == ["homework"]
    assert slugs(hasExercises=True) == ["try", "homework"]
    assert slugs(slugs=["theirs"]) == []
    assert (slugs(isReleased=True), slugs(isReleased=False)) == ([], ["homework"])
    assert book(cast, limit=0)["errors"][0]["extensions"]["code"] == "invalid"


@pytest.mark.usefixtures("homework")
def test_one_bad_cell_changes_nothing_and_each_is_named(cast: Cast) -> None:
    answer = adjust(
        cast,
        {"username": "minsu", "points": 1},
        {"username": "sora", "points": 1},
        {"username": "minsu", "points": 1, "label": "Z"},
        {"username": "jiwoo", "points": 1, "comment": " "},
        {"username": "jiwoo", "points": 1e9},
        {"username": "minsu", "points": 2},
    )

    error = answer["errors"][0]
    assert error["extensions"]["code"] == "cells_refused"
    assert set(error["extensions"]["fields"]) == {f"cells.{n}" for n in (1, 2, 3, 4, 5)}
    assert not ScoreAdjustment.objects.exists()


@pytest.mark.usefixtures("homework")
def test_a_later_adjustment_supersedes(cast: Cast) -> None:
    adjust(cast, {"username": "minsu", "points": 5}, {"username": "jiwoo", "points": 5})

    assert adjust(cast, {"username": "minsu", "points": 1})["data"]["adjustScores"] == 1

    assert ScoreAdjustment.objects.filter(superseded_at=None).count() == 2
    assert finals(cast) == {"minsu": 281, "jiwoo": 5}


def test_a_large_grid_takes_few_queries(
    cast: Cast, homework: ProblemSet, queries: CaptureQueriesContext
) -> None:
    names = [join(make_user(f"s{n}"), cast.algorithms, Role.STUDENT).username for n in range(40)]

    with queries:
        answer = adjust(cast, *({"username": name, "points": 1} for name in names))

    assert answer["data"]["adjustScores"] == 40
    assert len(queries) <= 30


@pytest.mark.usefixtures("homework")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_scores_come_from_a_table(cast: Cast, encoding: str) -> None:
    text = "아이디,이름,B,총점,비고\nminsu,민수,95,,\nJIWOO,지우,,12.5,구술\n"

    dry = bring(cast, text, dry=True, encoding=encoding)
    assert not ScoreAdjustment.objects.exists()
    real = bring(cast, text, encoding=encoding)

    assert (dry["isApplied"], real["isApplied"]) == (False, True)
    assert dry["effects"] == real["effects"]
    assert finals(cast) == {"minsu": 290, "jiwoo": 12.5}
    kept = {one.user.username: (one.points, one.comment) for one in ScoreAdjustment.objects.all()}
    assert kept == {"minsu": (5, "Paper."), "jiwoo": (12.5, "구술")}
    assert bring(cast, text, encoding=encoding)["effects"] == []


@pytest.mark.usefixtures("homework")
def test_every_bad_line_is_named_and_nothing_is_changed(cast: Cast) -> None:
    text = "username,A,total\nminsu,50,\nsora,1,\nminsu,1,\njiwoo,-1,many\n,5,\na,b,c,d\n"

    reports = [bring(cast, text, dry=dry) for dry in (True, False)]

    assert reports[0] == reports[1]
    assert [(one["line"], one["column"]) for one in reports[0]["faults"]] == [
        (3, "username"),
        (4, ""),
        (5, "A"),
        (5, "total"),
        (6, ""),
        (7, ""),
    ]
    assert not ScoreAdjustment.objects.exists()
    strange = bring(cast, "username,Z\nminsu,1\n")
    assert strange["errors"][0]["extensions"]["code"] == "bad_table"
    silent = bring(cast, "username,A\nminsu,1\n", comment="")
    assert [one["column"] for one in silent["faults"]] == ["comment"]


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_files_hold_no_formulas_and_come_back_unchanged(cast: Cast, homework: ProblemSet) -> None:
    cast.minsu.display_name, cast.minsu.student_number = "=HYPERLINK(1)", "2020312345"
    cast.minsu.save()
    cast.jiwoo.display_name = "지우"
    cast.jiwoo.save()
    adjust(cast, {"username": "minsu", "label": "B", "points": -5})
    api, path = cast.api("ta_hana"), "/courses/algorithms/grading-book/homework"

    answer = api.get(path)
    text = content(answer)
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(content(api.get(path, format="xlsx")))).worksheets[0]

    assert text.startswith(b"\xef\xbb\xbf")
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "text/csv; charset=utf-8",
        "private, no-store",
    )
    who = ["student_number", "username", "name", "section"]
    assert rows[0] == [*who, "A", "B", "auto", "late_penalty", "adjustment", "sum"]
    assert rows[1][1:4] == ["jiwoo", "지우", ""]
    assert rows[2] == [
        "2020312345", "minsu", "'=HYPERLINK(1)", "001",
        "100.0", "85.0", "300.0", "-20.0", "-10.0", "270.0",
    ]  # fmt: skip
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["J3"].value == 270
    back = bring(cast, text.decode())
    assert (back["isApplied"], back["effects"], back["faults"]) == (True, [], [])


@pytest.mark.usefixtures("homework")
def test_a_courses_file_has_a_column_for_each_assignment(cast: Cast) -> None:
    make_assignment("later", course=cast.algorithms)

    answer = cast.api("ta_hana").get("/courses/algorithms/grading-book", section="001")

    rows = list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))
    assert rows[0][4:] == ["later", "homework", "sum"]
    assert [row[1:] for row in rows[1:]] == [["minsu", "minsu", "001", "0.0", "280.0", "280.0"]]
    missing = cast.api("ta_hana").get("/courses/algorithms/grading-book/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "set_not_found")
