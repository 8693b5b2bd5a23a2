"""A package's generators: whether they compile, and whether they still make what they made.

Judging never runs them. What is wrong with one is told, and refuses nothing.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from judging.checking import how_it_ended
from judging.compiling import (
    BOX_ENV,
    PROGRAM_DIR,
    Compilation,
    compile_submission,
    toolchain_mounts,
)
from judging.languages import Language, language_table
from judging.limits import Limits, wall_time_ms_for
from judging.packages import PackageProblem, SourcePackage
from judging.packages.example_submissions import is_python_2
from judging.packages.source_programs import GeneratedInput
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
from judging.toolchains import InstalledLanguage, installed_languages

_SHOWN_CHARS = 300
_MAX_FILE_BYTES = 256 * 1024
_MAX_PROGRAMS = 50
_MAX_CALLS = 200
"""Of each generator."""
_OUTPUT_BYTES = 1024 * 1024
"""Of a call whose output is compared with nothing."""


@dataclass(frozen=True, kw_only=True)
class TriedGenerator:
    """How a generator did."""

    path: str
    is_fine: bool | None
    """None: nobody can tell."""
    message: str


@dataclass(frozen=True, kw_only=True)
class _Compiled:
    place: str
    files: Mapping[str, str]
    installed: InstalledLanguage
    compilation: Compilation
    directory: Path

    @property
    def complaint(self) -> str:
        text = " ".join(self.compilation.report.message.split())[:_SHOWN_CHARS]
        return f"this generator does not compile: {text}"


def check_generators(
    package: SourcePackage, sandbox: Sandbox, work_dir: Path
) -> Iterator[PackageProblem]:
    """What is to be told of generators that don't compile. Raises SandboxError.

    Those in no language of this host, or with scripts of their own, are left aside.
    """
    for one in _compiled(package, sandbox, work_dir):
        if isinstance(one, _Compiled) and one.compilation.verdict is not None:
            yield PackageProblem(file=one.place, line=None, message=one.complaint)


def try_generators(
    package: SourcePackage, sandbox: Sandbox, work_dir: Path
) -> Iterator[TriedGenerator]:
    """Run each generator as the package says that its inputs were made, and compare.

    One of which it says nothing is run once without arguments, which proves only that it runs.
    Raises SandboxError.
    """
    for one in _compiled(package, sandbox, work_dir):
        if isinstance(one, str):
            message = "is in no language of this host, so it was not run"
            yield TriedGenerator(path=one, is_fine=None, message=message)
        elif one.compilation.verdict is not None:
            yield TriedGenerator(path=one.place, is_fine=False, message=one.complaint)
        else:
            yield _tried(package, sandbox, one)


def _compiled(
    package: SourcePackage, sandbox: Sandbox, work_dir: Path
) -> Iterator[_Compiled | str]:
    """Each program, for as long as it is looked at; its path alone where this host lacks its
    language."""
    programs = list(_programs(package).items())[:_MAX_PROGRAMS]
    for place, files in programs:
        language = language_table().for_example_submission(files)
        installed = installed_languages().get(language.id) if language else None
        if installed is None:
            yield place
            continue
        with tempfile.TemporaryDirectory(dir=work_dir, prefix="generator-") as into:
            compilation = compile_submission(
                sandbox,
                installed,
                files,
                Limits().model_copy(update={"source_bytes": 1 << 40}),
                box_name="compile-generator",
                into=Path(into),
                is_of_package=True,
            )
            yield _Compiled(
                place=place,
                files=files,
                installed=installed,
                compilation=compilation,
                directory=Path(into),
            )


def _tried(package: SourcePackage, sandbox: Sandbox, program: _Compiled) -> TriedGenerator:
    calls = [one for one in package.generated if one.generator == program.place][:_MAX_CALLS]
    installed = program.installed
    mounts = (Mount(source=program.directory, target=PROGRAM_DIR), *toolchain_mounts(installed))
    with sandbox.open_box(BoxSpec(name="generator", mounts=mounts)) as box:
        if not calls:
            return _tried_bare(program.place, _run(package, program, box, (), _OUTPUT_BYTES))
        for call in calls:
            if (fault := _fault(package, program, box, call)) is not None:
                return TriedGenerator(path=program.place, is_fine=False, message=fault)
    return TriedGenerator(
        path=program.place,
        is_fine=True,
        message=f"makes the inputs of {len(calls)} test cases as they are",
    )


def _tried_bare(place: str, outcome: Outcome) -> TriedGenerator:
    if _is_well(outcome):
        return TriedGenerator(path=place, is_fine=True, message="runs without arguments")
    message = (
        f"without arguments: {how_it_ended(outcome)}; the package does not say how it is called"
    )
    return TriedGenerator(path=place, is_fine=None, message=message)


def _fault(
    package: SourcePackage, program: _Compiled, box: Box, call: GeneratedInput
) -> str | None:
    kept = package.tree.read_bytes(call.input_path)
    shown = " ".join((Path(call.generator).stem, *call.args))[:_SHOWN_CHARS]
    outcome = _run(package, program, box, call.args, 2 * len(kept) + 1024)
    if not _is_well(outcome):
        return f"{shown}: {how_it_ended(outcome)}"
    if _lines(outcome.stdout) != _lines(kept):
        return f"{shown} makes another input than {call.input_path}"
    return None


def _run(
    package: SourcePackage, program: _Compiled, box: Box, args: tuple[str, ...], output_bytes: int
) -> Outcome:
    limits, installed = package.limits, program.installed
    own_limits = limits.model_copy(update={"memory_kib": limits.validation_memory_kib})
    argv = installed.language.run_argv(
        program.files, own_limits, toolchain_root=installed.toolchain_root
    )
    return box.run(
        Command(
            argv=(*argv, *args),
            limits=RunLimits(
                cpu_time_ms=limits.validation_time_ms,
                wall_time_ms=wall_time_ms_for(limits.validation_time_ms),
                memory_kib=limits.validation_memory_kib,
                stdout_bytes=output_bytes,
            ),
            env={**BOX_ENV, **installed.language.env},
        )
    )


def _is_well(outcome: Outcome) -> bool:
    return outcome.stop is StopReason.EXITED and outcome.exit_code == 0


def _lines(content: bytes) -> bytes:
    """Polygon for Windows ends lines otherwise."""
    return content.replace(b"\r\n", b"\n")


def _programs(package: SourcePackage) -> Mapping[str, Mapping[str, str]]:
    """Each program's files by name, under the path that it is told by.

    A source file at the top is a program, with what is no source file beside it; so is a folder.
    """
    folders: dict[str, dict[str, str]] = {}
    sources: dict[str, tuple[str, str]] = {}
    beside: dict[str, str] = {}
    for path in package.generators:
        if package.tree.sizes[path] > _MAX_FILE_BYTES:
            continue
        _, _, name = path.partition("/")
        folder, _, inner = name.rpartition("/")
        content = package.filled_in(path)
        text = content.decode("utf-8", "replace")
        if folder and "/" not in folder:
            folders.setdefault(path.removesuffix(f"/{inner}"), {})[inner] = text
        elif not folder and _language(name) is None:
            beside[name] = text
        elif not folder and not is_python_2(content):
            sources[path] = (name, text)
    return {**{path: {**beside, name: text} for path, (name, text) in sources.items()}, **folders}


def _language(name: str) -> Language | None:
    return language_table().for_example_submission([name])
