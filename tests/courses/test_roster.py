"""A course's roster from a table, and its sections."""

from base64 import b64encode
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.errors import InvalidInputError, NotAllowedError, NotFoundError
from common.tables.report import ImportReport
from courses.models import AllowedStudent, Membership
from courses.services import member_sections_set, roster_import
from tests.courses.test_joining import number
from tests.people import Cast, make_user


def bring(
    cast: Cast, text: str, *, is_dry_run: bool = False, name: str = "professor", encoding: str = ""
) -> ImportReport:
    actor = cast.named(name)
    assert actor is not None
    return roster_import(
        actor=actor,
        course_id=cast.algorithms.pk,
        content=text.encode(encoding or "utf-8"),
        is_dry_run=is_dry_run,
    )


def roster(cast: Cast) -> dict[str, tuple[str, str]]:
    members = cast.algorithms.memberships.select_related("user")
    return {one.user.username: (one.role, one.section) for one in members}


def faults(report: ImportReport) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in report.faults]


@pytest.fixture
def people(cast: Cast) -> None:
    number(cast.sora, "2020312345")
    make_user("hyun")
    make_user("gone", is_active=False)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_people_come_by_any_of_their_names(cast: Cast, encoding: str) -> None:
    text = (
        "학번,이름,이메일,아이디,분반,역할\n"
        "2020-312-345,소라,,,001,학생\n"
        ",현,HYUN@example.com,,002,조교\n"
        ",민수,,Minsu,002,\n"
        "2021000111,아직 없음,,,001,\n"
    )
    before = roster(cast)

    dry = bring(cast, text, is_dry_run=True, encoding=encoding)
    assert roster(cast) == before
    assert not AllowedStudent.objects.exists()
    real = bring(cast, text, encoding=encoding)

    assert (dry.is_applied, real.is_applied, real.row_count) == (False, True, 4)
    assert dry.effects == real.effects
    assert [one.line for one in real.effects] == [2, 3, 4, 5]
    after = roster(cast)
    assert after["sora"] == ("student", "001")
    assert after["hyun"] == ("ta", "002")
    assert after["minsu"] == ("student", "002")
    assert after["jiwoo"] == before["jiwoo"]
    assert [one.student_number for one in AllowedStudent.objects.all()] == ["2021000111"]
    assert not bring(cast, text).effects, "the same again changes nothing"


@pytest.mark.usefixtures("people")
def test_each_bad_line_is_named_and_nothing_is_changed(cast: Cast) -> None:
    number(cast.minsu, "2020777777")
    number(cast.jiwoo, "2020777777")
    before = roster(cast)
    text = (
        "username,student_number,email,section,role\n"
        "sora,,,,\n"
        "nobody,,,,\n"
        "gone,,,,\n"
        ",!,,,\n"
        ",2020777777,,,\n"
        ",,who@example.com,,\n"
        "hyun,2020312345,,,\n"
        "SORA,,,,\n"
        "jiwoo,,,,boss\n"
        "minsu,,,,ta\n"
        f"jiwoo,,,{'x' * 41},\n"
        ",,,001,\n"
    )

    report = bring(cast, text)

    assert faults(report) == [
        (3, "username"),
        (4, "username"),
        (5, "student_number"),
        (6, "student_number"),
        (7, "email"),
        (8, ""),
        (9, ""),
        (10, "role"),
        (11, "role"),
        (12, "section"),
        (13, ""),
    ]
    assert not report.is_applied
    assert roster(cast) == before


@pytest.mark.usefixtures("people")
def test_only_instructors_bring_staff(cast: Cast) -> None:
    report = bring(cast, "username,role\nhyun,ta\nsora,student\n", name="ta_hana")

    assert faults(report) == [(2, "role")]
    assert "sora" not in roster(cast)
    assert bring(cast, "username\nsora\n", name="ta_hana").is_applied


@pytest.mark.parametrize("name", ["minsu", "sora", "ta_yuri"])
def test_others_bring_nobody_whatever_their_file(cast: Cast, name: str) -> None:
    for text in ("username\nsora\n", "no column of a roster\n"):
        with pytest.raises(NotAllowedError):
            bring(cast, text, name=name)


def test_no_column_names_people(cast: Cast) -> None:
    with pytest.raises(InvalidInputError, match="username or student_number or email"):
        bring(cast, "name,section\n소라,001\n")


def test_a_large_roster_takes_few_queries(cast: Cast, queries: CaptureQueriesContext) -> None:
    lines = "".join(f"20210{number:05}\n" for number in range(300))

    with queries:
        report = bring(cast, f"student_number\n{lines}", is_dry_run=True)

    assert len(report.effects) == 300
    assert len(queries) <= 20


def test_over_graphql(cast: Cast) -> None:
    file = b64encode("아이디,분반\nminsu,001\nnobody,\n".encode("cp949")).decode()

    answer = cast.api("ta_hana").graphql(
        "mutation ($file: Base64!, $course: ID!) { importRoster(courseId: $course, file: $file) "
        "{ isDryRun isApplied faults { line column message } effects { line message } } }",
        file=file,
        course=node(cast),
    )

    report = answer.json()["data"]["importRoster"]
    assert (report["isDryRun"], report["isApplied"]) == (True, False)
    assert report["faults"] == [
        {"line": 3, "column": "username", "message": "No account has it: 'nobody'."}
    ]
    assert report["effects"] == [{"line": 2, "message": "minsu goes to section 001"}]


def node(cast: Cast) -> Any:
    query = '{ courses(filters: {slug: {exact: "algorithms"}}) { edges { node { id } } } }'
    edges = cast.api("ta_hana").graphql(query).json()["data"]["courses"]["edges"]
    return edges[0]["node"]["id"]


def test_sections_are_set_for_all_or_nobody(cast: Cast) -> None:
    mine = Membership.objects.get(user=cast.minsu)
    foreign = Membership.objects.get(user=cast.ta_yuri)

    with pytest.raises(NotFoundError):
        member_sections_set(
            actor=cast.ta_hana,
            course_id=cast.algorithms.pk,
            membership_ids=[mine.pk, foreign.pk],
            section="001",
        )

    mine.refresh_from_db()
    assert mine.section == ""


def test_an_archived_roster_stays(cast: Cast) -> None:
    cast.algorithms.archived_at = timezone.now()
    cast.algorithms.save()

    with pytest.raises(Exception, match="archived"):
        bring(cast, "username\nsora\n")
