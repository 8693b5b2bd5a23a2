"""Running a package's input validators over its test data, boxed.

A package whose own validators reject its data is refused. This needs a sandbox, so
the readers in ``judging.packages`` can't do it: whoever has one calls
:func:`check_inputs` after reading and before offering the problem.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from judging.compiling import BOX_ENV, PROGRAM_DIR, clean_text, compile_submission, toolchain_mounts
from judging.languages import language_table
from judging.limits import wall_time_ms_for
from judging.packages import PackageProblem, PackageRefused, SourcePackage
from judging.packages.example_submissions import is_python_2
from judging.packages.source import Program
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Command,
    Mount,
    Outcome,
    RunLimits,
    Sandbox,
    StopReason,
)
from judging.scripted import is_scripted
from judging.toolchains import SCRIPTED_INSTALLED, InstalledLanguage, installed_languages

ACCEPTED = 42
_TESTLIB_ACCEPTED = 0
_PYTHON_PACKAGE_MAIN = "__main__.py"
_SHOWN_CHARS = 300
_MAX_PROBLEMS = 100
"""Of a validator that rejects everything, the first ones tell enough."""


@dataclass(frozen=True, kw_only=True)
class InputCheck:
    """What came of checking a package's inputs; it holds what could not be checked."""

    warnings: tuple[PackageProblem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Input:
    path: str
    args: Mapping[str, tuple[str, ...]]
    program_args: tuple[str, ...] = ()
    files: Mapping[str, str]
    must_be_rejected: bool = False


@dataclass(frozen=True, kw_only=True)
class _Runnable:
    """A compiled validator in its open box."""

    program: Program
    box: Box
    argv: tuple[str, ...]
    env: Mapping[str, str]
    files: Mapping[str, bytes]
    accepts_with: int


def check_inputs(package: SourcePackage, sandbox: Sandbox) -> InputCheck:
    """Run every input validator on every input.

    Raises PackageRefused, naming test case and validator, where an input is rejected
    (or an invalid one is not), where a validator fails or can't be compiled; and
    SandboxError.
    """
    warnings: list[PackageProblem] = []
    problems: list[PackageProblem] = []
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="input-check-")))
        runnables: list[_Runnable] = []
        for ordinal, program in enumerate(package.input_validators, start=1):
            made = _make(package, program, sandbox, directory / str(ordinal), stack)
            if isinstance(made, _Runnable):
                runnables.append(made)
            else:
                (problems if made.is_refusal else warnings).append(made.finding)
        if runnables and not problems:
            can_judge_all = len(runnables) == len(package.input_validators)
            for item in _inputs(package):
                if item.must_be_rejected and not can_judge_all:
                    continue
                problems.extend(_check(package, item, runnables))
                if len(problems) >= _MAX_PROBLEMS:
                    break
    if problems:
        raise PackageRefused(problems)
    return InputCheck(warnings=tuple(warnings))


@dataclass(frozen=True, kw_only=True)
class _NotMade:
    finding: PackageProblem
    is_refusal: bool


def _make(
    package: SourcePackage, program: Program, sandbox: Sandbox, into: Path, stack: ExitStack
) -> _Runnable | _NotMade:
    place = min(program.files.values())

    def not_made(message: str, *, is_refusal: bool = False) -> _NotMade:
        finding = PackageProblem(file=place, line=None, message=message)
        return _NotMade(finding=finding, is_refusal=is_refusal)

    contents = package.program_files(program)
    texts = {name: content.decode("utf-8", "replace") for name, content in contents.items()}
    if program.name.endswith((".ctd", ".viva")):
        return not_made("Checktestdata and VIVA are not run here, so it was not checked")
    if any(map(is_python_2, contents.values())):
        return not_made("Python 2 is not on this host, so it was not run")
    installed = _installed(texts)
    if installed is None or any("/" in name for name in texts):
        return not_made("is in no language of this host, so it was not run")
    into.mkdir()
    compilation = compile_submission(
        sandbox,
        installed,
        texts,
        package.limits.model_copy(update={"source_bytes": 1 << 40}),
        box_name="compile-input-validator",
        into=into,
        is_of_package=True,
    )
    if compilation.verdict is not None:
        message = compilation.report.message.strip()[:_SHOWN_CHARS]
        return not_made(f"does not compile: {message}", is_refusal=True)
    main = _PYTHON_PACKAGE_MAIN if _PYTHON_PACKAGE_MAIN in texts else None
    mounts = (Mount(source=into, target=PROGRAM_DIR), *toolchain_mounts(installed))
    box = stack.enter_context(sandbox.open_box(BoxSpec(name="input-validator", mounts=mounts)))
    return _Runnable(
        program=program,
        box=box,
        argv=installed.language.run_argv(
            {main: texts[main]} if main else texts,
            package.limits.model_copy(update={"memory_kib": package.limits.validation_memory_kib}),
            toolchain_root=installed.toolchain_root,
        ),
        env={**BOX_ENV, **installed.language.env},
        files=contents,
        accepts_with=_TESTLIB_ACCEPTED if program.protocol == "testlib" else ACCEPTED,
    )


