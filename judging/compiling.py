"""Compiling a submission in a box of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from judging import grading, telemetry, testlib
from judging.compile_cache import CompileCache, Compiled
from judging.contract import MAX_MESSAGE_TEXT_CHARS, CompileReport
from judging.languages import CHECK_SCRIPT_NAME, Language
from judging.limits import Limits, wall_time_ms_for
from judging.precompiled import PrecompiledHeaders, choked
from judging.sandbox.protocol import (
    BoxSpec,
    Collect,
    Command,
    Mount,
    Outcome,
    RunLimits,
    Sandbox,
    StopReason,
)
from judging.telemetry.metrics import CACHE_LOOKUPS
from judging.toolchains import InstalledLanguage, toolchain_stamp
from judging.verdicts import Verdict

BOX_ENV: Mapping[str, str] = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/w",
    "TMPDIR": "/tmp",  # noqa: S108 - the box's own, fresh for each run
    "LC_ALL": "C.UTF-8",
}
PROGRAM_DIR = "/program"

_COMPILER_PROCESSES = 256
"""A compiler on a machine of many cores starts many threads."""

_PATHS = re.compile(r"(?<![\w/.-])(?:/w|/program)/")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Compilation:
    """What came of compiling. ``verdict`` is None where there is a program."""

    verdict: Verdict | None
    report: CompileReport


@dataclass(frozen=True, kw_only=True)
class CompileAids:
    """What makes compiling faster on this host, and changes nothing of what comes out of it."""

    precompiled: PrecompiledHeaders | None = None
    cache: CompileCache | None = None


NO_AIDS = CompileAids()


def compile_submission(
    sandbox: Sandbox,
    installed: InstalledLanguage,
    files: Mapping[str, str],
    limits: Limits,
    *,
    box_name: str,
    into: Path,
    aids: CompileAids = NO_AIDS,
    included: Mapping[str, str] | None = None,
    is_of_package: bool = False,
) -> Compilation:
    """Compile the files and put the program into the empty directory ``into``.

    ``included`` files are the problem's: they take the place of files of the same name
    and don't count for the limit on the source. ``is_of_package``: it is no submission but a
    program of the package's own, which may include testlib.h. Raises SandboxError.
    """
    source_bytes = sum(len(text.encode("utf-8", "replace")) for text in files.values())
    if source_bytes > limits.source_bytes:
        return _refused(
            f"The source is {source_bytes} bytes long; at most {limits.source_bytes} are allowed."
        )
    # Editors of Windows begin a file with a byte-order mark, which not every compiler skips.
    files = {
        name: text.removeprefix("\ufeff") for name, text in {**files, **(included or {})}.items()
    }
    command = _command(installed, files, limits, into, is_of_package)
    key = _cache_key(installed, command, files, is_of_package) if aids.cache is not None else ""
    mounts = toolchain_mounts(installed)
    if is_of_package:
        mounts = (*mounts, Mount(source=testlib.INCLUDE_DIR, target=testlib.INCLUDE_TARGET))
    kept = None if aids.cache is None else aids.cache.take(key, into)
    if aids.cache is not None:
        telemetry.record(CACHE_LOOKUPS, cache="compiled", result="miss" if kept is None else "hit")
    if kept is not None:
        verdict = None if kept.is_program else Verdict.COMPILE_ERROR
        return Compilation(verdict=verdict, report=kept.report)
    header = aids.precompiled.mount(installed) if aids.precompiled is not None else None
    shown = mounts if header is None else (*mounts, header)
    outcome = _compile(sandbox, command, BoxSpec(name=box_name, mounts=shown))
    if header is not None and outcome.exit_code != 0 and choked(outcome.stderr):
        outcome = _compile(sandbox, command, BoxSpec(name=box_name, mounts=mounts))
    verdict = grading.compile_fault(outcome)
    report = CompileReport(
        succeeded=verdict is None,
        message=_message(outcome, limits),
        cpu_time_ms=outcome.cpu_time_ms,
    )
    # What a limit or a signal ended may end otherwise the next time.
    if aids.cache is not None and outcome.stop is StopReason.EXITED:
        aids.cache.keep(key, Compiled(report=report, is_program=verdict is None), into)
    return Compilation(verdict=verdict, report=report)


def _command(
    installed: InstalledLanguage,
    files: Mapping[str, str],
    limits: Limits,
    into: Path,
    is_of_package: bool,
) -> Command:
    language = installed.language
    return Command(
        argv=language.compile_argv(files, toolchain_root=installed.toolchain_root),
        limits=RunLimits(
            cpu_time_ms=limits.compile_time_ms,
            wall_time_ms=wall_time_ms_for(limits.compile_time_ms),
            memory_kib=limits.compile_memory_kib,
            processes=_COMPILER_PROCESSES,
            stdout_bytes=1024 * 1024,
            stderr_bytes=1024 * 1024,
        ),
        env={**BOX_ENV, **language.env, **(testlib.ENV if is_of_package else {})},
        files={
            name: text.encode("utf-8", "replace")
            for name, text in {**files, **_check_script(language)}.items()
        },
        collect=Collect(into=into),
    )


def _check_script(language: Language) -> Mapping[str, str]:
    return {} if language.check_script is None else {CHECK_SCRIPT_NAME: language.check_script}


def _compile(sandbox: Sandbox, command: Command, spec: BoxSpec) -> Outcome:
    with sandbox.open_box(spec) as box:
        return box.run(command)


def _cache_key(
    installed: InstalledLanguage,
    command: Command,
    files: Mapping[str, str],
    is_of_package: bool,
) -> str:
    """Of all that the compiler sees, and of the limits, which its complaints may name."""
    return CompileCache.key(
        installed.language.id,
        toolchain_stamp(installed),
        command.argv,
        dict(command.env),
        dict(files),
        [command.limits.cpu_time_ms, command.limits.memory_kib],
        *([testlib.stamp()] if is_of_package else []),
    )


def toolchain_mounts(installed: InstalledLanguage) -> tuple[Mount, ...]:
    """What a box needs beside the system's directories for this language."""
    mounts = tuple(Mount(source=Path(path), target=path) for path in installed.language.mounts)
    if installed.mount is None:
        return mounts
    return (Mount(source=installed.mount, target=installed.toolchain_root), *mounts)


