"""Edits of a test package over GraphQL, until they are a version. The judge is the real one."""

import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from strawberry.relay import to_base64

from judging.package_checks import check_package
from judging.packages import PackageRefused, read
from judging.sandbox.box import KeptBoxSandbox
from problems.archive import judge_package_name, source_archive, source_name, tree_archive
from problems.imports.models import PackageImport
from problems.imports.services import package_check_record
from problems.imports.sweeping import package_imports_sweep
from problems.models import Problem, TestPackage, TestPackageDraft, Visibility
from problems.services import problem_import
from problems.versions.applying import package_edited
from problems.versions.operations import (
    Operation,
    RemoveCase,
    SetGroup,
    SetLimits,
    SetValidator,
)
from problems.versions.sweeping import blobs_sweep
from tests.conftest import Broker
from tests.factories import make_problem
from tests.judging.sandbox.support import needs_sandbox
from tests.people import EVERYBODY, Cast
from tests.problems.packages import uploaded, works_run, write_package, zipped

EDIT = """
mutation ($id: ID!, $edits: [TestPackageEditInput!]!) {
  editTestPackage(problemId: $id, edits: $edits) {
    state base { version } cases { name state } edits { ordinal actor { username } operation }
  }
}
"""
MAKE = """
mutation ($id: ID!, $live: Boolean!, $onto: Boolean! = false) {
  makeTestPackage(problemId: $id, makeLive: $live, comment: "fixed", ontoNewest: $onto) {
    number state
  }
}
"""
VALIDATOR = "import sys\nsys.exit(42 if len(input().split()) == 2 else 43)\n"


@pytest.fixture
def sums(cast: Cast, tmp_path: Path) -> Problem:
    folder = write_package(tmp_path / "sum_of_two", {"input_validators/check.py": VALIDATOR})
    return problem_import(
        path=folder, actor=cast.ta_hana, course=cast.algorithms, visibility=Visibility.COURSE
    ).problem


@pytest.fixture
def work(
    broker: Broker,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[Callable[[], Any]], PackageImport]:
    """Does something as a request would, then all that the site's other processes do about it."""
    needs_sandbox()
    folder = tmp_path / "judge"
    folder.mkdir()

    def do(act: Callable[[], Any]) -> PackageImport:
        with django_capture_on_commit_callbacks(execute=True):
            answer = act().json()
            assert "errors" not in answer, answer
        with django_capture_on_commit_callbacks(execute=True):
            works_run(broker)
        for job in broker.check_jobs():
            archive = Path(default_storage.path(judge_package_name(job.source_sha256)))
            with KeptBoxSandbox() as sandbox:
                report = check_package(
                    job, archive, sandbox, judgehost="j", delivery=1, work_dir=folder
                )
            package_check_record(report=report, now=timezone.now())
        package_imports_sweep(now=timezone.now())
        return PackageImport.objects.order_by("-id")[0]

    return do


Work = Callable[[Callable[[], Any]], PackageImport]


def node_id(problem: Problem) -> str:
    return to_base64("Problem", problem.pk)


def edit(cast: Cast, problem: Problem, *edits: dict[str, Any], name: str = "ta_hana") -> Any:
    return cast.api(name).graphql(EDIT, id=node_id(problem), edits=list(edits)).json()


def case(name: str, given: str, answer: str) -> dict[str, Any]:
    return {"putCase": {"name": name, "input": {"text": given}, "answer": {"text": answer}}}


def files_of(package: TestPackage) -> dict[str, bytes]:
    with default_storage.open(source_name(package.source_sha256)) as stream:
        archive = zipfile.ZipFile(BytesIO(stream.read()))
        return {name: archive.read(name) for name in archive.namelist()}


def cases_of(package: TestPackage) -> list[str]:
    return [one["name"] for one in package.manifest["test_cases"]]


