"""One job to its report, with a sandbox that answers by script."""

from collections.abc import Callable
from pathlib import Path

import pytest

from judging.checkers import default as default_validator
from judging.contract import JudgeJob, JudgeProgress, JudgeReport, SourceFile
from judging.faults import LanguageMissing, RetryableFault
from judging.languages import language_table
from judging.limits import Limits
from judging.packages import TestPackage
from judging.packages.manifest import PackageManifest, TestCase
from judging.runner import judge
from judging.sandbox.fake import Answer, FakeSandbox, outcome
from judging.sandbox.protocol import SandboxError, StopReason
from judging.toolchains import InstalledLanguage
from judging.verdicts import Stage, Verdict

COMPILED = outcome()
CASES = {"sample/1": ("1 2\n", "3\n"), "secret/1": ("3 4\n", "7\n"), "secret/2": ("5 6\n", "11\n")}
LANGUAGES = {
    language_id: InstalledLanguage(language=language_table().get(language_id), version="1")
    for language_id in ("cpp17", "java17", "python3")
}


@pytest.fixture
def package(tmp_path: Path) -> TestPackage:
    directory = tmp_path / "package"
    cases = tuple(TestCase(name=name) for name in CASES)
    for case in cases:
        for path, text in zip((case.input_path, case.answer_path), CASES[case.name], strict=True):
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            (directory / path).write_text(text)
    return TestPackage(directory, PackageManifest(limits=Limits(), test_cases=cases))


Run = Callable[..., JudgeReport]


