"""Programs and files that belong to a package: input validators, included code, kept files."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from pydantic import TypeAdapter, ValidationError

from judging.languages import language_table
from judging.packages.findings import Findings
from judging.packages.manifest import INCLUDED_FOR_ALL, MAX_CASE_FILES, PlainName
from judging.packages.source import InvalidInput, Program
from judging.packages.testlib_programs import protocol_of
from judging.packages.tree import PackageTree, has_format_name
from judging.packages.yaml_file import read_text

MAX_INCLUDED_BYTES = 1024 * 1024
"""All of one language's included files; it is sent to the compiler with every submission."""

_PLAIN_NAME: TypeAdapter[str] = TypeAdapter(PlainName)


def read_programs(tree: PackageTree, directories: tuple[str, ...]) -> tuple[Program, ...]:
    """Every file and directory that stands directly in one of the directories, by name."""
    programs: dict[str, dict[str, str]] = {}
    for path in sorted(tree.sizes):
        parts = path.split("/")
        if parts[0] in directories and len(parts) > 1 and has_format_name(path):
            programs.setdefault("/".join(parts[:2]), {})["/".join(parts[2:]) or parts[1]] = path
    return tuple(
        Program(
            name=PurePosixPath(place).name,
            files=files,
            protocol=protocol_of({name: tree.read_bytes(path) for name, path in files.items()}),
        )
        for place, files in programs.items()
    )


def read_included_files(tree: PackageTree, findings: Findings) -> Mapping[str, Mapping[str, str]]:
    """The files of ``include/<language>/`` by language code and name.

    They are program text, so what is not UTF-8 is a problem.
    """
    known = {row.package_code for row in language_table().language} | {INCLUDED_FOR_ALL}
    included: dict[str, dict[str, str]] = {}
    strangers: set[str] = set()
    for path in sorted(tree.sizes):
        key, slash, name = path.removeprefix("include/").partition("/")
        if not path.startswith("include/") or not has_format_name(path):
            continue
        if not slash:
            findings.problem(path, "stands in no language's directory: move it to include/<code>/")
        elif key not in known:
            strangers.add(key)
        elif is_plain_name(name, path, findings):
            included.setdefault(key, {})[name] = path
            read_text(tree, path, findings, max_bytes=MAX_INCLUDED_BYTES)
    for key in sorted(strangers):
        findings.warning(f"include/{key}", f"this site has no language with the code {key!r}")
    for key, files in included.items():
        if len(files) > MAX_CASE_FILES:
            findings.problem(
                f"include/{key}", f"{len(files)} files; at most {MAX_CASE_FILES} are accepted"
            )
        if sum(tree.sizes[path] for path in files.values()) > MAX_INCLUDED_BYTES:
            findings.problem(f"include/{key}", f"more than {MAX_INCLUDED_BYTES} bytes together")
    return included


def is_plain_name(name: str, path: str, findings: Findings) -> bool:
    """Whether a file may have this name in a program's working directory; else a problem."""
    try:
        _PLAIN_NAME.validate_python(name)
    except ValidationError:
        findings.problem(path, "must have a name of at most 100 characters, without directories")
        return False
    return True


def find_invalid_inputs(
    tree: PackageTree,
    args_of: Callable[[str], Mapping[str, tuple[str, ...]]] = lambda name: {},
) -> tuple[InvalidInput, ...]:
    """The inputs that must be rejected; ``data/bad`` is where older tools keep them.

    ``args_of`` a name below ``data`` says the arguments by input validator.
    """
    places = ("data/invalid_input/", "data/invalid_inputs/", "data/bad/")
    return tuple(
        InvalidInput(
            path=path,
            input_validator_args=args_of(path.removeprefix("data/").removesuffix(".in")),
        )
        for path in sorted(tree.sizes)
        if path.startswith(places) and path.endswith(".in") and has_format_name(path)
    )


def paths_below(tree: PackageTree, directory: str) -> tuple[str, ...]:
    """Every file below a directory of the package, which keeps them as they are."""
    return tuple(path for path in sorted(tree.sizes) if path.startswith(f"{directory}/"))
