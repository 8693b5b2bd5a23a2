"""A package's own output validator: finding its sources, and saying what can't be honoured.

The formats' validators are programs like submissions, of plain sources in one language of the
table, or with scripts that build and run them. The legacy formats allow several, which all must
accept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from judging.languages import language_table
from judging.names import is_source_name
from judging.packages.findings import Findings
from judging.packages.manifest import (
    MAX_PASSES,
    MAX_VALIDATOR_BYTES,
    MAX_VALIDATOR_FILES,
)
from judging.packages.settings import Settings
from judging.packages.source_programs import SourceValidator
from judging.packages.testlib_programs import protocol_of
from judging.packages.tree import PackageTree, has_format_name
from judging.scripted import SCRIPTED, is_scripted

DEFAULT_PASSES = 2
_LITTER = re.compile(r"(README|LICENSE)(\.\w+)?|.*\.(md|txt)", re.IGNORECASE)


def read_output_validator(
    tree: PackageTree,
    directory: str,
    kind: Literal["custom", "interactive"],
    findings: Findings,
    *,
    is_program: bool,
    what: str = "output validator",
    most: int = 1,
) -> SourceValidator | None:
    """The program in this directory; None, with the reason in ``findings``, where it can't be had.

    ``is_program``: all source files at its top are one program (2025-09). In the legacy
    formats each of them is a program of its own, and so is each directory; up to ``most`` are
    taken, by name. ``what`` it is says what is wrong with it.
    """
    programs = _programs(tree, directory, findings, is_program=is_program, what=what)
    if len(programs) > most:
        findings.problem(
            directory,
            f"several {what}s ({', '.join(programs)}); {most} can be honoured here: "
            "if they are one program, put all its files into a directory of their own",
        )
        return None
    read = [
        _validator(tree, directory, kind, findings, files, is_program=is_program, what=what)
        for files in programs.values()
    ]
    validators = [validator for validator in read if validator is not None]
    if not validators or len(validators) < len(read):
        return None
    return replace(validators[0], others=tuple(validators[1:]))


def _validator(
    tree: PackageTree,
    directory: str,
    kind: Literal["custom", "interactive"],
    findings: Findings,
    files: dict[str, str],
    *,
    is_program: bool,
    what: str,
) -> SourceValidator | None:
    if not _are_plain(tree, files, findings, what=what):
        return None
    if is_scripted(files):
        return SourceValidator(kind=kind, language=SCRIPTED.id, files=files)
    language = language_table().for_example_submission(files)
    if language is None or (is_program and len(_languages_of(files)) > 1):
        findings.problem(
            directory,
            f"the {what} must be written in one language of this site: "
            "see `python -m judging languages`",
        )
        return None
    contents = {name: tree.read_bytes(path) for name, path in files.items()}
    return SourceValidator(
        kind=kind,
        language=language.id,
        files=files,
        protocol=protocol_of(contents),
    )


def with_passes(
    validator: SourceValidator | None, limits: Settings | None, findings: Findings
) -> SourceValidator | None:
    """The validator of a multi-pass problem, with the most passes that its limits allow."""
    stated = limits.number("validation_passes", least=2) if limits is not None else None
    passes = DEFAULT_PASSES if stated is None else int(stated)
    if limits is not None and passes > MAX_PASSES:
        limits.problem("validation_passes", f"at most {MAX_PASSES} passes are accepted")
        return validator
    if validator is None:
        return None
    if validator.others:
        findings.problem(
            min(validator.others[0].files.values()),
            "a multi-pass problem has one output validator: remove the others",
        )
        validator = replace(validator, others=())
    if validator.protocol == "testlib":
        findings.problem(
            min(validator.files.values()),
            "a testlib checker can't ask for another pass: its exit codes are not the format's",
        )
    return replace(validator, passes=passes)


def _programs(
    tree: PackageTree, directory: str, findings: Findings, *, is_program: bool, what: str
) -> dict[str, dict[str, str]]:
    """The programs' files (name to path in the package) by the programs' own names."""
    below = {
        path.removeprefix(f"{directory}/"): path
        for path in sorted(tree.sizes)
        if path.startswith(f"{directory}/") and not _LITTER.fullmatch(path.split("/")[-1])
    }
    if not below:
        findings.problem(directory, f"no {what} here: add its source files")
        return {}
    folders: dict[str, dict[str, str]] = {}
    for name, path in below.items():
        folder, slash, inner = name.partition("/")
        if slash:
            folders.setdefault(folder, {})[inner] = path
    plain = {name: path for name, path in below.items() if "/" not in name}
    if plain and (is_program or is_scripted(plain)):
        return {directory: below}
    sources = [name for name in plain if language_table().for_example_submission([name])]
    if len(folders) + len(sources) > 1:
        # A folder of none is no program, as problemtools has it.
        folders = {
            name: files
            for name, files in folders.items()
            if is_scripted(files) or language_table().for_example_submission(files)
        }
    if len(sources) < 2:
        return {**({} if folders and not sources else {directory: plain}), **folders}
    beside = {name: path for name, path in plain.items() if name not in sources}
    return {**{name: {**beside, name: plain[name]} for name in sources}, **folders}


def _languages_of(names: Iterable[str]) -> frozenset[str]:
    """The codes of the languages that files' names speak of; C beside C++ is C++."""
    found = (language_table().for_example_submission([name]) for name in names)
    codes = frozenset(language.package_code for language in found if language is not None)
    return codes - {"c"} if "cpp" in codes else codes


def _are_plain(
    tree: PackageTree, files: Mapping[str, str], findings: Findings, *, what: str
) -> bool:
    before = len(findings.problems)
    for name, path in files.items():
        if not is_source_name(name) or not has_format_name(path):
            findings.problem(path, f"a file of the {what} can't have this name: rename it")
    if len(files) > MAX_VALIDATOR_FILES:
        directory = next(iter(files.values())).rpartition("/")[0]
        findings.problem(directory, f"{len(files)} files; the {what} may have 64")
    total = sum(tree.sizes[path] for path in files.values())
    if total > MAX_VALIDATOR_BYTES:
        directory = next(iter(files.values())).rpartition("/")[0]
        findings.problem(
            directory,
            f"the {what} has {total} bytes; it may have {MAX_VALIDATOR_BYTES}",
        )
    return len(findings.problems) == before
