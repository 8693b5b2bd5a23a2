"""Jobs of packages with a validator of their own, with a sandbox that answers by script."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from judging.contract import JudgeJob, JudgeProgress, JudgeReport, SourceFile
from judging.faults import LanguageMissing, RetryableFault
from judging.languages import language_table
from judging.limits import Limits
from judging.packages import TestPackage
from judging.packages.manifest import PackageManifest, TestCase, Validation
from judging.runner import judge
from judging.sandbox.fake import FakeSandbox, Scripted, outcome
from judging.sandbox.protocol import Command, Outcome, SandboxError, StopReason
from judging.sandbox.starving import longest_ms
from judging.toolchains import InstalledLanguage
from judging.verdicts import Stage, Verdict

COMPILED = outcome()
PRINTED = outcome(stdout=b"7\n")
ACCEPTS = outcome(exit_code=42)
LANGUAGES = {
    language_id: InstalledLanguage(language=language_table().get(language_id), version="1")
    for language_id in ("cpp17", "java17", "python3")
}

MakePackage = Callable[..., TestPackage]
Run = Callable[..., JudgeReport]


@pytest.fixture
def make_package(tmp_path: Path) -> MakePackage:
    def make(language: str = "python3", kind: str = "custom") -> TestPackage:
        case = TestCase(name="secret/1", validator_args=("--most", "7 or so"))
        validation = Validation.model_validate(
            {"kind": kind, "language": language, "files": ("check.py",)}
        )
        directory = tmp_path / "entry" / "package"
        files = {case.input_path: "1 2\n", case.answer_path: "3\n", "validator/check.py": "pass\n"}
        for path, text in files.items():
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            (directory / path).write_text(text)
        manifest = PackageManifest(limits=Limits(), validation=validation, test_cases=(case,))
        return TestPackage(directory, manifest)

    return make


@pytest.fixture
def work_dir(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def news() -> list[JudgeProgress]:
    return []


@pytest.fixture
def run(work_dir: Path, news: list[JudgeProgress]) -> Run:
    def run_job(sandbox: FakeSandbox, package: TestPackage) -> JudgeReport:
        job = JudgeJob(
            submission_id=12,
            judgement_id=34,
            attempt_token="ab" * 16,
            language="cpp17",
            source_files=(SourceFile(name="a.cpp", text="int main() {}"),),
            package_sha256="cd" * 32,
            limits=Limits(cpu_time_ms=1000, memory_kib=65_536, validation_memory_kib=102_400),
        )
        return judge(
            job,
            package,
            sandbox,
            judgehost="judge-1",
            delivery=1,
            on_progress=news.append,
            work_dir=work_dir,
            languages=LANGUAGES,
        )

    return run_job


def test_the_validator_decides_and_its_words_are_passed_on(
    run: Run, make_package: MakePackage, work_dir: Path
) -> None:
    rejects = Scripted(
        outcome=outcome(exit_code=43),
        files={"judgemessage.txt": b"7 > 3\x00\n", "teammessage.txt": b"Too much.\n" * 1000},
    )

    report = run(FakeSandbox([COMPILED, COMPILED, PRINTED, rejects]), make_package())

    assert report.verdict is Verdict.WRONG_ANSWER
    assert report.runs[0].judge_message == "7 > 3"
    assert report.runs[0].team_message.startswith("Too much.\nToo much.")
    assert len(report.runs[0].team_message) == 2_000
    assert list(work_dir.iterdir()) == []


def test_the_validator_sees_one_test_case_and_the_output(
    run: Run, make_package: MakePackage
) -> None:
    package = make_package()
    sandbox = FakeSandbox([COMPILED, COMPILED, PRINTED, ACCEPTS])

    report = run(sandbox, package)

    assert report.verdict is Verdict.ACCEPTED
    box, command = sandbox.commands[3]
    assert box == "validate-34"
    assert command.stdin == b"7\n"
    assert command.argv[-5:] == (
        "/data/testdata.in",
        "/data/testdata.ans",
        "/w/",
        "--most",
        "7 or so",
    )
    assert command.limits.memory_kib == 102_400 + 16 * 1024
    sources = {mount.target: mount.source for mount in sandbox.specs[3].mounts}
    case = package.manifest.test_cases[0]
    assert sources["/data/testdata.in"] == package.input_path(case)
    assert sources["/data/testdata.ans"] == package.answer_path(case)
    assert set(sources) == {"/program", "/data/testdata.in", "/data/testdata.ans"}


def test_a_failed_run_is_not_validated(run: Run, make_package: MakePackage) -> None:
    sandbox = FakeSandbox([COMPILED, COMPILED, outcome(exit_code=1)])

    assert run(sandbox, make_package()).verdict is Verdict.RUN_TIME_ERROR


def test_a_validator_is_compiled_once_per_host(run: Run, make_package: MakePackage) -> None:
    package = make_package()
    run(FakeSandbox([COMPILED, COMPILED, PRINTED, ACCEPTS]), package)

    sandbox = FakeSandbox([COMPILED, PRINTED, ACCEPTS])
    report = run(sandbox, package)

    assert report.verdict is Verdict.ACCEPTED
    assert [spec.name for spec in sandbox.specs] == ["compile-34", "run-34", "validate-34"]
    assert len(list(package.derived_dir.iterdir())) == 1


def test_a_second_compilation_has_time_of_its_own(
    run: Run, make_package: MakePackage, news: list[JudgeProgress]
) -> None:
    run(FakeSandbox([COMPILED, COMPILED, PRINTED, ACCEPTS]), make_package())

    assert [entry.stage for entry in news][:3] == [
        Stage.COMPILING,
        Stage.COMPILING,
        Stage.RUNNING,
    ]


def test_a_validator_that_does_not_compile_blames_nobody(
    run: Run, make_package: MakePackage
) -> None:
    package = make_package()
    broken = outcome(exit_code=1, stderr=b"SyntaxError in /w/check.py\n")

    report = run(FakeSandbox([COMPILED, broken]), package)

    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert report.internal_error.kind == "validator"
    assert "does not compile (CE): SyntaxError in check.py" in report.internal_error.message
    assert list(package.derived_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (outcome(exit_code=0), "exited with 0, which is neither 42"),
        (outcome(exit_code=1, stderr=b"KeyError: 7"), "exited with 1"),
        (outcome(exit_code=1, stderr=b"KeyError: 7"), "KeyError: 7"),
        (outcome(stop=StopReason.SIGNALED, signal=11), "ended by signal 11"),
        (outcome(stop=StopReason.CPU_TIME), "stopped: cpu time limit"),
        (outcome(stop=StopReason.OUTPUT), "stopped: output limit"),
    ],
)
def test_a_failing_validator_blames_nobody(
    run: Run, make_package: MakePackage, seen: Outcome, words: str
) -> None:
    report = run(FakeSandbox([COMPILED, COMPILED, PRINTED, seen]), make_package())

    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert report.internal_error.kind == "validator"
    assert report.internal_error.message.startswith("secret/1: the validator ")
    assert words in report.internal_error.message


def test_a_host_without_the_validators_language_hands_the_job_on(
    run: Run, make_package: MakePackage
) -> None:
    with pytest.raises(LanguageMissing, match="has Rust"):
        run(FakeSandbox([COMPILED]), make_package(language="rust"))


def test_a_lost_validator_is_retryable(run: Run, make_package: MakePackage) -> None:
    package = make_package()
    (package.directory / "validator/check.py").unlink()

    with pytest.raises(RetryableFault, match=r"check\.py") as fault:
        run(FakeSandbox([COMPILED]), package)

    assert fault.value.kind == "package"


def sides(program: Outcome, interactor: Outcome) -> Callable[[Command], Outcome]:
    """What each side answers, whichever is asked first."""

    def answer(command: Command) -> Outcome:
        return interactor if "/data/testdata.in" in command.argv else program

    return answer


def test_both_sides_of_a_talk_are_joined_by_pipes(run: Run, make_package: MakePackage) -> None:
    both = sides(outcome(cpu_time_ms=9), ACCEPTS)
    sandbox = FakeSandbox([COMPILED, COMPILED, both, both])

    report = run(sandbox, make_package(kind="interactive"))

    assert report.verdict is Verdict.ACCEPTED
    assert report.cpu_time_ms == 9
    by_box = dict(sandbox.commands)
    program, interactor = by_box["run-34"], by_box["validate-34"]
    ends = {program.stdin, program.stdout, interactor.stdin, interactor.stdout}
    assert all(isinstance(end, int) for end in ends)
    assert len(ends) == 4
    cores = {spec.name: spec.core for spec in sandbox.specs}
    assert cores["run-34"] == cores["validate-34"]
    assert cores["run-34"] in os.sched_getaffinity(0)
    longest = longest_ms(program.limits.wall_time_ms) + 3 * 60_000 + 2_000
    assert interactor.limits.wall_time_ms == longest


def test_a_broken_box_on_either_side_is_this_hosts_fault(
    run: Run, make_package: MakePackage
) -> None:
    both = sides(outcome(), ACCEPTS)
    sandbox = FakeSandbox([COMPILED, COMPILED, both, SandboxError("no cgroup")])

    with pytest.raises(RetryableFault, match="no cgroup"):
        run(sandbox, make_package(kind="interactive"))


def test_a_crashing_interactor_is_a_judging_error(run: Run, make_package: MakePackage) -> None:
    both = sides(outcome(), outcome(exit_code=7))

    report = run(FakeSandbox([COMPILED, COMPILED, both, both]), make_package(kind="interactive"))

    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert "exited with 7" in report.internal_error.message
