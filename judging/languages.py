"""The language table as typed values. What the columns mean stands in languages.toml."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from judging import entry_points
from judging.limits import Limits

TABLE_PATH = Path(__file__).with_name("languages.toml")

Argv = Annotated[tuple[str, ...], Field(min_length=1)]

_PLACEHOLDER = re.compile(r"\{(main|stem|entry|check|memory_mib|toolchain)\}")

CHECK_SCRIPT_NAME = ".check"
"""Hidden, so that no file of a submission can have this name."""


class UnknownLanguageError(LookupError):
    """The table has no language of this id."""

    def __init__(self, language_id: str) -> None:
        super().__init__(f"{language_id!r} is no language of judging/languages.toml")
        self.language_id = language_id


class ToolchainSpec(BaseModel):
    """How to find a toolchain that may stand outside of /usr."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    program: str
    directories: tuple[str, ...] = ()
    root: Argv


class Language(BaseModel):
    """One row of the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,19}$")]
    name: str
    extensions: Annotated[tuple[str, ...], Field(min_length=1)]
    package_code: str
    package_default: bool
    source_name: str
    entry_point: Literal["whole-program", "main-file", "java-class", "kotlin-file"]
    library_pattern: str | None = None
    compile: Argv
    check_script: str | None = None
    precompiled_header: str | None = None
    run: Argv
    env: dict[str, str] = {}
    mounts: tuple[Annotated[str, Field(pattern="^/")], ...] = ()
    basic: bool = False
    time_multiplier: Annotated[float, Field(ge=1, le=10)]
    extra_memory_mib: Annotated[int, Field(ge=0, le=2048)]
    memory_errors: tuple[str, ...] = ()
    probe: Argv
    probe_pattern: str
    debian_packages: Annotated[tuple[str, ...], Field(min_length=1)]
    editor_mode: str
    hello: str
    template: str
    toolchain: ToolchainSpec | None = None

    @property
    def extension(self) -> str:
        """The usual extension, with its dot."""
        return self.extensions[0]

    def source_file_name(self, source: str) -> str:
        """The file name for a submission that is one text without a name."""
        if self.entry_point == "java-class":
            return entry_points.java_file_name(source, self.source_name)
        return self.source_name

    def source_names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Of a submission's files, those that the compiler is to be given, in name order."""
        return tuple(sorted(name for name in names if _extension(name) in self.extensions))

    def main_file(self, sources: Mapping[str, str]) -> str:
        """Of a program's source files, name to text, the one that is started."""
        return entry_points.main_file(
            sources,
            self.source_name,
            extensions=self.extensions,
            library_pattern=self.library_pattern,
        )

    def start_of(self, files: Mapping[str, str]) -> str:
        """What the package formats call the entry point: a file or class; empty: there is none."""
        sources = {name: files[name] for name in self.source_names(files)}
        if self.entry_point == "main-file" and sources:
            return self.main_file(sources)
        return self._entry(sources)

    def cpu_time_ms(self, limits: Limits) -> int:
        """CPU time limit of one run in this language."""
        return round(limits.cpu_time_ms * self.time_multiplier)

    def memory_kib(self, limits: Limits) -> int:
        """Memory limit of one run in this language."""
        return limits.memory_kib + self.extra_memory_mib * 1024

    def compile_argv(self, files: Mapping[str, str], *, toolchain_root: str = "/usr") -> Argv:
        """Command that compiles these files (name to text), in their directory."""
        return self._fill(self.compile, files, memory_mib=0, toolchain_root=toolchain_root)

    def precompile_argv(self, source: str, target: str) -> Argv:
        """Command that compiles a header with exactly the flags of ``compile``."""
        output = self.compile.index("-o")
        kept = (*self.compile[:output], *self.compile[output + 2 :])
        flags = tuple(argument for argument in kept if argument != "{sources}")
        return (*flags, "-x", "c++-header", "-o", target, source)

    def run_argv(
        self, files: Mapping[str, str], limits: Limits, *, toolchain_root: str = "/usr"
    ) -> Argv:
        """Command that runs the program which was compiled of these files."""
        return self._fill(
            self.run, files, memory_mib=limits.memory_kib // 1024, toolchain_root=toolchain_root
        )

    def _entry(self, sources: Mapping[str, str]) -> str:
        match self.entry_point:
            case "java-class":
                return entry_points.java_main_class(sources)
            case "kotlin-file":
                return entry_points.kotlin_main_class(sources)
            case _:
                return ""

    def _fill(
        self, argv: Argv, files: Mapping[str, str], *, memory_mib: int, toolchain_root: str
    ) -> Argv:
        sources = self.source_names(files) or tuple(sorted(files))
        main = self.main_file({name: files[name] for name in sources})
        values = {
            "main": main,
            "stem": str(PurePosixPath(main).with_suffix("")),
            "check": CHECK_SCRIPT_NAME,
            "entry": self._entry({name: files[name] for name in sources}),
            "memory_mib": str(memory_mib),
            "toolchain": toolchain_root,
        }
        filled: list[str] = []
        for argument in argv:
            if argument == "{sources}":
                filled.extend(sources)
            else:
                filled.append(_PLACEHOLDER.sub(lambda found: values[found[1]], argument))
        return tuple(filled)


