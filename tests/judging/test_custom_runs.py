"""Custom runs in real boxes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging import custom_runs
from judging.contract import SourceFile
from judging.contract_runs import CustomRunJob, CustomRunReport, RunInput, RunWord
from judging.custom_runs import run_custom
from judging.limits import Limits
from judging.packages import TestPackage, build_test_package, extract_test_package, read
from judging.sandbox.box import KeptBoxSandbox
from tests.judging.packages.support import MODERN, MODERN_YAML, Changes, write_package
from tests.judging.sandbox.support import needs_sandbox, remains

LIMITS = Limits(cpu_time_ms=500, wall_time_ms=3_000, memory_kib=64 * 1024)
SUM = "print(sum(map(int, input().split())))"
SAMPLE = RunInput(sample="sample/1")


@pytest.fixture
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    before = remains()
    with KeptBoxSandbox() as made:
        yield made
    assert remains().beyond(before) == {}


class Bench:
    """Runs Python programs on inputs."""

    def __init__(self, sandbox: KeptBoxSandbox, directory: Path) -> None:
        self._sandbox = sandbox
        self._directory = directory
        self.steps = 0

    def package(self, changes: Changes | None = None) -> TestPackage:
        folder = write_package(self._directory / "sums", MODERN, changes)
        built = build_test_package(read(folder), self._directory)
        return extract_test_package(built.path, self._directory / "out/package", built.sha256)

    def run(
        self,
        program: str,
        *inputs: RunInput,
        package: TestPackage | None = None,
        language: str = "python3",
    ) -> CustomRunReport:
        work_dir = self._directory / "work"
        work_dir.mkdir(exist_ok=True)
        job = CustomRunJob(
            run_id=1,
            attempt_token="0" * 32,
            language=language,
            source_files=(SourceFile(name="main", text=program),),
            package_sha256="0" * 64 if package else None,
            limits=LIMITS,
            inputs=inputs,
        )
        report = run_custom(
            job,
            package,
            self._sandbox,
            judgehost="test",
            delivery=1,
            on_step=self._step,
            work_dir=work_dir,
        )
        assert list(work_dir.iterdir()) == []
        return report

    def _step(self) -> None:
        self.steps += 1


@pytest.fixture
def bench(sandbox: KeptBoxSandbox, tmp_path: Path) -> Bench:
    return Bench(sandbox, tmp_path)


def test_one_compilation_serves_samples_and_own_inputs_in_the_order_asked(bench: Bench) -> None:
    report = bench.run(
        SUM,
        RunInput(stdin="20 3\n"),
        SAMPLE,
        RunInput(stdin="1 1\n", expected="2"),
        RunInput(stdin="1 1\n", expected="3\n"),
        package=bench.package(),
    )

    assert report.compile is not None
    assert report.compile.succeeded
    assert [result.word for result in report.results] == ["OK", "AC", "AC", "WA"]
    assert [result.stdout for result in report.results] == ["23\n", "3\n", "2\n", "2\n"]
    assert report.results[0].message == ""
    assert "3" in report.results[3].message
    assert all(result.memory_kib > 1_000 and result.exit_code == 0 for result in report.results)
    assert bench.steps == 5


@pytest.mark.parametrize(
    ("program", "word"),
    [
        ("while True: pass", RunWord.TIME_LIMIT),
        ("import time; time.sleep(60)", RunWord.WALL_TIME_LIMIT),
        ("x = []\nwhile True: x.append(bytearray(1 << 20))", RunWord.MEMORY_LIMIT),
        ("while True: print('x' * 100_000)", RunWord.OUTPUT_LIMIT),
        ("import sys; print('out'); sys.exit('my last words')", RunWord.RUN_TIME_ERROR),
    ],
)
def test_a_program_that_fails_is_told_how(bench: Bench, program: str, word: RunWord) -> None:
    (result,) = bench.run(program, RunInput(stdin="1 2\n")).results

    assert result.word is word
    if word is RunWord.RUN_TIME_ERROR:
        assert (result.stdout, result.exit_code) == ("out\n", 1)
        assert "my last words" in result.stderr


def test_long_outputs_are_cut_and_it_is_said(bench: Bench) -> None:
    program = "import sys; print('가' * 50_000); print('e' * 50_000, file=sys.stderr)"

    (result,) = bench.run(program, RunInput()).results

    assert result.word is RunWord.OK
    assert (result.is_stdout_cut, result.is_stderr_cut) == (True, True)
    assert len(result.stdout.encode()) <= 32 * 1024 + 2
    assert len(result.stderr.encode()) <= 8 * 1024


def test_what_does_not_compile_is_run_on_nothing(bench: Bench) -> None:
    report = bench.run("int main( {", RunInput(), language="c17")

    assert report.compile is not None
    assert not report.compile.succeeded
    assert "error" in report.compile.message
    assert report.results == ()


def test_a_sample_is_judged_by_the_problems_own_validator(bench: Bench) -> None:
    # given a validator that accepts any even number, and has a word for the team
    validator = (
        "import sys, pathlib\n"
        "pathlib.Path(sys.argv[3], 'teammessage.txt').write_text('even is fine')\n"
        "pathlib.Path(sys.argv[3], 'judgemessage.txt').write_text('the secret is 4')\n"
        "sys.exit(42 if int(input()) % 2 == 0 else 43)\n"
    )
    package = bench.package({"output_validator/check.py": validator})

    # when a program that prints one is run on a sample and on an input with an expected output
    own = RunInput(stdin="5", expected="8")
    report = bench.run("print(8)", SAMPLE, own, package=package)
    wrong = bench.run("print(7)", SAMPLE, package=package)

    # then the sample is judged as in a judgement, and the other is compared
    assert [result.word for result in report.results] == ["AC", "AC"]
    assert report.results[0].team_message == "even is fine"
    assert wrong.results[0].word is RunWord.WRONG_ANSWER
    assert "secret" not in wrong.to_json()


def test_a_validator_that_fails_is_nobodys_verdict_and_its_words_stay_here(bench: Bench) -> None:
    package = bench.package({"output_validator/check.py": "raise SystemExit('the secret is 4')"})

    (result,) = bench.run("print(8)", SAMPLE, package=package).results

    assert (result.word, result.stdout) == (RunWord.JUDGING_ERROR, "8\n")
    assert "secret is 4" not in result.model_dump_json()


def test_an_interactive_problem_plays_its_samples_and_skips_own_inputs(bench: Bench) -> None:
    interactor = (
        "import sys\nprint('hello', flush=True)\nsys.exit(42 if input() == 'hello' else 43)\n"
    )
    package = bench.package(
        {
            "problem.yaml": MODERN_YAML + "type: interactive\n",
            "output_validator/talk.py": interactor,
        }
    )

    report = bench.run("print(input())", SAMPLE, RunInput(stdin="5"), package=package)

    assert [result.word for result in report.results] == ["AC", "SKIPPED"]
    assert "samples only" in report.results[1].message


def test_included_code_is_added(bench: Bench) -> None:
    package = bench.package({"include/python3/helper.py": "def answer():\n    return 42\n"})

    (result,) = bench.run(
        "from helper import answer\nprint(answer())", RunInput(), package=package
    ).results

    assert result.stdout == "42\n"


def test_inputs_after_the_time_for_all_are_skipped(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custom_runs, "ALL_INPUTS_S", 0.2)

    report = bench.run("import time; time.sleep(0.3)", *[RunInput()] * 3)

    assert [result.word for result in report.results] == ["OK", "SKIPPED", "SKIPPED"]


def test_a_sample_that_is_no_test_case_is_skipped(bench: Bench) -> None:
    shown_only = RunInput(sample="sample/7")

    report = bench.run(SUM, shown_only, SAMPLE, package=bench.package())

    assert [result.word for result in report.results] == ["SKIPPED", "AC"]
    assert "only for reading" in report.results[0].message


def test_a_scoring_validator_judges_samples_too(bench: Bench) -> None:
    validator = (
        "import sys, pathlib\n"
        "pathlib.Path(sys.argv[3], 'score.txt').write_text('7')\n"
        "sys.exit(42)\n"
    )
    package = bench.package(
        {
            "problem.yaml": MODERN_YAML + "type: scoring\n",
            "output_validator/check.py": validator,
        }
    )

    (result,) = bench.run("print(8)", SAMPLE, package=package).results

    assert result.word is RunWord.ACCEPTED