def clean_text(data: bytes) -> str:
    """Text that a compiler or program printed, for people: no box paths, no control characters."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    return _PATHS.sub("", _CONTROL.sub("", text)).strip("\n")


def capped(text: str) -> str:
    """Text cut to what a report may hold; its beginning says the most."""
    if len(text) <= MAX_MESSAGE_TEXT_CHARS:
        return text
    note = "\n[… cut here]"
    return text[: MAX_MESSAGE_TEXT_CHARS - len(note)] + note


def _refused(message: str) -> Compilation:
    return Compilation(
        verdict=Verdict.COMPILE_ERROR, report=CompileReport(succeeded=False, message=message)
    )


def _message(outcome: Outcome, limits: Limits) -> str:
    parts: Sequence[str] = (
        clean_text(outcome.stderr),
        clean_text(outcome.stdout),
        _stop_note(outcome, limits),
    )
    return capped("\n".join(part for part in parts if part))


def _stop_note(outcome: Outcome, limits: Limits) -> str:
    match outcome.stop:
        case StopReason.CPU_TIME | StopReason.WALL_TIME:
            return f"The compiler was stopped after {limits.compile_time_ms / 1000:g} s."
        case StopReason.MEMORY:
            return f"The compiler needed more than {limits.compile_memory_kib // 1024} MiB."
        case StopReason.OUTPUT:
            return "The compiler wrote too much."
        case StopReason.SIGNALED:
            return f"The compiler was ended by signal {outcome.signal}."
        case StopReason.EXITED | StopReason.SETTLED:
            return ""