ANSWER = Language(
    id="answer",
    name="Answers",
    extensions=(".out", ".ans", ".txt"),
    package_code="answer",
    package_default=False,
    source_name="answers.txt",
    entry_point="main-file",
    compile=("/usr/bin/true",),
    run=("/usr/bin/cat", "/program/{main}"),
    time_multiplier=1.0,
    extra_memory_mib=0,
    probe=("/usr/bin/cat", "--version"),
    probe_pattern=r"(\d+\.\d+)",
    debian_packages=("coreutils",),
    editor_mode="text",
    hello="Hello, world\n",
    template="",
)
"""What is handed in to problems that ask for answers, not for a program (judging/answers.py). It
is no row of the table: only such problems take it."""


class LanguageTable(BaseModel):
    """All languages, in the order in which people are offered them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: tuple[Language, ...]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        ids = [language.id for language in self.language]
        if len(set(ids)) != len(ids):
            raise ValueError("two languages have the same id")
        for code in {language.package_code for language in self.language}:
            rows = [row.id for row in self.for_package_code(code) if row.package_default]
            if len(rows) != 1:
                raise ValueError(f"package_default must be true on exactly one row of {code!r}")
        return self

    def get(self, language_id: str) -> Language:
        """Raises UnknownLanguageError."""
        for language in (*self.language, ANSWER):
            if language.id == language_id:
                return language
        raise UnknownLanguageError(language_id)

    @property
    def ids(self) -> frozenset[str]:
        """Of all that can be handed in."""
        return frozenset(language.id for language in (*self.language, ANSWER))

    def for_package_code(self, code: str) -> tuple[Language, ...]:
        """The languages that a code of the package format's table stands for; may be none."""
        return tuple(row for row in self.language if row.package_code == code)

    def for_example_submission(self, names: Iterable[str]) -> Language | None:
        """The language of a package's example submission, by its files' extensions.

        The one that most of them speak of, of equals C++ before others. None where the table
        has none of them.
        """
        extensions = Counter(map(_extension, names))
        rows = [row for row in self.language if row.package_default]
        votes = [sum(extensions[extension] for extension in row.extensions) for row in rows]
        if not any(votes):
            return None
        best = [row for row, count in zip(rows, votes, strict=True) if count == max(votes)]
        return min(best, key=lambda row: row.package_code != "cpp")


@cache
def language_table() -> LanguageTable:
    """The table of languages.toml, read once."""
    return LanguageTable.model_validate(tomllib.loads(TABLE_PATH.read_text(encoding="utf-8")))


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix
