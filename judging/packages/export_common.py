"""What exporting to any of the formats has in common."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from judging import testlib
from judging.packages.findings import Findings
from judging.packages.manifest import ValidatorFlags
from judging.packages.output_tests import INTERACTION
from judging.packages.source import SourcePackage, SourceTestCase

Members = dict[str, bytes | str]
"""Path in the package to its bytes, or (text) to the path of the file to copy."""

_POLYGON_DIRECTORIES = {
    "main": "accepted",
    "wrong-answer": "wrong_answer",
    "presentation-error": "wrong_answer",
    "time-limit-exceeded": "time_limit_exceeded",
    "memory-limit-exceeded": "run_time_error",
    "failed": "run_time_error",
}
_LIMITS = (
    ("memory", "memory_kib", 1024),
    ("output", "output_bytes", 1024 * 1024),
    ("code", "source_bytes", 1024),
    ("compilation_time", "compile_time_ms", 1000),
    ("compilation_memory", "compile_memory_kib", 1024),
    ("validation_time", "validation_time_ms", 1000),
    ("validation_memory", "validation_memory_kib", 1024),
    ("validation_output", "validation_output_bytes", 1024 * 1024),
)


def to_yaml(values: Mapping[str, Any]) -> bytes:
    """YAML of plain values, in their order."""
    return yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True).encode()


def number(value: float) -> int | float:
    """Whole numbers without a point."""
    return int(value) if value == int(value) else value


def limits_section(package: SourcePackage) -> dict[str, Any]:
    """The limits that all formats write alike."""
    values = package.limits.model_dump()
    return {key: number(values[field] / factor) for key, field, factor in _LIMITS}


def validator_args(case: SourceTestCase) -> list[str]:
    """The output validator's arguments for a test case: the package's own, or the default's."""
    return list(case.validator_args) or _default_validator_args(case.validator_flags)


def _default_validator_args(flags: ValidatorFlags) -> list[str]:
    args = [name for name in ("case_sensitive", "space_change_sensitive") if getattr(flags, name)]
    for name in ("float_absolute_tolerance", "float_relative_tolerance"):
        value = getattr(flags, name)
        if value is not None:
            args += [name, repr(value)]
    return args


def refuse_other_grading(package: SourcePackage, format_version: str, findings: Findings) -> None:
    """Points and groups keep to their format: in another the same words say other things."""
    if package.grading.groups:
        kind = "points" if package.grading.is_scoring else "groups with rules of their own"
        findings.problem(
            "problem.yaml",
            f"{package.format_version} grades this package by {kind}, which {format_version} can't "
            "say in the same way: export it in its own format",
        )


def common_members(
    package: SourcePackage, *, statement_directory: str, validator_directory: str, fill_in: bool
) -> Members:
    """Everything but metadata and settings. ``fill_in``: with the constants' values."""

    def content(path: str) -> bytes | str:
        return package.filled_in(path) if fill_in and package.constants else path

    members: Members = {}
    for statement in package.statements:
        name = f"problem.{statement.language}"
        if statement.kind == "markdown":
            as_it_is = statement.path.endswith(".md")
            members[f"{statement_directory}/{name}.md"] = (
                content(statement.path) if as_it_is else statement.markdown.encode()
            )
        else:
            suffix = PurePosixPath(statement.path).suffix
            members[f"{statement_directory}/{name}{suffix}"] = statement.path
    for path in package.statement_files:
        members[f"{statement_directory}/{_within_statement(package, path)}"] = path
    for path in (*package.attachments, *package.generators):
        members[path] = path
    for key, files in package.included_files.items():
        members |= {f"include/{key}/{name}": content(path) for name, path in files.items()}
    members |= _program_members(package, validator_directory, content)
    for submission in package.submissions:
        tag, _, name = submission.path.partition("/")
        place = f"submissions/{_POLYGON_DIRECTORIES.get(tag, tag.replace('-', '_'))}/{name}"
        for file_name, path in submission.files.items():
            is_file = PurePosixPath(path).name == name and len(submission.files) == 1
            members[place if is_file else f"{place}/{file_name}"] = content(path)
    for invalid in package.invalid_inputs:
        members[f"data/invalid_input/{PurePosixPath(invalid.path).name}"] = invalid.path
    for case in package.test_cases:
        members |= _case_members(case)
    for test in package.output_tests:
        if not test.case.is_sample:
            folder = "valid_output" if test.must_be_accepted else "invalid_output"
            place = f"data/{folder}/{PurePosixPath(test.output_path).stem}"
            members |= {
                f"{place}.in": test.case.input_path,
                f"{place}.ans": test.case.answer_path,
                f"{place}.out": test.output_path,
            }
    for name, path in package.interactions.items():
        members[f"data/{name}{INTERACTION}"] = path
    return members


