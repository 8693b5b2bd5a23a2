"""A custom run from its sources to its report: compile once, run each input."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from judging.compiling import (
    NO_AIDS,
    PROGRAM_DIR,
    CompileAids,
    capped,
    compile_submission,
    toolchain_mounts,
)
from judging.contract import CompileReport, RunReport
from judging.contract_runs import (
    MAX_STDERR_BYTES,
    MAX_STDOUT_BYTES,
    CustomRunJob,
    CustomRunReport,
    RunInput,
    RunResult,
    RunWord,
)
from judging.faults import RetryableFault
from judging.interacting import shared_core
from judging.package_programs import ValidatorFault
from judging.packages.manifest import PackageManifest, TestCase, ValidatorFlags
from judging.packages.test_package import TestPackage
from judging.preparing import (
    included_files,
    installed_language,
    named_files,
    prepare_validator,
)
from judging.running import TestCaseRunner
from judging.sandbox.protocol import Box, BoxSpec, Command, Mount, Outcome, Sandbox, SandboxError
from judging.toolchains import InstalledLanguage, installed_languages
from judging.validating import CustomValidator
from judging.verdicts import Verdict

ALL_INPUTS_S = 30.0
"""Inputs that have not begun by then are skipped: nobody waits longer for a trial."""

_VALIDATOR_FAILED = "The problem's own validator failed on it: tell the problem's staff."

OnStep = Callable[[], None]


def run_custom(
    job: CustomRunJob,
    package: TestPackage | None,
    sandbox: Sandbox,
    *,
    judgehost: str,
    delivery: int,
    on_step: OnStep,
    work_dir: Path,
    languages: Mapping[str, InstalledLanguage] | None = None,
    aids: CompileAids = NO_AIDS,
) -> CustomRunReport:
    """Run one job. ``package`` is the one that it names.

    ``on_step`` is called before each step (a compilation, an input), from this thread.
    ``work_dir`` exists; nothing stays in it. Raises RetryableFault.
    """
    directory = Path(tempfile.mkdtemp(dir=work_dir, prefix=f"run-{job.run_id}-"))
    try:
        trial = _Trial(
            job=job,
            package=package,
            sandbox=sandbox,
            languages=installed_languages() if languages is None else languages,
            on_step=on_step,
            directory=directory,
        )
        compiled, results = trial.run(aids)
    except SandboxError as error:
        raise RetryableFault("sandbox", str(error)) from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return CustomRunReport(
        run_id=job.run_id,
        attempt_token=job.attempt_token,
        judgehost=judgehost,
        delivery=delivery,
        compile=compiled,
        results=results,
    )


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """What the steps of one custom run share."""

    job: CustomRunJob
    package: TestPackage | None
    sandbox: Sandbox
    languages: Mapping[str, InstalledLanguage]
    on_step: OnStep
    directory: Path

    def run(self, aids: CompileAids) -> tuple[CompileReport, tuple[RunResult, ...]]:
        job = self.job
        installed = installed_language(job.language, self.languages)
        included = included_files(self.package, installed) if self.package else {}
        files = named_files(job.source_files, installed, included)
        program_dir = self.directory / "program"
        program_dir.mkdir()
        self.on_step()
        compilation = compile_submission(
            self.sandbox,
            installed,
            files,
            job.limits,
            box_name=f"compile-run-{job.run_id}",
            into=program_dir,
            aids=aids,
            included=included,
        )
        if compilation.verdict is not None:
            return compilation.report, ()
        mounts = (Mount(source=program_dir, target=PROGRAM_DIR), *toolchain_mounts(installed))
        core = shared_core() if self._is_interactive else None
        spec = BoxSpec(name=f"custom-run-{job.run_id}", mounts=mounts, core=core)
        with self.sandbox.open_box(spec) as box:
            results = self._run_inputs(_Witness(box), installed, {**files, **included}, core)
        return compilation.report, results

    @property
    def _is_interactive(self) -> bool:
        return self.package is not None and self.package.manifest.validation.kind == "interactive"

    def _run_inputs(
        self,
        box: "_Witness",
        installed: InstalledLanguage,
        files: Mapping[str, str],
        core: int | None,
    ) -> tuple[RunResult, ...]:
        def runner(package: TestPackage, validator: CustomValidator | None) -> TestCaseRunner:
            return TestCaseRunner(
                package=package,
                installed=installed,
                files=files,
                limits=self.job.limits,
                validator=validator,
            )

        own = self._own_package()
        for_own = runner(own, None)
        for_samples: TestCaseRunner | None = None
        own_cases = iter(own.manifest.test_cases)
        began = time.monotonic()
        results: list[RunResult] = []
        for ordinal, one in enumerate(self.job.inputs, start=1):
            case = _sample(self.package, one) if one.sample else next(own_cases)
            self.on_step()
            if case is None:
                results.append(_skipped(ordinal, "not run: this sample is only for reading"))
                continue
            if time.monotonic() - began > ALL_INPUTS_S:
                note = f"not run: the inputs before it took {ALL_INPUTS_S:g} s"
                results.append(_skipped(ordinal, note))
            elif one.sample is None and self._is_interactive:
                note = "not run: an interactive problem takes its samples only"
                results.append(_skipped(ordinal, note))
            elif one.sample is None:
                results.append(_result(for_own, box, case, ordinal, one))
            elif self.package is not None:
                for_samples = for_samples or runner(self.package, self._validator(core))
                results.append(_result(for_samples, box, case, ordinal, one))
        return tuple(results)

    def _validator(self, core: int | None) -> CustomValidator | None:
        if self.package is None:
            return None
        return prepare_validator(
            self.sandbox,
            self.package,
            self.job.limits,
            self.languages,
            name=f"run-{self.job.run_id}",
            work_dir=self.directory,
            core=core,
        )

    def _own_package(self) -> TestPackage:
        """One's own inputs as test cases, so that they run as every test case does."""
        own = [one for one in self.job.inputs if one.sample is None]
        like = self.package.manifest.test_cases[0] if self.package else None
        flags = like.validator_flags if like is not None else ValidatorFlags()
        cases = [
            TestCase(name=f"sample/own-{number}", validator_flags=flags)
            for number in range(len(own))
        ]
        directory = self.directory / "own"
        for case, one in zip(cases, own, strict=True):
            target = directory / case.input_path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(one.stdin.encode("utf-8", "replace"))
            answer = (one.expected or "").encode("utf-8", "replace")
            (directory / case.answer_path).write_bytes(answer)
        of_package = self.package.manifest if self.package is not None else None
        manifest = PackageManifest.model_construct(
            input_file=of_package.input_file if of_package is not None else None,
            output_file=of_package.output_file if of_package is not None else None,
            limits=self.job.limits,
            test_cases=tuple(cases),
            included_files={},
        )
        return TestPackage(directory, manifest)