def test_many_edits_become_one_version_beside_the_live_one(
    cast: Cast, sums: Problem, work: Work
) -> None:
    first = sums.ready_package
    big = uploaded(cast.ta_hana, "big.in", b"5 6\n")
    answer = edit(
        cast,
        sums,
        case("secret/2", "3 4\n", "7\n"),
        {"putCase": {"name": "secret/3", "input": {"upload": big}, "answer": {"text": "11\n"}}},
        {"renameCase": {"name": "secret/2", "newName": "sample/2"}},
        {"setLimits": {"timeLimitMs": 1500, "memoryLimitKib": 262144}},
        {"setValidator": {"flags": ["case_sensitive"]}},
        {"putFile": {"path": "submissions/accepted/b.py", "content": {"text": "print(1)"}}},
    )["data"]["editTestPackage"]
    assert answer["base"] == {"version": 1}
    assert answer["cases"] == [
        {"name": "sample/1", "state": "kept"},
        {"name": "sample/2", "state": "moved"},
        {"name": "secret/1", "state": "kept"},
        {"name": "secret/3", "state": "added"},
    ]

    done = work(lambda: cast.api("ta_hana").graphql(MAKE, id=node_id(sums), live=False))

    assert (done.state, done.version, done.comment) == ("done", 2, "fixed"), done.findings
    sums.refresh_from_db()
    assert sums.test_package == first
    second = sums.test_packages.get(version=2)
    assert cases_of(second) == ["sample/1", "sample/2", "secret/1", "secret/3"]
    assert (second.time_limit_ms, second.memory_limit_kib) == (1500, 262144)
    assert second.manifest["test_cases"][0]["validator_flags"]["case_sensitive"]
    assert [one.input for one in second.samples.all()] == ["1 2\n", "3 4\n"]
    # and the package that it is exported from says the same
    assert files_of(second)["data/secret/3.in"] == b"5 6\n"
    assert files_of(second)["submissions/accepted/b.py"] == b"print(1)"
    assert files_of(first)["data/secret/1.in"] == b"10 20\n"
    assert "data/secret/3.in" not in files_of(first)
    assert TestPackageDraft.objects.get().state == "done"


def test_a_refused_version_leaves_the_edits_to_be_corrected(
    cast: Cast, sums: Problem, work: Work
) -> None:
    edit(cast, sums, case("secret/2", "3 4 5\n", "12\n"))

    refused = work(lambda: cast.api("ta_hana").graphql(MAKE, id=node_id(sums), live=True))

    assert refused.state == "refused"
    (finding,) = [one for one in refused.findings if one["severity"] == "problem"]
    assert finding["file"] == "data/secret/2.in"
    assert "check.py rejects it" in finding["message"]
    assert sums.test_packages.count() == 1
    edit(cast, sums, {"putCase": {"name": "secret/2", "input": {"text": "3 4\n"}}})
    edit(cast, sums, {"putCase": {"name": "secret/2", "answer": {"text": "7\n"}}})
    done = work(lambda: cast.api("ta_hana").graphql(MAKE, id=node_id(sums), live=True))
    assert done.state == "done"
    sums.refresh_from_db()
    assert sums.ready_package.version == 2


def test_groups_get_points_and_cases_an_order(cast: Cast, sums: Problem, work: Work) -> None:
    edit(
        cast,
        sums,
        {"renameCase": {"name": "secret/1", "newName": "secret/1-small/tiny"}},
        case("secret/1-small/05-next", "1 1\n", "2\n"),
        case("secret/2-large/1", "9 9\n", "18\n"),
        {"reorderCases": {"names": ["secret/1-small/05-next", "secret/1-small/tiny"]}},
        {"setGroup": {"name": "secret/1-small", "maxScore": 30, "aggregation": "MIN"}},
        {"setGroup": {"name": "secret/2-large", "maxScore": 70, "aggregation": "SUM"}},
    )

    done = work(lambda: cast.api("ta_hana").graphql(MAKE, id=node_id(sums), live=True))

    assert done.state == "done", done.findings
    sums.refresh_from_db()
    live = sums.ready_package
    assert cases_of(live) == [
        "sample/1",
        "secret/1-small/1-next",
        "secret/1-small/2-tiny",
        "secret/2-large/1",
    ]
    assert live.max_score == 100
    query = """query ($id: ID!) { testPackageContents(packageId: $id) {
      isScoring groups { name maxScore scoreRule testCaseCount }
      caseDirectories { name testCaseCount } } }"""
    shown = cast.api("ta_hana").graphql(query, id=to_base64("TestPackage", live.pk)).json()
    assert shown["data"]["testPackageContents"]["caseDirectories"] == [
        {"name": "sample", "testCaseCount": 1},
        {"name": "secret/1-small", "testCaseCount": 2},
        {"name": "secret/2-large", "testCaseCount": 1},
    ]
    groups = {one["name"]: one for one in shown["data"]["testPackageContents"]["groups"]}
    assert groups["secret/1-small"] == {
        "name": "secret/1-small",
        "maxScore": 30.0,
        "scoreRule": "min",
        "testCaseCount": 2,
    }


