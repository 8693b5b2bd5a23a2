"""Making the tests that a package only tells how to make: by its generators and main solution.

Polygon's standard packages hold no generated test and no answer. Everything runs in boxes, in the
order of the tests; a generator's random numbers come from its arguments alone, so that the same
package makes the same tests wherever it is made.
"""

import contextlib
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from judging.compiling import BOX_ENV, PROGRAM_DIR, clean_text, compile_submission, toolchain_mounts
from judging.languages import language_table
from judging.limits import Limits, wall_time_ms_for
from judging.packages import PackageProblem, PackageRefused, SourcePackage
from judging.packages.building import add_member
from judging.packages.source_programs import SourceChecker, UnmadeTest
from judging.packages.tree import MAX_FILE_BYTES, MAX_TOTAL_BYTES, PackageTree
from judging.sandbox.protocol import (
    Box,
    BoxSpec,
    Collect,
    Command,
    Mount,
    Outcome,
    RunLimits,
    Sandbox,
    StopReason,
)
from judging.toolchains import InstalledLanguage, installed_languages

_PROGRAM_BYTES = 1024 * 1024
_GENERATOR_LIMITS = RunLimits(
    cpu_time_ms=30_000,
    wall_time_ms=90_000,
    memory_kib=1024 * 1024,
    stdout_bytes=MAX_FILE_BYTES // 2,
    file_bytes=MAX_FILE_BYTES // 2,
)
_PATIENCE = 4
"""The main solution may take this often the time limit, on a host as slow as it likes to be."""
_SHOWN_CHARS = 300


@contextlib.contextmanager
def tests_made(package: SourcePackage, sandbox: Sandbox) -> Iterator[SourcePackage]:
    """The package with all its tests, as long as the context lasts.

    Raises PackageRefused where one can't be made, and SandboxError.
    """
    if not package.unmade:
        yield package
        return
    with tempfile.TemporaryDirectory(prefix="made-tests-") as name:
        made = _MadeTree(package.tree, Path(name))
        with contextlib.ExitStack() as stack:
            maker = _Maker(package, sandbox, made, stack)
            for test in package.unmade:
                maker.make(test)
        yield replace(package, tree=made, unmade=())


