"""Trying a language on this host: its hello-world program, compiled and run in real boxes."""

import tempfile
from pathlib import Path

from judging.compiling import BOX_ENV, PROGRAM_DIR, clean_text, compile_submission, toolchain_mounts
from judging.limits import Limits, wall_time_ms_for
from judging.sandbox.protocol import BoxSpec, Command, Mount, RunLimits, Sandbox
from judging.toolchains import InstalledLanguage

HELLO = b"Hello, world\n"

_LIMITS = Limits(cpu_time_ms=10_000, memory_kib=256 * 1024)


def run_hello(sandbox: Sandbox, installed: InstalledLanguage) -> str | None:
    """What is wrong with the language on this host; None where its hello-world program works.

    Raises SandboxError.
    """
    source = installed.language.hello
    return run_program(sandbox, installed, source, stdin=b"", expected=HELLO)


def run_program(
    sandbox: Sandbox, installed: InstalledLanguage, source: str, *, stdin: bytes, expected: bytes
) -> str | None:
    """What is wrong with a program that should print exactly ``expected``; None: nothing.

    Raises SandboxError.
    """
    language = installed.language
    files = {language.source_file_name(source): source}
    with tempfile.TemporaryDirectory(prefix="judging-self-test-") as folder:
        into = Path(folder, "program")
        into.mkdir()
        compilation = compile_submission(
            sandbox, installed, files, _LIMITS, box_name=f"compile-{language.id}", into=into
        )
        if compilation.verdict is not None:
            return f"compiling: {compilation.verdict}: {compilation.report.message}"
        mounts = (Mount(source=into, target=PROGRAM_DIR), *toolchain_mounts(installed))
        cpu_time_ms = language.cpu_time_ms(_LIMITS)
        command = Command(
            argv=language.run_argv(files, _LIMITS, toolchain_root=installed.toolchain_root),
            limits=RunLimits(
                cpu_time_ms=cpu_time_ms,
                wall_time_ms=wall_time_ms_for(cpu_time_ms),
                memory_kib=language.memory_kib(_LIMITS),
                processes=_LIMITS.processes,
            ),
            stdin=stdin,
            env={**BOX_ENV, **language.env},
        )
        with sandbox.open_box(BoxSpec(name=f"run-{language.id}", mounts=mounts)) as box:
            outcome = box.run(command)
    if outcome.exit_code == 0 and outcome.stdout.strip() == expected.strip():
        return None
    return (
        f"running: {outcome.stop}, exit code {outcome.exit_code}, signal {outcome.signal}: "
        f"{outcome.stdout[:200]!r} {clean_text(outcome.stderr)[:2000]}"
    )