@pytest.fixture
def work_dir(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def news() -> list[JudgeProgress]:
    return []


@pytest.fixture
def run(package: TestPackage, work_dir: Path, news: list[JudgeProgress]) -> Run:
    def run_job(sandbox: FakeSandbox, job: JudgeJob) -> JudgeReport:
        return judge(
            job,
            package,
            sandbox,
            judgehost="judge-1",
            delivery=2,
            on_progress=news.append,
            work_dir=work_dir,
            languages=LANGUAGES,
        )

    return run_job


def job(language: str = "cpp17", text: str = "int main() {}", **more: object) -> JudgeJob:
    values: dict[str, object] = {
        "submission_id": 12,
        "judgement_id": 34,
        "attempt_token": "ab" * 16,
        "language": language,
        "source_files": (SourceFile(name="upload.txt", text=text),),
        "package_sha256": "cd" * 32,
        "limits": Limits(cpu_time_ms=1000, memory_kib=65_536),
    }
    return JudgeJob.model_validate(values | more)


def answers(*outputs: bytes) -> list[Answer]:
    return [COMPILED, *(outcome(stdout=output) for output in outputs)]


def test_all_right_is_accepted(run: Run) -> None:
    script = [
        COMPILED,
        outcome(stdout=b"3\n", cpu_time_ms=5, memory_kib=100),
        outcome(stdout=b"7\n", cpu_time_ms=9, memory_kib=300),
        outcome(stdout=b"11\n", cpu_time_ms=7, memory_kib=200),
    ]

    report = run(FakeSandbox(script), job())

    assert report.verdict is Verdict.ACCEPTED
    assert [entry.test_case for entry in report.runs] == list(CASES)
    assert [entry.ordinal for entry in report.runs] == [1, 2, 3]
    assert (report.cpu_time_ms, report.memory_kib) == (9, 300)
    assert (report.delivery, report.judgehost, report.test_case_count) == (2, "judge-1", 3)
    assert report.internal_error is None


def test_where_each_test_has_several_runs_the_worst_one_counts(
    run: Run, package: TestPackage
) -> None:
    package.manifest = package.manifest.model_copy(update={"run_count": 2})
    times = (4, 9, 7, 1)
    script = [
        COMPILED,
        *(outcome(stdout=b"3\n", cpu_time_ms=time) for time in times[:2]),
        *(outcome(stdout=b"7\n", cpu_time_ms=time) for time in times[2:]),
        outcome(stdout=b"11\n"),
        outcome(exit_code=1),
    ]

    report = run(FakeSandbox(script), job())

    assert [one.cpu_time_ms for one in report.runs[:2]] == [9, 7]
    assert [str(one.verdict) for one in report.runs] == ["AC", "AC", "RTE"]


def test_the_first_failure_in_name_order_decides_and_the_rest_still_runs(run: Run) -> None:
    script = [COMPILED, outcome(stdout=b"3"), outcome(stdout=b"8"), outcome(exit_code=1)]

    report = run(FakeSandbox(script), job())

    assert [str(entry.verdict) for entry in report.runs] == ["AC", "WA", "RTE"]
    assert report.verdict is Verdict.WRONG_ANSWER
    assert report.runs[1].judge_message == 'line 1, token 1: expected "7", got "8"'


def test_judging_can_stop_at_the_first_failure(run: Run) -> None:
    report = run(FakeSandbox(answers(b"0")), job(stop_at_first_failure=True))

    assert [str(entry.verdict) for entry in report.runs] == ["WA"]
    assert report.test_case_count == 3


def test_news_come_in_order_and_tell_every_run(run: Run, news: list[JudgeProgress]) -> None:
    report = run(FakeSandbox(answers(b"3", b"7", b"11")), job())

    assert [entry.stage for entry in news] == [Stage.COMPILING, *[Stage.RUNNING] * 4]
    assert tuple(run for entry in news for run in entry.runs) == report.runs
    assert {entry.test_case_count for entry in news} == {3}
    assert {entry.attempt_token for entry in news} == {"ab" * 16}


def test_compiler_and_program_share_no_box(run: Run) -> None:
    sandbox = FakeSandbox(answers(b"3", b"7", b"11"))

    run(sandbox, job())

    assert [spec.name for spec in sandbox.specs] == ["compile-34", "run-34"]
    assert [name for name, _ in sandbox.commands] == ["compile-34", *["run-34"] * 3]
    assert sandbox.specs[0].mounts == ()
    assert [mount.target for mount in sandbox.specs[1].mounts] == ["/program"]
    assert sandbox.open_boxes == 0


def test_the_program_sees_its_input_and_no_answer(run: Run, package: TestPackage) -> None:
    sandbox = FakeSandbox(answers(b"3", b"7", b"11"))

    run(sandbox, job())

    _, command = sandbox.commands[1]
    assert command.stdin == package.input_path(package.manifest.test_cases[0])
    assert command.files == {}
    assert set(command.env) == {"PATH", "HOME", "TMPDIR", "LC_ALL"}
    assert all(mount.source != package.directory for spec in sandbox.specs for mount in spec.mounts)


def test_limits_of_problem_and_language_reach_the_box(run: Run) -> None:
    sandbox = FakeSandbox(answers(b"3", b"7", b"11"))

    run(sandbox, job("java17", "class A { static void main(String[] a) {} }"))

    (_, compilation), (_, command), *_ = sandbox.commands
    assert compilation.argv[-1] == "A.java"
    assert set(compilation.files) == {"A.java"}
    assert compilation.limits.cpu_time_ms == Limits().compile_time_ms
    # what ends by itself a little too late is run again, so it may run a little longer
    assert command.limits.cpu_time_ms == 1100
    assert command.limits.wall_time_ms == 5000
    extra_kib = language_table().get("java17").extra_memory_mib * 1024
    assert command.limits.memory_kib == 65_536 + extra_kib
    assert command.limits.stdout_bytes == Limits().output_bytes


def test_several_source_files_keep_their_names(run: Run) -> None:
    sandbox = FakeSandbox(answers(b"3", b"7", b"11"))
    files = (SourceFile(name="a.cpp", text="1"), SourceFile(name="b.h", text="2"))

    run(sandbox, job(source_files=files))

    (_, compilation), *_ = sandbox.commands
    assert compilation.files == {"a.cpp": b"1", "b.h": b"2"}
    assert compilation.argv[-1] == "a.cpp"


@pytest.mark.parametrize(
    ("seen", "verdict", "message"),
    [
        (
            outcome(exit_code=1, stderr=b"/w/main.cpp:1:5: error: \x1b[31mno\x1b[0m\x00\r\n"),
            "CE",
            "main.cpp:1:5: error: no",
        ),
        (outcome(exit_code=1, stdout=b"said on stdout\n"), "CE", "said on stdout"),
        (outcome(stop=StopReason.MEMORY), "CE", "The compiler needed more than 2048 MiB."),
        (outcome(stop=StopReason.OUTPUT), "CE", "The compiler wrote too much."),
        (outcome(stop=StopReason.SIGNALED, signal=11), "CE", "ended by signal 11"),
        (outcome(stop=StopReason.CPU_TIME), "CTL", "The compiler was stopped after 60 s."),
    ],
)
def test_what_the_compiler_says_reaches_the_student(
    run: Run, seen: Answer, verdict: str, message: str
) -> None:
    report = run(FakeSandbox([seen]), job())

    assert report.verdict == verdict
    assert report.runs == ()
    assert report.compile is not None
    assert not report.compile.succeeded
    assert message in report.compile.message
    assert not set("\x00\x1b\r") & set(report.compile.message)


def test_a_flood_of_compiler_errors_is_cut(run: Run) -> None:
    report = run(FakeSandbox([outcome(exit_code=1, stderr=b"e" * 100_000)]), job())

    assert report.compile is not None
    assert len(report.compile.message) == 16 * 1024
    assert report.compile.message.endswith("[… cut here]")


def test_paths_that_only_look_like_the_box_stay(run: Run) -> None:
    said = b"see /opt/w/x and /www/y and /usr/program/z\n"

    report = run(FakeSandbox([outcome(exit_code=1, stderr=said)]), job())

    assert report.compile is not None
    assert report.compile.message == said.decode().strip()


def test_a_source_beyond_the_limit_is_never_compiled(run: Run) -> None:
    sandbox = FakeSandbox([])

    report = run(sandbox, job(text="합" * 50, limits=Limits(source_bytes=149)))

    assert report.verdict is Verdict.COMPILE_ERROR
    assert report.compile is not None
    assert report.compile.message == ("The source is 150 bytes long; at most 149 are allowed.")
    assert sandbox.commands == []


def test_a_broken_box_is_this_hosts_fault(run: Run, work_dir: Path) -> None:
    with pytest.raises(RetryableFault, match="no cgroup") as fault:
        run(FakeSandbox([COMPILED, SandboxError("no cgroup")]), job())

    assert fault.value.kind == "sandbox"
    assert list(work_dir.iterdir()) == []


def test_a_language_that_is_not_installed_is_no_fault_of_this_host(run: Run) -> None:
    with pytest.raises(LanguageMissing, match="has Rust") as fault:
        run(FakeSandbox([]), job("rust"))

    assert fault.value.kind == "contract"


def test_a_language_that_the_table_lacks_is_a_matter_of_versions(run: Run) -> None:
    with pytest.raises(LanguageMissing, match="'cobol'") as fault:
        run(FakeSandbox([]), job("cobol"))

    assert fault.value.kind == "contract"


def test_a_submission_can_not_bring_scripts_that_build_and_run_it(run: Run) -> None:
    with pytest.raises(LanguageMissing, match="'scripted'"):
        run(FakeSandbox([]), job("scripted"))


@pytest.mark.parametrize("lost", ["data/secret/1.in", "data/secret/1.ans"])
def test_a_package_that_has_lost_a_file_is_retryable(
    run: Run, package: TestPackage, lost: str
) -> None:
    (package.directory / lost).unlink()

    with pytest.raises(RetryableFault, match=lost) as fault:
        run(FakeSandbox(answers(b"3", b"7", b"11")), job())

    assert fault.value.kind == "package"


def test_a_failing_validator_blames_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(default_validator, "compare", fail)

    report = run(FakeSandbox(answers(b"3")), job())

    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert report.internal_error.kind == "validator"
    assert "sample/1" in report.internal_error.message


def test_a_job_leaves_nothing_in_the_work_directory(run: Run, work_dir: Path) -> None:
    run(FakeSandbox(answers(b"3", b"7", b"11")), job())

    assert list(work_dir.iterdir()) == []


def test_a_run_that_was_a_little_too_slow_is_run_again(run: Run) -> None:
    slow = outcome(stdout=b"7\n", cpu_time_ms=1_080)
    script = [COMPILED, outcome(stdout=b"3\n"), slow, outcome(stdout=b"7\n", cpu_time_ms=960)]

    report = run(FakeSandbox([*script, outcome(stdout=b"11\n")]), job())

    assert report.verdict is Verdict.ACCEPTED
    assert [(one.cpu_time_ms, one.attempts) for one in report.runs] == [(1, 1), (960, 2), (1, 1)]


def test_a_run_that_was_stopped_is_not_run_again(run: Run) -> None:
    stopped = outcome(stop=StopReason.CPU_TIME, cpu_time_ms=1_102)

    report = run(FakeSandbox([COMPILED, *[stopped] * 3]), job())

    assert [one.attempts for one in report.runs] == [1, 1, 1]
    assert report.verdict is Verdict.TIME_LIMIT