def write_whole(package: SourcePackage, into: Path) -> Path:
    """A zip of all of the package's files, ``<short name>.zip`` in the existing directory ``into``.

    It appears under its name only when it is whole. Raises FileExistsError where there is one.
    """
    target = into / f"{package.short_name}.zip"
    if target.exists():
        raise FileExistsError(f"{target} is there already: move it away")
    descriptor, temporary_name = tempfile.mkstemp(dir=into, prefix=".generating-", suffix=".zip")
    temporary = Path(temporary_name)
    try:
        with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for path in sorted(package.tree.sizes):
                add_member(archive, path, package.tree.chunks(path))
        temporary.chmod(0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return target


class _MadeTree:
    """A package's files, and those that were made for it."""

    def __init__(self, tree: PackageTree, directory: Path) -> None:
        self._tree = tree
        self._directory = directory
        self._made: dict[str, Path] = {}
        self.name = tree.name
        self.sizes = dict(tree.sizes)

    def add(self, path: str, content: bytes) -> None:
        """Raises PackageRefused where the package gets too large."""
        if sum(self.sizes.values()) + len(content) > MAX_TOTAL_BYTES:
            raise _refusal(path, "with it, the tests are larger than a package may be")
        self._made[path] = self._directory / str(len(self._made))
        self._made[path].write_bytes(content)
        self.sizes[path] = len(content)

    def chunks(self, path: str) -> Iterator[bytes]:
        if path not in self._made:
            yield from self._tree.chunks(path)
            return
        with self._made[path].open("rb") as stream:
            while chunk := stream.read(1024 * 1024):
                yield chunk

    def read_bytes(self, path: str) -> bytes:
        return b"".join(self.chunks(path))


@dataclass(frozen=True, kw_only=True)
class _Runnable:
    box: Box
    argv: tuple[str, ...]
    env: Mapping[str, str]


@dataclass
class _Maker:
    package: SourcePackage
    sandbox: Sandbox
    made: _MadeTree
    stack: contextlib.ExitStack
    _runnables: dict[str, _Runnable] = field(default_factory=dict)
    _written: dict[tuple[tuple[str, ...], ...], dict[str, bytes]] = field(default_factory=dict)
    """Of each command that writes files: these, for one run of it makes several tests."""

    def make(self, test: UnmadeTest) -> None:
        if test.commands:
            self.made.add(test.input_path, self._generated(test))
        if test.answer_path is not None:
            self.made.add(test.answer_path, self._answered(test.input_path, test.answer_path))

    def _generated(self, test: UnmadeTest) -> bytes:
        if test.from_file is None:
            content = b""
            for argv in test.commands:
                content = self._run_generator(test, argv, content).stdout
            return content
        if test.commands not in self._written:
            with tempfile.TemporaryDirectory(prefix="generated-") as name:
                outcome_dir = Path(name)
                self._run_generator(test, test.commands[0], b"", into=outcome_dir)
                files = {
                    path.name: path.read_bytes() for path in outcome_dir.iterdir() if path.is_file()
                }
            self._written[test.commands] = files
        content_or_none = self._written[test.commands].get(test.from_file)
        if content_or_none is None:
            raise _refusal(test.input_path, f"its generator wrote no file {test.from_file!r}")
        return content_or_none

    def _run_generator(
        self, test: UnmadeTest, argv: tuple[str, ...], stdin: bytes, into: Path | None = None
    ) -> Outcome:
        name, *args = argv
        program = self.package.makers.get(name)
        if program is None:
            raise _refusal(test.input_path, f"the package has no generator {name!r}")
        runnable = self._runnable(name, program, Limits())
        outcome = runnable.box.run(
            Command(
                argv=(*runnable.argv, *args),
                limits=_GENERATOR_LIMITS,
                stdin=stdin,
                env=runnable.env,
                collect=None if into is None else Collect(into=into),
            )
        )
        _require_success(outcome, test.input_path, f"the generator {' '.join(argv)}")
        return outcome

    def _answered(self, input_path: str, answer_path: str) -> bytes:
        package = self.package
        if package.main_solution is None:
            raise _refusal(answer_path, "is missing, and there is no main solution to make it")
        if package.validator is not None and package.validator.kind == "interactive":
            raise _refusal(
                answer_path, "is missing, and only Polygon can make it of a conversation: add it"
            )
        limits = package.limits
        runnable = self._runnable(".main", package.main_solution, limits)
        language = language_table().get(package.main_solution.language)
        content = self.made.read_bytes(input_path)
        time_ms = _PATIENCE * language.cpu_time_ms(limits)
        with tempfile.TemporaryDirectory(prefix="answer-") as name:
            outcome = runnable.box.run(
                Command(
                    argv=runnable.argv,
                    limits=RunLimits(
                        cpu_time_ms=time_ms,
                        wall_time_ms=wall_time_ms_for(time_ms),
                        memory_kib=language.memory_kib(limits),
                        processes=limits.processes,
                        stdout_bytes=MAX_FILE_BYTES // 2,
                    ),
                    stdin=b"" if package.input_file else content,
                    env=runnable.env,
                    files={package.input_file: content} if package.input_file else {},
                    collect=Collect(into=Path(name)) if package.output_file else None,
                )
            )
            _require_success(outcome, answer_path, "the main solution")
            if package.output_file is None:
                return outcome.stdout
            written = Path(name) / package.output_file
            return written.read_bytes() if written.is_file() else b""

    def _runnable(self, name: str, program: SourceChecker, limits: Limits) -> _Runnable:
        if name in self._runnables:
            return self._runnables[name]
        place = min(program.files.values())
        installed = installed_languages().get(program.language)
        if installed is None:
            language = language_table().get(program.language).name
            raise _refusal(place, f"is needed to make tests, and this host has no {language}")
        files = {
            name: self.package.filled_in(path).decode("utf-8", "replace")
            for name, path in program.files.items()
        }
        if name == ".main":
            code = installed.language.package_code
            included = self.package.included_files
            own = included.get(code, included.get("default", {}))
            files |= {
                name: self.package.filled_in(path).decode("utf-8", "replace")
                for name, path in own.items()
            }
        directory = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="maker-")))
        runnable = self._compiled(place, installed, files, limits, directory)
        self._runnables[name] = runnable
        return runnable

    def _compiled(
        self,
        place: str,
        installed: InstalledLanguage,
        files: Mapping[str, str],
        limits: Limits,
        directory: Path,
    ) -> _Runnable:
        compilation = compile_submission(
            self.sandbox,
            installed,
            files,
            limits.model_copy(update={"source_bytes": _PROGRAM_BYTES}),
            box_name="compile-maker",
            into=directory,
            is_of_package=True,
        )
        if compilation.verdict is not None:
            said = " ".join(compilation.report.message.split())[:_SHOWN_CHARS]
            raise _refusal(place, f"is needed to make tests, and does not compile: {said}")
        directory.chmod(0o755)
        mounts = (Mount(source=directory, target=PROGRAM_DIR), *toolchain_mounts(installed))
        box = self.stack.enter_context(self.sandbox.open_box(BoxSpec(name="maker", mounts=mounts)))
        language = installed.language
        argv = language.run_argv(files, limits, toolchain_root=installed.toolchain_root)
        return _Runnable(box=box, argv=argv, env={**BOX_ENV, **language.env})


def _require_success(outcome: Outcome, path: str, what: str) -> None:
    if outcome.stop is StopReason.EXITED and outcome.exit_code == 0:
        return
    how = {
        StopReason.EXITED: f"exit status {outcome.exit_code}",
        StopReason.SIGNALED: f"ended by signal {outcome.signal}",
    }.get(outcome.stop, f"stopped for its {outcome.stop.value.replace('_', ' ')}")
    said = " ".join(clean_text(outcome.stderr).split())[:_SHOWN_CHARS]
    raise _refusal(path, f"can't be made: {what} failed ({how})" + (f": {said}" if said else ""))


def _refusal(path: str, message: str) -> PackageRefused:
    return PackageRefused([PackageProblem(file=path, line=None, message=message)])
