"""A package's own grader, run in a box for each group that wants it.

It reads a line for each result within the group, such as ``WA 0``, and writes one such line.
It is as untrusted as a submission; whatever else becomes of it is a ValidatorFault.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from judging.compiling import BOX_ENV, PROGRAM_DIR, clean_text, toolchain_mounts
from judging.faults import RetryableFault
from judging.limits import Limits, wall_time_ms_for
from judging.package_programs import ValidatorFault, compile_validator
from judging.packages.test_groups import TestGroup
from judging.packages.test_package import TestPackage
from judging.preparing import installed_language
from judging.sandbox.protocol import BoxSpec, Command, Mount, RunLimits, Sandbox, StopReason
from judging.scoring import SubResult
from judging.toolchains import InstalledLanguage
from judging.verdicts import Verdict

_WORDS: dict[Verdict | None, str] = {
    Verdict.ACCEPTED: "AC",
    Verdict.WRONG_ANSWER: "WA",
    Verdict.RUN_TIME_ERROR: "RTE",
    Verdict.MEMORY_LIMIT: "RTE",
    Verdict.OUTPUT_LIMIT: "RTE",
    Verdict.TIME_LIMIT: "TLE",
    Verdict.WALL_TIME_LIMIT: "TLE",
    None: "WA",
}
"""The format knows four words only."""

_RESULT = re.compile(r"\s*(AC|WA|TLE|RTE|MLE|OLE)\s+([0-9]+\.?[0-9]*|\.[0-9]+)\s*")
_OUTPUT_BYTES = 64 * 1024
_MAX_TIME_MS = 10_000
"""It reads a line for each result, and no news of the job comes while it does."""
_SHOWN_CHARS = 500


class CustomGrader:
    """A compiled grader of one package, for the groups of one submission."""

    def __init__(
        self,
        sandbox: Sandbox,
        installed: InstalledLanguage,
        limits: Limits,
        program_dir: Path,
        files: Mapping[str, str],
        *,
        box_name: str,
    ) -> None:
        language = installed.language
        own_limits = limits.model_copy(update={"memory_kib": limits.validation_memory_kib})
        self._sandbox = sandbox
        self._spec = BoxSpec(
            name=box_name,
            mounts=(Mount(source=program_dir, target=PROGRAM_DIR), *toolchain_mounts(installed)),
        )
        self._argv = language.run_argv(files, own_limits, toolchain_root=installed.toolchain_root)
        self._env = {**BOX_ENV, **language.env}
        cpu_time_ms = min(limits.validation_time_ms, _MAX_TIME_MS)
        self._limits = RunLimits(
            cpu_time_ms=cpu_time_ms,
            wall_time_ms=wall_time_ms_for(cpu_time_ms),
            memory_kib=language.memory_kib(own_limits),
            stdout_bytes=_OUTPUT_BYTES,
            stderr_bytes=_OUTPUT_BYTES,
        )

    def grade(self, group: TestGroup, results: Sequence[SubResult]) -> SubResult:
        """The group's result. Raises ValidatorFault and SandboxError."""
        lines = "".join(f"{_WORDS[result.verdict]} {result.score:.15g}\n" for result in results)
        with self._sandbox.open_box(self._spec) as box:
            outcome = box.run(
                Command(
                    argv=(*self._argv, *(group.grader_args or ())),
                    limits=self._limits,
                    stdin=lines.encode(),
                    env=self._env,
                )
            )
        place = f"data/{group.name}".rstrip("/")
        if outcome.stop is not StopReason.EXITED or outcome.exit_code != 0:
            said = clean_text(outcome.stderr)[-_SHOWN_CHARS:]
            how = (
                f"exited with {outcome.exit_code}"
                if outcome.stop is StopReason.EXITED
                else f"was stopped ({outcome.stop.value.replace('_', ' ')})"
            )
            raise ValidatorFault(f"{place}: the grader {how}\n{said}".rstrip())
        said = clean_text(outcome.stdout)
        found = _RESULT.fullmatch(said)
        if not found:
            raise ValidatorFault(
                f"{place}: the grader wrote {said[:_SHOWN_CHARS]!r}, "
                "where a verdict and a number of points from 0 are wanted"
            )
        return SubResult(verdict=_verdict(found[1], results), score=float(found[2]))


def _verdict(word: str, results: Sequence[SubResult]) -> Verdict:
    """The result that the grader's word stands for, in this site's finer words."""
    if word == "AC":
        return Verdict.ACCEPTED
    meant = (result.verdict for result in results if _WORDS[result.verdict] == word)
    return next((verdict for verdict in meant if verdict is not None), Verdict(word))


def prepare_grader(
    sandbox: Sandbox,
    package: TestPackage,
    limits: Limits,
    languages: Mapping[str, InstalledLanguage],
    *,
    name: str,
) -> CustomGrader | None:
    """The package's own grader, compiled; None where it has none.

    Raises RetryableFault, ValidatorFault and SandboxError.
    """
    grader = package.manifest.grader
    if grader is None:
        return None
    installed = installed_language(grader.language, languages)
    try:
        files = package.grader_files()
        program_dir = compile_validator(
            sandbox,
            installed,
            package,
            files,
            box_name=f"compile-grader-{name}",
            kind="grader",
        )
    except OSError as error:
        raise RetryableFault("package", f"the package's grader: {error}") from error
    return CustomGrader(sandbox, installed, limits, program_dir, files, box_name=f"grade-{name}")