def _installed(texts: Mapping[str, str]) -> InstalledLanguage | None:
    if is_scripted(texts):
        return SCRIPTED_INSTALLED
    language = language_table().for_example_submission(texts)
    return installed_languages().get(language.id) if language else None


def _inputs(package: SourcePackage) -> Iterator[_Input]:
    for case in package.test_cases:
        yield _Input(
            path=case.input_path,
            args=case.input_validator_args,
            program_args=case.args,
            files=case.files,
        )
    for test in package.output_tests:
        case = test.case
        if not case.is_sample:
            yield _Input(
                path=case.input_path,
                args=case.input_validator_args,
                program_args=case.args,
                files=case.files,
            )
    for invalid in package.invalid_inputs:
        yield _Input(
            path=invalid.path, args=invalid.input_validator_args, files={}, must_be_rejected=True
        )


def _check(
    package: SourcePackage, item: _Input, runnables: list[_Runnable]
) -> Iterator[PackageProblem]:
    content = package.tree.read_bytes(item.path)
    rejections = 0
    for runnable in runnables:
        name = runnable.program.name
        outcome = _run(package, item, content, runnable)
        if outcome.stop is StopReason.EXITED and outcome.exit_code == runnable.accepts_with:
            continue
        rejections += 1
        if not item.must_be_rejected:
            yield PackageProblem(
                file=item.path,
                line=None,
                message=f"the input validator {name} rejects it ({how_it_ended(outcome)})",
            )
    if item.must_be_rejected and not rejections:
        yield PackageProblem(
            file=item.path, line=None, message="every input validator accepts this invalid input"
        )


def _run(package: SourcePackage, item: _Input, content: bytes, runnable: _Runnable) -> Outcome:
    limits = package.limits
    name = runnable.program.name
    keys = (name, PurePosixPath(name).stem, "*")
    own_args = next((item.args[key] for key in keys if key in item.args), ())
    return runnable.box.run(
        Command(
            argv=(*runnable.argv, *own_args, *item.program_args),
            limits=RunLimits(
                cpu_time_ms=limits.validation_time_ms,
                wall_time_ms=wall_time_ms_for(limits.validation_time_ms),
                memory_kib=limits.validation_memory_kib,
                stdout_bytes=limits.validation_output_bytes,
            ),
            stdin=content,
            env=runnable.env,
            files={
                **runnable.files,
                **{name: package.tree.read_bytes(path) for name, path in item.files.items()},
            },
        )
    )


def how_it_ended(outcome: Outcome) -> str:
    """A run's end and what it said, in a few words for people."""
    said = " ".join(clean_text(outcome.stdout + b"\n" + outcome.stderr).split())[:_SHOWN_CHARS]
    match outcome.stop:
        case StopReason.EXITED:
            how = f"exit status {outcome.exit_code}"
        case StopReason.SIGNALED:
            how = f"ended by signal {outcome.signal}"
        case _:
            how = f"stopped for its {outcome.stop.value.replace('_', ' ')}"
    return f"{how}: {said}" if said else how