def test_a_problem_of_nothing_gets_its_first_tests(cast: Cast, work: Work) -> None:
    create = """mutation { createProblem(slug: "new", courseSlug: "algorithms",
      titles: [{language: "ko", title: "새 문제"}]) { number } }"""
    cast.api("ta_hana").graphql(create)
    problem = Problem.objects.get(slug="new")
    edit(cast, problem, case("sample/1", "1\n", "1\n"), case("secret/1", "2\n", "2\n"))

    done = work(lambda: cast.api("ta_hana").graphql(MAKE, id=node_id(problem), live=True))

    assert done.state == "done", done.findings
    problem.refresh_from_db()
    assert problem.ready_package.test_case_count == 2
    assert problem.title == "새 문제"
    assert "statement/problem.ko.md" in files_of(problem.ready_package)


def test_bare_test_data_leave_the_rest_of_the_package(
    cast: Cast, sums: Problem, work: Work
) -> None:
    write = """mutation ($id: ID!) { writeStatement(problemId: $id, language: "en",
      title: "Sum!", source: "Add them.") { title } }"""
    cast.api("ta_hana").graphql(write, id=node_id(sums))
    key = uploaded(cast.ta_hana, "tests.zip", zipped({"1.in": "1 1\n", "1.out": "2\n"}))
    load = """mutation ($key: String!, $id: ID!) {
      importPackage(storageKey: $key, problemId: $id) { state } }"""

    done = work(lambda: cast.api("ta_hana").graphql(load, key=key, id=node_id(sums)))

    assert done.state == "done", done.findings
    sums.refresh_from_db()
    live = sums.ready_package
    assert cases_of(live) == ["secret/0001"]
    assert live.time_limit_ms == 2000
    files = files_of(live)
    assert files["submissions/accepted/sum.py"]
    assert files["statement/problem.en.md"] == b"Add them."
    assert sums.statements.get(language="en").title == "Sum!"


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_of_the_problem_edit_its_tests(cast: Cast, sums: Problem, name: str) -> None:
    answer = edit(cast, sums, {"removeCase": "secret/1"}, name=name)

    if name in {"ta_hana", "professor", "operator"}:
        assert answer["data"]["editTestPackage"]["edits"][0]["actor"] == {"username": name}
    else:
        assert "errors" in answer or "code" in answer
        assert not TestPackageDraft.objects.exists()


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([{"removeCase": "secret/9"}], "There is no test case secret/9."),
        ([{"putCase": {"name": "secret/9", "input": {"text": ""}}}], "needs its input and its"),
        ([{"putCase": {"name": "../../etc"}}], "Edit 1 (put_case) is not valid: name"),
        ([{}], "Edit 1 must be exactly one"),
        ([{"removeCase": "secret/1", "removeFile": "data/x"}], "exactly one"),
        ([{"putFile": {"path": "problem.yaml", "content": {"text": "x"}}}], "Edit 1 (put_file)"),
        ([{"putFile": {"path": "data/secret/9.in", "content": {"text": "x"}}}], "Edit 1 (put_"),
        ([{"removeCase": "secret/1"}, {"removeCase": "secret/1"}], "no test case secret/1"),
        ([{"reorderCases": {"names": ["secret/1", "secret/1"]}}], "Name each of the 1"),
        ([{"setLimits": {"timeLimitMs": 1}}], "Edit 1 (set_limits)"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_with_all_others(
    cast: Cast, sums: Problem, edits: list[dict[str, Any]], told: str
) -> None:
    answer = edit(cast, sums, {"putCase": {"name": "secret/1", "description": "x"}}, *edits)

    (error,) = answer["errors"]
    assert told.replace("Edit 1", "Edit 2") in error["message"]
    assert not TestPackageDraft.objects.exists()


def test_edits_on_an_outdated_version_are_not_lost(cast: Cast, sums: Problem) -> None:
    edit(cast, sums, case("secret/2", "1 1\n", "2\n"))
    package = sums.ready_package
    package.pk, package.version, package.sha256 = None, 2, "a" * 64
    package.save(force_insert=True)

    refused = cast.api("ta_hana").graphql(MAKE, id=node_id(sums), live=True).json()
    assert refused["errors"][0]["extensions"]["code"] == "draft_outdated"
    taken = cast.api("ta_hana").graphql(MAKE, id=node_id(sums), live=True, onto=True).json()

    assert taken["data"]["makeTestPackage"]["state"] == "preparing"
    draft = TestPackageDraft.objects.get()
    assert draft.base is not None
    assert (draft.base.version, draft.changes.count()) == (2, 1)
    again = edit(cast, sums, {"removeCase": "secret/2"})
    assert again["errors"][0]["extensions"]["code"] == "draft_being_made"


def test_edits_are_taken_back_unless_others_need_them(cast: Cast, sums: Problem) -> None:
    edit(cast, sums, case("secret/2", "1 1\n", "2\n"), {"removeCase": "secret/1"})
    edit(cast, sums, {"renameCase": {"name": "secret/2", "newName": "secret/3"}})
    undo = """mutation ($id: ID!, $ordinals: [Int!]!) {
      undoTestPackageEdits(problemId: $id, ordinals: $ordinals) { edits { ordinal } } }"""
    api = cast.api("ta_hana")

    refused = api.graphql(undo, id=node_id(sums), ordinals=[1]).json()
    taken = api.graphql(undo, id=node_id(sums), ordinals=[1, 3]).json()

    assert "Edit 3 needs what you take back" in refused["errors"][0]["message"]
    assert taken["data"]["undoTestPackageEdits"]["edits"] == [{"ordinal": 2}]


def downloaded(response: Any) -> bytes:
    async def gathered() -> list[bytes]:
        return [chunk async for chunk in response.streaming_content]

    return b"".join(async_to_sync(gathered)())


CASES = """
query ($id: ID!, $group: String! = "") {
  testCases(packageId: $id, group: $group, previewBytes: 3) {
    totalCount
    items { ordinal name isSample input { sizeBytes preview url } answer { sizeBytes } }
  }
}
"""


def test_test_cases_are_looked_into_and_downloaded(
    cast: Cast, sums: Problem, queries: CaptureQueriesContext
) -> None:
    package_id = to_base64("TestPackage", sums.ready_package.pk)
    api = cast.api("ta_hana")
    with queries:
        answer = api.graphql(CASES, id=package_id, group="secret").json()
    assert len(queries) <= 5

    page = answer["data"]["testCases"]
    assert page["totalCount"] == 1
    (shown,) = page["items"]
    url = shown["input"].pop("url")
    assert shown == {
        "ordinal": 2,
        "name": "secret/1",
        "isSample": False,
        "input": {"sizeBytes": 6, "preview": "10 "},
        "answer": {"sizeBytes": 3},
    }
    assert downloaded(api.client.get(url)) == b"10 20\n"
    for name in ("ta_yuri", "minsu"):
        assert cast.api(name).client.get(url).status_code == 404
        assert (
            "errors" in (body := cast.api(name).graphql(CASES, id=package_id).json())
            or body["code"]
        )


@pytest.mark.parametrize("export_format", ["2025-09", "legacy-icpc"])
def test_an_export_streams_and_has_the_sites_statement(
    cast: Cast, sums: Problem, export_format: str
) -> None:
    write = """mutation ($id: ID!) { writeStatement(problemId: $id, language: "en",
      title: "Sum!", source: "Add them.") { title } }"""
    cast.api("ta_hana").graphql(write, id=node_id(sums))
    address = f"/api/v1/test-packages/{sums.ready_package.pk}/export?format={export_format}"

    response = cast.api("ta_hana").client.get(address)

    content = downloaded(response)
    assert response.headers["Content-Length"] == str(len(content))
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    directory = "statement" if export_format == "2025-09" else "problem_statement"
    path = next(name for name in names if name.endswith(f"{directory}/problem.en.md"))
    assert zipfile.ZipFile(BytesIO(content)).read(path) == b"Add them."
    assert cast.api("ta_yuri").client.get(address).status_code == 404
    assert json.loads(cast.api("minsu").client.get(address).content)["code"] == "package_not_found"


@pytest.mark.parametrize(
    ("name", "operation", "made"),
    [
        # Polygon's and bare test data are rewritten in 2025-09, legacy ones stay legacy.
        ("seating", RemoveCase(name="secret/07"), "2025-09"),
        ("shuttle", SetLimits(time_limit_ms=3000), "legacy-icpc"),
        ("shuttle", SetValidator(flags=("case_sensitive",)), "2025-09"),
        ("sirens", RemoveCase(name="secret/2-any/1"), "legacy"),
    ],
)
def test_packages_of_every_format_are_edited(
    cast: Cast, tmp_path: Path, name: str, operation: Operation, made: str
) -> None:
    folder = Path(__file__).parents[2] / "packages" / name
    archive, _ = source_archive(read(folder, for_judging_only=True), tmp_path)
    path = archive.rename(tmp_path / f"{name}.zip")
    problem = make_problem(name, course=cast.algorithms)
    (tmp_path / "work").mkdir()
    before = read(path, for_judging_only=True)

    tree = package_edited(problem, path, [operation], tmp_path / "work")

    (tmp_path / "out").mkdir()
    after = read(tree_archive(tree, tmp_path / "out")[0], for_judging_only=True)
    assert after.format_version == made
    removed = {operation.name} if isinstance(operation, RemoveCase) else set()
    names = {case.name for case in before.test_cases}
    assert {case.name for case in after.test_cases} == names - removed
    assert {one.path.partition("/")[2] for one in after.submissions} == {
        one.path.partition("/")[2] for one in before.submissions
    }


@pytest.mark.parametrize(
    ("name", "where"),
    [("sirens", r"testdata\.yaml"), ("ledger", "in Polygon and upload it again")],
)
def test_groups_that_can_not_be_said_alike_refuse_what_needs_them(
    cast: Cast, tmp_path: Path, name: str, where: str
) -> None:
    folder = Path(__file__).parents[2] / "packages" / name
    archive, _ = source_archive(read(folder, for_judging_only=True), tmp_path)
    problem = make_problem(name, course=cast.algorithms)
    operation = SetGroup(name="secret", max_score=10)

    with pytest.raises(PackageRefused, match=where):
        package_edited(problem, archive, [operation], tmp_path)


def test_pieces_of_edits_go_when_no_open_draft_has_them(cast: Cast, sums: Problem) -> None:
    edit(cast, sums, case("secret/2", "3 4\n", "7\n"))
    later = timezone.now() + timedelta(days=3)

    assert blobs_sweep(now=later) == 0
    cast.api("ta_hana").graphql(
        "mutation ($id: ID!) { discardTestPackageDraft(problemId: $id) { id } }", id=node_id(sums)
    )
    for now, gone in ((timezone.now(), 0), (later, 2)):
        cache.clear()
        assert blobs_sweep(now=now) == gone
    assert default_storage.listdir("blobs")[1] == []
