"""Programs of a package's own (validators, graders): compiled once per host, beside the package."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from judging import testlib
from judging.compiling import NO_AIDS, CompileAids, compile_submission
from judging.limits import Limits
from judging.packages.manifest import MAX_VALIDATOR_BYTES
from judging.packages.test_package import TestPackage
from judging.sandbox.protocol import Sandbox
from judging.toolchains import InstalledLanguage


class ValidatorFault(Exception):  # noqa: N818 - "fault" is the field's word for what is not the program's
    """The validator itself failed. Never the submission's fault."""


@dataclass(frozen=True, kw_only=True)
class CompiledProgram:
    """A program of the package's own, ready to run."""

    installed: InstalledLanguage
    files: Mapping[str, str]
    """Its sources by name."""
    directory: Path
    """What compiling them left."""


def compile_validator(
    sandbox: Sandbox,
    installed: InstalledLanguage,
    package: TestPackage,
    files: Mapping[str, str],
    *,
    box_name: str,
    kind: str = "validator",
    aids: CompileAids = NO_AIDS,
) -> Path:
    """The directory of the package's compiled validator (or other program of the package's own,
    which ``kind`` names), made now unless this host has it.

    It stands beside the package and goes with it. Raises ValidatorFault where it doesn't
    compile, SandboxError and OSError.
    """
    argv = installed.language.compile_argv(files, toolchain_root=installed.toolchain_root)
    made_of = "\0".join((installed.version, testlib.stamp(), *argv))
    key = hashlib.sha256(made_of.encode()).hexdigest()[:16]
    target = package.derived_dir / f"{kind}-{installed.language.id}-{key}"
    if target.is_dir():
        return target
    package.derived_dir.mkdir(exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=package.derived_dir, prefix=".compiling-"))
    try:
        compilation = compile_submission(
            sandbox,
            installed,
            files,
            Limits().model_copy(update={"source_bytes": MAX_VALIDATOR_BYTES}),
            box_name=box_name,
            into=temporary,
            aids=aids,
            is_of_package=True,
        )
        if compilation.verdict is not None:
            raise ValidatorFault(
                f"the {kind} does not compile ({compilation.verdict}): {compilation.report.message}"
            )
        temporary.chmod(0o755)
        try:
            temporary.rename(target)
        except OSError:
            # Another worker of this host was faster; what it made is the same.
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return target