class _Witness:
    """A box that remembers what its last run printed, which a test case's report leaves out."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._last: Outcome | None = None

    def run(self, command: Command) -> Outcome:
        self._last = self._box.run(command)
        return self._last

    def take(self) -> Outcome | None:
        """The last run's outcome, once."""
        last, self._last = self._last, None
        return last


def _sample(package: TestPackage | None, one: RunInput) -> TestCase | None:
    """None: a statement may show samples that are no test cases."""
    cases = package.manifest.test_cases if package is not None else ()
    return next((case for case in cases if case.name == one.sample), None)


def _result(
    runner: TestCaseRunner, box: _Witness, case: TestCase, ordinal: int, one: RunInput
) -> RunResult:
    word, message, team_message = RunWord.JUDGING_ERROR, _VALIDATOR_FAILED, ""
    # Of a validator that failed the words are for staff: they may speak of more than this sample.
    with contextlib.suppress(ValidatorFault):
        report = runner.run(box, case, ordinal)
        word, message = _word(report, one), _message(runner, report, one)
        team_message = report.team_message
    outcome = box.take()
    stdout, is_stdout_cut = _shown(outcome.stdout if outcome else b"", MAX_STDOUT_BYTES)
    stderr, is_stderr_cut = _shown(outcome.stderr if outcome else b"", MAX_STDERR_BYTES)
    return RunResult(
        ordinal=ordinal,
        word=word,
        stdout=stdout,
        is_stdout_cut=is_stdout_cut or (outcome is not None and outcome.stdout_truncated),
        stderr=stderr,
        is_stderr_cut=is_stderr_cut or (outcome is not None and outcome.stderr_truncated),
        exit_code=outcome.exit_code if outcome else None,
        signal=outcome.signal if outcome else None,
        cpu_time_ms=outcome.cpu_time_ms if outcome else 0,
        wall_time_ms=outcome.wall_time_ms if outcome else 0,
        memory_kib=outcome.memory_kib if outcome else 0,
        message=capped(message),
        team_message=team_message,
    )


def _word(report: RunReport, one: RunInput) -> RunWord:
    is_compared = one.sample is not None or one.expected is not None
    if not is_compared and report.verdict in {Verdict.ACCEPTED, Verdict.WRONG_ANSWER}:
        return RunWord.OK
    return RunWord(report.verdict.value)


def _message(runner: TestCaseRunner, report: RunReport, one: RunInput) -> str:
    """The default validator's difference: it quotes what the person sees anyway."""
    is_compared = one.sample is not None or one.expected is not None
    if report.verdict is Verdict.WRONG_ANSWER and is_compared and runner.validator is None:
        return report.judge_message
    return ""


def _skipped(ordinal: int, note: str) -> RunResult:
    return RunResult(ordinal=ordinal, word=RunWord.SKIPPED, message=note)


def _shown(data: bytes, limit_bytes: int) -> tuple[str, bool]:
    return data[:limit_bytes].decode("utf-8", "replace"), len(data) > limit_bytes
