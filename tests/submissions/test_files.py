"""Sources of several files, from what comes in to what the judge and people get."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from strawberry.relay import to_base64

from common.background import work_run
from common.errors import InvalidInputError
from judging.languages import language_table
from problems.models import Problem, TestPackage
from problems.practice import code_template_set
from submissions.diffs import hunks_of_files, lines_of, unified
from submissions.models import CustomRun, Draft, SourceArchive, Submission
from submissions.sources import Source, files_check, names_check
from tests.conftest import Broker
from tests.people import Cast

OnCommit = Callable[..., Any]

MAIN = "public class Main { public static void main(String[] a) { new Deck(); } }"
DECK = "class Deck { }\n"
FILES = [{"name": "Main.java", "text": MAIN}, {"name": "Deck.java", "text": DECK}]
TEXTS = st.text(alphabet="ab\n\r", max_size=8)


@pytest.fixture
def several(problem: Problem, settings: Settings) -> Problem:
    settings.SUBMISSION_INTERVAL_MS = 0
    problem.max_source_files = 3
    problem.save()
    return problem


def body(files: Any = FILES, **fields: Any) -> dict[str, Any]:
    return {"problem": "sum", "language": "java17", "files": files, **fields}


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_files_come_out_as_they_went_in(texts: list[str]) -> None:
    files = [(f"f{number}.py", text) for number, text in enumerate(texts)]

    source = Source.of(files)
    kept = Source.kept(source.text, [list(part) for part in source.layout])

    assert [(file.name, file.text) for file in kept.files] == files
    assert source.size_bytes == sum(len(text.encode()) for text in texts)
    lines = lines_of(source.text + "\n.")
    for file in source.files:
        first = (lines_of(file.text) or [""])[0]
        assert lines[file.first_line - 1] == first


@pytest.mark.parametrize(
    "names",
    [
        ["../a.py"],
        ["/a.py"],
        ["a//b.py"],
        ["a/../b.py"],
        [".a.py"],
        ["-o.py"],
        ["a b.py"],
        ["가.py"],
        ["a\\b.py"],
        [""],
        ["x" * 300 + ".py"],
        ["a.py", "A.py"],
        ["lib", "lib/a.py"],
        ["Lib/a/b.py", "lib"],
        [f"{number}.py" for number in range(65)],
    ],
)
def test_names_that_no_file_can_have_are_refused(names: list[str]) -> None:
    with pytest.raises(InvalidInputError):
        names_check(names)


def test_the_problem_decides_what_it_takes() -> None:
    java = language_table().get("java17")
    included = {"java": ["Judge.java"], "default": ["deck.java"]}

    def check(*names: str, max_files: int = 2) -> str:
        source = Source.of([(name, "x") for name in names])
        try:
            files_check(source, max_files=max_files, language=java, included=included)
        except InvalidInputError as error:
            return error.code
        return ""

    assert check("Main.java", "Deck.java") == ""
    assert check("Main.java", "Deck.java", max_files=1) == "too_many_files"
    assert check("notes.txt", "deck.h") == "no_source_file"
    assert check("Main.java", "judge.java") == "file_of_problem"
    assert check("Judge.java") == ""


def test_several_files_reach_the_judge_and_come_back(
    cast: Cast, several: Problem, broker: Broker, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = cast.api("minsu").post("/submissions", body())

    assert (made.status_code, made.json()["source_bytes"]) == (201, len(MAIN) + len(DECK))
    (job,) = broker.jobs()
    assert [(file.name, file.text) for file in job.source_files] == [
        ("Main.java", MAIN),
        ("Deck.java", DECK),
    ]
    detail = cast.api("minsu").get(f"/submissions/{made.json()['id']}").json()
    assert detail["source"] == f"{MAIN}\n{DECK}"
    assert [(one["name"], one["first_line"]) for one in detail["files"]] == [
        ("Main.java", 1),
        ("Deck.java", 2),
    ]
    answer = cast.api("operator").graphql(
        "query ($id: ID!) { submission(id: $id) { files { name firstLine text } } }",
        id=to_base64("Submission", made.json()["id"]),
    )
    assert answer.json()["data"]["submission"]["files"][1] == {
        "name": "Deck.java",
        "firstLine": 2,
        "text": DECK,
    }


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"files": [*FILES, *FILES]}, "too_many_files"),
        ({"files": [FILES[0], {"name": "../Deck.java", "text": ""}]}, "file_name_invalid"),
        ({"files": [FILES[0], {"name": "main.java", "text": ""}]}, "file_name_taken"),
        ({"files": [FILES[0], {"name": "Judge.java", "text": ""}]}, "file_of_problem"),
        ({"source": MAIN}, "source_unclear"),
        ({"files": []}, "source_empty"),
        ({"files": [FILES[0], {"name": "B.java", "text": "x" * 200_000}]}, "source_too_large"),
    ],
)
@pytest.mark.parametrize("path", ["/submissions", "/runs"])
def test_what_is_refused_is_neither_kept_nor_queued(
    cast: Cast,
    several: Problem,
    broker: Broker,
    django_capture_on_commit_callbacks: OnCommit,
    path: str,
    fields: dict[str, Any],
    code: str,
) -> None:
    package = TestPackage.objects.get(problem=several)
    package.manifest["included_files"] = {"java": ["Judge.java"]}
    package.save()

    with django_capture_on_commit_callbacks(execute=True):
        asked = body(inputs=[{"input": "1 2"}]) if path == "/runs" else body()
        response = cast.api("minsu").post(path, {**asked, **fields})

    assert (response.status_code // 100, response.json()["code"]) == (4, code)
    assert not Submission.objects.exists()
    assert not CustomRun.objects.exists()
    assert broker.jobs() == []


@pytest.mark.usefixtures("problem")
def test_most_problems_take_one_file(cast: Cast) -> None:
    assert cast.api("minsu").get("/problems/sum").json()["max_source_files"] == 1
    response = cast.api("minsu").post("/submissions", body())
    assert (response.status_code, response.json()["code"]) == (422, "too_many_files")
    assert cast.api("minsu").post("/submissions", body(FILES[:1])).status_code == 201


@pytest.mark.usefixtures("broker")
def test_a_key_stands_for_all_files(cast: Cast, several: Problem) -> None:
    def send(files: Any) -> Any:
        return cast.api("minsu").post("/submissions", body(files), **{"Idempotency-Key": "one"})

    first, again = send(FILES), send(FILES)
    assert first.json()["id"] == again.json()["id"]
    # The same text in files of other names is other content.
    renamed = [FILES[0], {"name": "Pack.java", "text": DECK}]
    assert send(renamed).json()["code"] == "idempotency_key_reused"


def test_a_template_is_for_the_first_file(cast: Cast, several: Problem) -> None:
    template = "// @locked\nclass Deck { }\n// @unlocked\n"
    code_template_set(actor=cast.operator, problem=several, language="java17", source=template)

    refused = cast.api("minsu").post("/submissions", body())
    assert refused.json()["code"] == "locked_region_changed"
    files = [{"name": "Deck.java", "text": template}, FILES[0]]
    assert cast.api("minsu").post("/submissions", body(files)).status_code == 201


def test_a_draft_holds_its_files(cast: Cast, several: Problem) -> None:
    path = "/problems/sum/drafts/java17"
    api = cast.api("minsu")
    assert api.put(path, {"files": FILES, "expected_version": 0}).json()["version"] == 1
    assert [one["name"] for one in api.get(path).json()["files"]] == ["Main.java", "Deck.java"]

    # The same is no conflict, and another name is a change.
    assert api.put(path, {"files": FILES, "expected_version": 0}).json()["version"] == 1
    renamed = [FILES[0], {"name": "Pack.java", "text": DECK}]
    conflict = api.put(path, {"files": renamed, "expected_version": 0})
    assert conflict.status_code == 409
    assert [one["name"] for one in conflict.json()["current"]["files"]] == [
        "Main.java",
        "Deck.java",
    ]
    refused = api.put(path, {"files": [FILES[0]] * 2, "expected_version": 1})
    assert refused.json()["code"] == "file_name_taken"
    assert Draft.objects.get().version == 1


def test_custom_runs_take_several_files(
    cast: Cast, several: Problem, broker: Broker, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = cast.api("minsu").post("/runs", body(inputs=[{"input": "1 2"}]))

    run = CustomRun.objects.get(pk=made.json()["id"])
    assert [name for name, _ in run.layout] == ["Main.java", "Deck.java"]
    detail = cast.api("minsu").get(f"/runs/{run.pk}").json()
    assert [one["text"] for one in detail["files"]] == [MAIN, DECK]


@pytest.mark.usefixtures("broker")
def test_changes_are_told_by_file(cast: Cast, several: Problem) -> None:
    changed = [FILES[0], {"name": "Deck.java", "text": DECK + "// more\n"}]
    api = cast.api("minsu")
    numbers = [api.post("/submissions", body(files)).json()["id"] for files in (FILES, changed)]
    one_text = {"problem": "sum", "language": "java17", "source": MAIN}
    numbers.append(api.post("/submissions", one_text).json()["id"])

    found = api.get(f"/submissions/{numbers[0]}/diff/{numbers[1]}").json()
    assert [(one["file"], one["new_start"]) for one in found["hunks"]] == [("Deck.java", 1)]
    assert (found["added_count"], found["removed_count"]) == (1, 0)
    # One text stands for the file that its language would make of it.
    found = api.get(f"/submissions/{numbers[0]}/diff/{numbers[2]}").json()
    assert [(one["file"], one["new_count"]) for one in found["hunks"]] == [("Deck.java", 0)]


def test_changes_are_printed_as_diff_does() -> None:
    hunks = hunks_of_files({"a.py": "1\n", "gone.py": "2\n"}, {"new.py": "3\n", "a.py": "1\n"})
    assert unified(hunks) == (
        "--- a/new.py\n+++ b/new.py\n@@ -0,0 +1,1 @@\n+3\n"
        "--- a/gone.py\n+++ b/gone.py\n@@ -1,1 +0,0 @@\n-2\n"
    )


@pytest.mark.usefixtures("broker")
def test_an_archive_has_a_folder_for_several_files(cast: Cast, several: Problem) -> None:
    made = cast.api("minsu").post("/submissions", body()).json()["id"]
    cast.api("operator").graphql(
        'mutation { createSourceArchive(choice: {problem: "sum"}) { number } }'
    )
    archive = SourceArchive.objects.get()
    assert work_run(SourceArchive.WORK_NAME, archive.pk)

    response = cast.api("operator").get(f"/source-archives/{archive.pk}")
    found = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    folder = f"practice/sum/minsu/{made}-open"
    assert found.namelist() == [f"{folder}/Main.java", f"{folder}/Deck.java"]
    assert found.read(f"{folder}/Deck.java").decode() == DECK


def test_staff_say_how_many_files_a_problem_takes(cast: Cast, problem: Problem) -> None:
    mutation = """mutation ($id: ID!, $count: Int!) {
      changeProblem(problemId: $id, values: {maxSourceFiles: $count}) { maxSourceFiles }
    }"""
    key = to_base64("Problem", problem.pk)

    answer = cast.api("operator").graphql(mutation, id=key, count=4).json()
    assert answer["data"]["changeProblem"]["maxSourceFiles"] == 4
    for count in (0, 65):
        assert "errors" in cast.api("operator").graphql(mutation, id=key, count=count).json()
    problem.refresh_from_db()
    assert problem.max_source_files == 4
