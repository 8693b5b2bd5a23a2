"""Whether a package's generators compile. They are kept and never run, so it is only told."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from judging.compiling import compile_submission
from judging.languages import Language, language_table
from judging.limits import Limits
from judging.packages import PackageProblem, SourcePackage
from judging.packages.example_submissions import is_python_2
from judging.sandbox.protocol import Sandbox
from judging.toolchains import installed_languages

_SHOWN_CHARS = 300
_MAX_FILE_BYTES = 256 * 1024
_MAX_PROGRAMS = 50


def check_generators(
    package: SourcePackage, sandbox: Sandbox, work_dir: Path
) -> Iterator[PackageProblem]:
    """What is to be told of generators that don't compile. Raises SandboxError.

    Those in no language of this host, or with scripts of their own, are left aside.
    """
    programs = list(_programs(package).items())[:_MAX_PROGRAMS]
    for place, files in programs:
        language = language_table().for_example_submission(files)
        installed = installed_languages().get(language.id) if language else None
        if installed is None:
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
        if compilation.verdict is not None:
            message = " ".join(compilation.report.message.split())[:_SHOWN_CHARS]
            yield PackageProblem(
                file=place, line=None, message=f"this generator does not compile: {message}"
            )


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
