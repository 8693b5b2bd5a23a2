"""Writing a package in the format ``legacy-icpc``."""

import shlex
from typing import Any

from judging.packages.export_common import (
    Members,
    common_members,
    limits_section,
    not_carried,
    number,
    refuse_other_grading,
    refuse_testlib_interactor,
    to_yaml,
    validator_args,
)
from judging.packages.findings import Findings
from judging.packages.manifest import INCLUDED_FOR_ALL
from judging.packages.source import SourcePackage, SourceTestCase
from judging.packages.submissions_yaml import SUBMISSIONS_FILE
from judging.packages.tree import TIME_LIMIT_FILE


def legacy_members(package: SourcePackage, findings: Findings) -> Members:
    """The package's files; what the format can't hold goes to ``findings``."""
    refuse_other_grading(package, "legacy-icpc", findings)
    refuse_testlib_interactor(package, findings)
    if package.is_submit_answer:
        findings.problem("problem.yaml", "legacy-icpc has no problems that ask for answers")
    if package.validator is not None and package.validator.passes > 1:
        findings.problem("problem.yaml", "legacy-icpc has no multi-pass problems")
    members = common_members(
        package,
        statement_directory="problem_statement",
        validator_directory="output_validators/validator",
        fill_in=True,
    )
    members["problem.yaml"] = to_yaml(_metadata(package))
    if package.time_limit.is_stated:
        members[TIME_LIMIT_FILE] = f"{number(package.limits.cpu_time_ms / 1000)}\n".encode()
    if INCLUDED_FOR_ALL in package.included_files:
        findings.problem(f"include/{INCLUDED_FOR_ALL}", "legacy-icpc has no such directory")
    if package.languages is not None:
        findings.warning("problem.yaml", "legacy-icpc can't restrict languages: all are allowed")
    if SUBMISSIONS_FILE in package.tree.sizes:
        findings.warning(SUBMISSIONS_FILE, "legacy-icpc has no expectations by glob: left out")
    directories: dict[str, dict[str, Any]] = {}
    for case in package.test_cases:
        if case.args or case.files:
            findings.problem(
                case.input_path, "legacy-icpc has no arguments and no files of a test case"
            )
        directory = case.name.rpartition("/")[0]
        settings = _settings(case, findings)
        if directories.setdefault(directory, settings) != settings:
            findings.problem(
                case.input_path, f"legacy-icpc has one setting for all of data/{directory}"
            )
        if case.description:
            members[f"data/{case.name}.desc"] = f"{case.description}\n".encode()
    for directory, settings in directories.items():
        if settings:
            members[f"data/{directory}/testdata.yaml"] = to_yaml(settings)
    for path in not_carried(package, members):
        if path != SUBMISSIONS_FILE and not _is_filled_in(package, path):
            findings.warning(path, "has no place in legacy-icpc, so it is left out")
    return members


def _is_filled_in(package: SourcePackage, path: str) -> bool:
    """Whether it went out with its constants filled in, so not as a copy."""
    return bool(package.constants) and path.startswith(
        ("include/", "submissions/", "input_validators/", "output_validator")
    )


def _metadata(package: SourcePackage) -> dict[str, Any]:
    titles = set(package.names.values())
    limits = limits_section(package)
    limits["time_multiplier"] = number(package.time_limit.ac_to_time_limit)
    limits["time_safety_margin"] = number(package.time_limit.time_limit_to_tle)
    validations = {"custom": "custom", "interactive": "custom interactive"}
    optional = {
        "validation": package.validator and validations[package.validator.kind],
        "uuid": package.uuid,
        "author": ", ".join(package.authors),
        "source": package.source,
        "license": package.license,
        "rights_owner": package.rights_owner,
        "keywords": " ".join(keyword.replace(" ", "-") for keyword in package.keywords),
    }
    return {
        "problem_format_version": "legacy-icpc",
        "name": titles.pop() if len(titles) == 1 else dict(package.names),
        **{key: value for key, value in optional.items() if value},
        "limits": limits,
    }


def _settings(case: SourceTestCase, findings: Findings) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if args := validator_args(case):
        values["output_validator_flags"] = shlex.join(args)
    own = {name: args for name, args in case.input_validator_args.items() if args}
    if len(own) > 1:
        findings.problem(
            case.input_path, "legacy-icpc has arguments for one input validator, or for all"
        )
    for name, own_args in own.items():
        flags = shlex.join(own_args)
        values["input_validator_flags"] = flags if name == "*" else {"name": name, "flags": flags}
    return values
