"""Asking a package's static validator about a submission's sources, in a box of its own.

It finds them in its working directory, and is told the language, where the program starts, and a
directory for its feedback. What its answer means is as with an output validator.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from judging import grading
from judging.compiling import BOX_ENV, PROGRAM_DIR, toolchain_mounts
from judging.faults import RetryableFault
from judging.limits import Limits, wall_time_ms_for
from judging.package_programs import CompiledProgram, compile_validator
from judging.packages.manifest import TestCase
from judging.packages.test_package import TestPackage
from judging.preparing import installed_language
from judging.sandbox.protocol import BoxSpec, Collect, Command, Mount, RunLimits, Sandbox
from judging.toolchains import InstalledLanguage
from judging.validating import Judged, judged_by

_FEEDBACK = ".feedback"
"""Below the working directory; no file of a submission can have this name."""
_MAX_FILES = 200
_STDERR_BYTES = 64 * 1024


class StaticValidator:
    """A compiled static validator of one package, for one submission."""

    def __init__(
        self,
        sandbox: Sandbox,
        program: CompiledProgram,
        limits: Limits,
        submission: InstalledLanguage,
        files: Mapping[str, str],
        *,
        box_name: str,
    ) -> None:
        installed = program.installed
        own_limits = limits.model_copy(update={"memory_kib": limits.validation_memory_kib})
        self._sandbox = sandbox
        self._spec = BoxSpec(
            name=box_name,
            mounts=(
                Mount(source=program.directory, target=PROGRAM_DIR),
                *toolchain_mounts(installed),
            ),
        )
        argv = installed.language.run_argv(
            program.files, own_limits, toolchain_root=installed.toolchain_root
        )
        language = submission.language
        self._argv = (*argv, language.package_code, language.start_of(files), f"/w/{_FEEDBACK}/")
        self._env = {**BOX_ENV, **installed.language.env}
        self._files = {name: text.encode("utf-8", "replace") for name, text in files.items()}
        self._limits = RunLimits(
            cpu_time_ms=limits.validation_time_ms,
            wall_time_ms=wall_time_ms_for(limits.validation_time_ms),
            memory_kib=installed.language.memory_kib(own_limits),
            stdout_bytes=limits.validation_output_bytes,
            stderr_bytes=_STDERR_BYTES,
            file_bytes=limits.validation_output_bytes,
        )

    def check(self, case: TestCase) -> Judged:
        """What it says of the submission. Raises ValidatorFault and SandboxError."""
        with tempfile.TemporaryDirectory(prefix="static-") as directory:
            command = Command(
                argv=(*self._argv, *case.validator_args),
                limits=self._limits,
                env=self._env,
                files={**self._files, f"{_FEEDBACK}/.made": b""},
                collect=Collect(
                    into=Path(directory),
                    max_files=_MAX_FILES,
                    max_bytes=self._limits.stdout_bytes + sum(map(len, self._files.values())),
                    exit_codes=grading.validator_exit_codes("icpc"),
                ),
            )
            with self._sandbox.open_box(self._spec) as box:
                outcome = box.run(command)
            verdict = grading.validator_verdict(outcome, "icpc")
            return judged_by(verdict, outcome, case, Path(directory) / _FEEDBACK)


def prepare_static_validator(
    sandbox: Sandbox,
    package: TestPackage,
    limits: Limits,
    languages: Mapping[str, InstalledLanguage],
    submission: InstalledLanguage,
    files: Mapping[str, str],
    *,
    name: str,
) -> StaticValidator | None:
    """The package's static validator, compiled, for a submission's files; None where it has none.

    Raises RetryableFault, ValidatorFault and SandboxError.
    """
    static = package.manifest.static_validation
    if static is None:
        return None
    installed = installed_language(static.language, languages)
    try:
        sources = package.static_validator_files()
        directory = compile_validator(
            sandbox,
            installed,
            package,
            sources,
            box_name=f"compile-static-{name}",
            kind="static-validator",
        )
    except OSError as error:
        raise RetryableFault("package", f"the package's static validator: {error}") from error
    program = CompiledProgram(installed=installed, files=sources, directory=directory)
    return StaticValidator(sandbox, program, limits, submission, files, box_name=f"static-{name}")
