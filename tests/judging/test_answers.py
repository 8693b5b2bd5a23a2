"""Answers that are handed in instead of a program."""

from pathlib import Path

import pytest

from judging.answers import answers_by_case, bundled
from judging.contract import JudgeJob, JudgeReport, SourceFile
from judging.limits import Limits
from judging.packages import PackageRefused, build_test_package, extract_test_package, read
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.verdicts import Verdict
from tests.judging.packages.support import MODERN, MODERN_YAML, Changes, write_package
from tests.judging.sandbox.support import needs_sandbox

CASES = ("sample/1", "secret/1", "secret/2-big")
YAML = MODERN_YAML + "type: submit-answer\n"


@pytest.mark.parametrize(
    ("files", "answers"),
    [
        ({"a.txt": "7\n"}, {"sample/1": "7\n", "secret/1": "7\n", "secret/2-big": "7\n"}),
        (
            {"a.txt": "=== sample/1\n3\n=== 1\n7\n\n=== 2-big\n=== x\n8"},
            {"sample/1": "3\n", "secret/1": "7\n\n", "secret/2-big": "=== x\n8"},
        ),
        ({"a.txt": "=== 1\n"}, {"secret/1": ""}),
        ({"a.txt": ""}, {"sample/1": "", "secret/1": "", "secret/2-big": ""}),
        ({"1.out": "7\n", "2-big.ans": "8\n"}, {"secret/1": "7\n", "secret/2-big": "8\n"}),
        ({"sample/1.out": "3\n", "other.out": "9\n"}, {"sample/1": "3\n"}),
    ],
)
def test_answers_go_to_their_test_cases(files: dict[str, str], answers: dict[str, str]) -> None:
    assert answers_by_case(files, CASES) == answers


def test_several_files_go_as_one_text() -> None:
    text = bundled({"secret/1.out": "7", "2-big.ans": "8\n"})

    assert text == "=== 2-big\n8\n=== secret/1\n7\n"
    assert answers_by_case({"answers.txt": text}, CASES) == {
        "secret/1": "7\n",
        "secret/2-big": "8\n",
    }


def hand_in(tmp_path: Path, changes: Changes, text: str) -> JudgeReport:
    needs_sandbox()
    built = build_test_package(read(write_package(tmp_path / "p", MODERN, changes)), tmp_path)
    package = extract_test_package(built.path, tmp_path / "out/package", built.sha256)
    work_dir = tmp_path / "work"
    work_dir.mkdir()
    with KeptBoxSandbox() as sandbox:
        return judge(
            JudgeJob(
                submission_id=1,
                judgement_id=1,
                attempt_token="0" * 32,
                language="answer",
                source_files=(SourceFile(name="answers.txt", text=text),),
                package_sha256="0" * 64,
                limits=Limits(),
            ),
            package,
            sandbox,
            judgehost="test",
            delivery=1,
            on_progress=lambda news: None,
            work_dir=work_dir,
        )


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("=== sample/1\n3\n=== secret/1\n7\n", Verdict.ACCEPTED),
        ("=== sample/1\n3\n=== secret/1\n8\n", Verdict.WRONG_ANSWER),
        ("=== sample/1\n3\n", Verdict.WRONG_ANSWER),
        ("3\n", Verdict.WRONG_ANSWER),
    ],
)
def test_answers_are_judged_without_a_run(tmp_path: Path, text: str, verdict: Verdict) -> None:
    report = hand_in(tmp_path, {"problem.yaml": YAML}, text)

    assert report.verdict is verdict
    assert [run.cpu_time_ms for run in report.runs] == [0, 0]


def test_an_answer_that_is_missing_is_named(tmp_path: Path) -> None:
    report = hand_in(tmp_path, {"problem.yaml": YAML}, "=== sample/1\n3\n")

    assert report.runs[1].team_message == "No answer to this test case was handed in."


def test_a_problem_that_asks_for_a_program_takes_no_answers(tmp_path: Path) -> None:
    report = hand_in(tmp_path, {}, "3\n")

    assert report.verdict is Verdict.COMPILE_ERROR
    assert report.compile is not None
    assert report.compile.message == "This problem asks for a program, not for answers."


def test_only_answers_are_offered_to_students(tmp_path: Path) -> None:
    package = read(write_package(tmp_path / "p", MODERN, {"problem.yaml": YAML}))

    assert package.languages == ("answer",)
    assert package.is_submit_answer


def test_answers_can_not_talk(tmp_path: Path) -> None:
    yaml = MODERN_YAML + "type: [submit-answer, interactive]\n"
    changes: Changes = {"problem.yaml": yaml, "output_validator/a.py": ""}

    with pytest.raises(PackageRefused, match="can't be interactive"):
        read(write_package(tmp_path / "p", MODERN, changes))