def _program_members(
    package: SourcePackage, validator_directory: str, content: Callable[[str], bytes | str]
) -> Members:
    """The output and input validators."""
    members: Members = {}
    if package.validator is not None:
        sources = _without_testlib(package.validator.files, package.validator.protocol)
        members |= {
            f"{validator_directory}/{name}": content(path) for name, path in sources.items()
        }
        members |= {
            f"{validator_directory}/{name}": source
            for name, source in package.validator.standard_files.items()
        }
        for ordinal, other in enumerate(package.validator.others, start=2):
            sources = _without_testlib(other.files, other.protocol)
            members |= {
                f"{validator_directory}{ordinal}/{name}": content(path)
                for name, path in sources.items()
            }
    for program in package.input_validators:
        place = f"input_validators/{program.name}"
        files = _without_testlib(program.files, program.protocol)
        is_file = list(files) == [program.name] and "/" not in program.name
        for name, path in files.items():
            in_own_directory = path.count("/") > 1
            target = place if is_file and not in_own_directory else f"{place}/{name}"
            members[target] = content(path)
    return members


def _without_testlib(files: Mapping[str, str], protocol: str) -> dict[str, str]:
    """A testlib.h of its own would say that a program speaks as the package format wants."""
    is_testlib = protocol == "testlib"
    return {
        name: path
        for name, path in files.items()
        if not (is_testlib and name == testlib.HEADER_NAME)
    }


def refuse_testlib_interactor(package: SourcePackage, findings: Findings) -> None:
    """The formats have no place for a checker beside an interactor."""
    if package.validator is not None and package.validator.checker is not None:
        findings.problem(
            "", "a testlib interactor with a checker of its own has no place in this format"
        )


def _within_statement(package: SourcePackage, path: str) -> str:
    directories = {str(PurePosixPath(statement.path).parent) for statement in package.statements}
    for directory in sorted(directories, key=len, reverse=True):
        if path.startswith(f"{directory}/"):
            return path.removeprefix(f"{directory}/")
    return PurePosixPath(path).name


def _case_members(case: SourceTestCase) -> Members:
    place = f"data/{case.name}"
    members: Members = {f"{place}.in": case.input_path, f"{place}.ans": case.answer_path}
    if case.shown_input_path is not None:
        members[f"{place}.in.statement"] = case.shown_input_path
    if case.shown_answer_path is not None:
        members[f"{place}.ans.statement"] = case.shown_answer_path
    return members | {f"{place}.files/{name}": path for name, path in case.files.items()}


def not_carried(package: SourcePackage, members: Members) -> list[str]:
    """Files of the package that an export has no place for, but for its own settings."""
    copied = {content for content in members.values() if isinstance(content, str)}
    settings = ("problem.yaml", "testdata.yaml", "test_group.yaml", ".desc", ".timelimit")
    return sorted(
        path
        for path in package.tree.sizes
        if path not in copied
        and path not in members
        and not path.endswith(settings)
        and not (path.startswith("data/") and path.endswith(".yaml"))
        and not path.startswith(("statement/", "problem_statement/", "input_format_validators/"))
    )
