"""Package checks in real boxes, and their messages on the wire."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from judging import package_checks
from judging.contract import ContractError, InternalError
from judging.contract_checks import (
    ConvertedStatement,
    Finding,
    MeasuredTimeLimit,
    PackageCheckJob,
    PackageCheckReport,
)
from judging.package_checks import check_package
from judging.sandbox.box import KeptBoxSandbox
from judging.statements import PANDOC
from tests.judging.packages.support import MODERN, Changes, write_package
from tests.judging.sandbox.support import needs_sandbox, remains

GOLDEN = Path(__file__).parent / "golden"
TOKEN = "0123456789abcdef" * 2
JOB = PackageCheckJob(import_id=3, attempt_token=TOKEN, source_sha256="ab" * 32, short_name="sums")
REPORT = PackageCheckReport(
    import_id=3,
    attempt_token=TOKEN,
    judgehost="judge-1",
    delivery=1,
    problems=(Finding(file="data/secret/1.in", message="the input validator rejects it"),),
    warnings=(Finding(file="problem.yaml", line=3, message="unknown key"),),
    time_limit=MeasuredTimeLimit(time_limit_ms=2_000, explanation="set by submissions/x"),
    statements=(ConvertedStatement(path="statement/problem.en.tex", markdown="Add $a$."),),
)
FAILED = PackageCheckReport(
    import_id=3,
    attempt_token=TOKEN,
    judgehost="judge-1",
    delivery=5,
    internal_error=InternalError(kind="sandbox", message="no box"),
)
MESSAGES = {
    "check-job-v1": JOB,
    "check-report-v1": REPORT,
    "check-report-error-v1": FAILED,
}
WITHOUT_LIMIT = MODERN["problem.yaml"].replace("limits:\n  time_limit: 1\n", "")


@pytest.mark.parametrize("name", MESSAGES)
def test_the_wire_form_is_the_golden_one(name: str) -> None:
    golden = (GOLDEN / f"{name}.json").read_text().strip()
    message = MESSAGES[name]

    assert message.to_json() == golden
    assert type(message).from_json(golden) == message


@pytest.mark.parametrize("name", ["../sums", "", ".hidden", "a/b", "x" * 101])
def test_a_package_is_never_called_by_a_path(name: str) -> None:
    with pytest.raises(ContractError, match="short_name"):
        PackageCheckJob.from_json(JOB.to_json().replace('"sums"', f'"{name}"'))


@pytest.fixture
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    before = remains()
    with KeptBoxSandbox() as made:
        yield made
    assert remains().beyond(before) == {}


class Bench:
    """Checks a changed package."""

    def __init__(self, sandbox: KeptBoxSandbox, directory: Path) -> None:
        self._sandbox = sandbox
        self._directory = directory

    def check(self, changes: Changes) -> PackageCheckReport:
        folder = write_package(self._directory / "sums", MODERN, changes)
        archive = Path(shutil.make_archive(str(self._directory / "source"), "zip", folder))
        work_dir = self._directory / "work"
        work_dir.mkdir()
        report = check_package(
            JOB, archive, self._sandbox, judgehost="test", delivery=1, work_dir=work_dir
        )
        assert list(work_dir.iterdir()) == []
        return report


@pytest.fixture
def bench(sandbox: KeptBoxSandbox, tmp_path: Path) -> Bench:
    return Bench(sandbox, tmp_path)


def test_a_sound_package_has_no_problems(bench: Bench) -> None:
    report = bench.check({})

    assert (report.problems, report.time_limit, report.internal_error) == ((), None, None)


def test_a_rejected_input_is_named_with_its_validator(bench: Bench) -> None:
    validator = "import sys\nsys.exit(42 if len(input().split()) == 2 else 43)\n"

    report = bench.check({"input_validators/validate.py": validator, "data/secret/1.in": "3 4 5\n"})

    assert [problem.file for problem in report.problems] == ["data/secret/1.in"]
    assert "validate" in report.problems[0].message


def test_a_missing_time_limit_is_measured_and_its_submission_named(bench: Bench) -> None:
    report = bench.check({"problem.yaml": WITHOUT_LIMIT})

    assert report.time_limit is not None
    assert report.time_limit.time_limit_ms >= 1_000
    assert "accepted/sum.py" in report.time_limit.explanation


@pytest.mark.skipif(not PANDOC.is_file(), reason="pandoc is not installed")
def test_latex_comes_back_as_markdown_and_pdf_stays(bench: Bench) -> None:
    report = bench.check(
        {
            "statement/problem.en.md": None,
            "statement/problem.en.tex": "\\problemname{Sums}\nAdd $a$ and \\textbf{b}.\n",
            "statement/problem.ko.pdf": b"%PDF-1.4 by somebody",
        }
    )

    assert report.problems == ()
    (statement,) = report.statements
    assert statement.path == "statement/problem.en.tex"
    assert "Add $a$ and **b**." in statement.markdown


def test_generators_that_do_not_compile_are_told_and_do_no_harm(bench: Bench) -> None:
    report = bench.check(
        {
            "generators/good.py": "import random\nprint(random.random())\n",
            "generators/needs_header.c": '#include "size.h"\nint main() { return SIZE - 3; }\n',
            "generators/size.h": "#define SIZE 3\n",
            "generators/bad.c": "int main( {",
            "generators/folder/one.c": "int two(void);\nint main() { return two() - 2; }\n",
            "generators/folder/two.c": "int two(void) { return 2; }\n",
            "generators/readme.txt": "run good.py\n",
        }
    )

    assert report.problems == ()
    assert [warning.file for warning in report.warnings] == ["generators/bad.c"]


def test_a_package_without_limit_or_submissions_says_which_limit_it_gets(bench: Bench) -> None:
    report = bench.check(
        {
            "problem.yaml": WITHOUT_LIMIT,
            "submissions/accepted/sum.py": None,
            "submissions/time_limit_exceeded/slow.py": "while True: pass\n",
        }
    )

    assert report.time_limit is None
    assert any("states no time limit" in warning.message for warning in report.warnings)


def test_a_package_that_can_not_be_read_is_refused_with_all_reasons(bench: Bench) -> None:
    report = bench.check(
        {"data/secret/1.ans": None, "problem.yaml": MODERN["problem.yaml"] + "x: 1\n"}
    )

    assert len(report.problems) >= 2


def test_steps_after_a_refusing_one_still_tell_what_they_find(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_checks, "MAX_STATEMENTS_CHARS", 3)
    changes: dict[str, str | bytes | None] = {
        "input_validators/validate.py": "raise SystemExit(43)\n"
    }
    if PANDOC.is_file():
        changes |= {
            "statement/problem.en.md": None,
            "statement/problem.en.tex": "\\problemname{Sums}\nAdd.\n",
        }

    files = {problem.file for problem in bench.check(changes).problems}

    assert {"data/sample/1.in", "data/secret/1.in"} <= files
    assert not PANDOC.is_file() or "statement/problem.en.tex" in files
