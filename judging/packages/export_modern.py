"""Writing a package in the format ``2025-09``."""

from collections.abc import Mapping
from typing import Any

from judging.languages import language_table
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
from judging.packages.source import SourcePackage, SourceTestCase

_LEGACY_EXPECTATIONS: dict[str, dict[str, Any]] = {
    "wrong_answer": {
        "permitted": ["AC", "WA", "TLE", "RTE"],
        "required": ["WA"],
        "use_for_time_limit": False,
    },
    "time_limit_exceeded": {"permitted": ["AC", "WA", "TLE", "RTE"], "required": ["TLE"]},
    "run_time_error": {
        "permitted": ["AC", "WA", "TLE", "RTE"],
        "required": ["RTE"],
        "use_for_time_limit": False,
    },
}
"""The legacy formats ask less of submissions in these directories."""


def modern_members(package: SourcePackage, findings: Findings) -> Members:
    """The package's files; what is lost goes to ``findings``."""
    refuse_other_grading(package, "2025-09", findings)
    refuse_testlib_interactor(package, findings)
    if package.validator is not None and package.validator.others:
        findings.problem("", "2025-09 has one output validator: make one program of the package's")
    members = common_members(
        package,
        statement_directory="statement",
        validator_directory="output_validator",
        fill_in=False,
    )
    members["problem.yaml"] = to_yaml(_metadata(package))
    directories = {submission.path.split("/")[0] for submission in package.submissions}
    stated = {key: rule for key, rule in _LEGACY_EXPECTATIONS.items() if key in directories}
    if stated and package.format_version in {"legacy", "legacy-icpc"}:
        members["submissions/submissions.yaml"] = to_yaml(stated)
    settings = {case.name: _settings(case) for case in package.test_cases}
    shared = _shared(list(settings.values()))
    for group in ("sample", "secret"):
        if shared and any(name.startswith(f"{group}/") for name in settings):
            members[f"data/{group}/test_group.yaml"] = to_yaml(shared)
    for case in package.test_cases:
        own = {key: value for key, value in settings[case.name].items() if key not in shared}
        if case.description:
            own["description"] = case.description
        if own:
            members[f"data/{case.name}.yaml"] = to_yaml(own)
    for path in not_carried(package, members):
        findings.warning(path, "has no place in 2025-09, so it is left out")
    return members


def _metadata(package: SourcePackage) -> dict[str, Any]:
    rule = package.time_limit
    limits = limits_section(package)
    if rule.is_stated:
        limits["time_limit"] = number(package.limits.cpu_time_ms / 1000)
    else:
        limits["time_resolution"] = number(rule.resolution_s)
    limits["time_multipliers"] = {
        "ac_to_time_limit": number(rule.ac_to_time_limit),
        "time_limit_to_tle": number(rule.time_limit_to_tle),
    }
    codes = [
        language_table().get(one).package_code
        for one in package.languages or ()
        if not package.is_submit_answer
    ]
    validator = package.validator
    kinds: list[str] = []
    if validator is not None and validator.kind == "interactive":
        kinds.append("interactive")
    if validator is not None and validator.passes > 1:
        kinds.append("multi-pass")
        limits["validation_passes"] = validator.passes
    if package.is_submit_answer:
        kinds.append("submit-answer")
    optional: dict[str, Any] = {
        "type": kinds[0] if len(kinds) == 1 else kinds,
        "uuid": package.uuid,
        "credits": {"authors": list(package.authors)} if package.authors else None,
        "source": package.source,
        "license": package.license,
        "rights_owner": package.rights_owner,
        "keywords": list(package.keywords),
        "languages": sorted(set(codes)),
        "constants": _constants(package.constants),
    }
    return {
        "problem_format_version": "2025-09",
        "name": dict(package.names),
        **{key: value for key, value in optional.items() if value},
        "limits": limits,
    }


def _constants(constants: Mapping[str, str]) -> dict[str, Any]:
    """As problem.yaml has them: NAME.VARIANT stands below NAME."""
    written: dict[str, Any] = {}
    for name, value in constants.items():
        constant, _, variant = name.partition(".")
        if variant:
            variants = written.get(constant)
            written[constant] = (variants if isinstance(variants, dict) else {}) | {variant: value}
        else:
            written[name] = value
    return written


def _settings(case: SourceTestCase) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if args := validator_args(case):
        values["output_validator_args"] = args
    if case.args:
        values["args"] = list(case.args)
    own = case.input_validator_args
    if list(own) == ["*"]:
        values["input_validator_args"] = list(own["*"])
    elif own:
        values["input_validator_args"] = {name: list(args) for name, args in own.items()}
    return values


def _shared(settings: list[dict[str, Any]]) -> dict[str, Any]:
    """What all test cases say alike, so that it need be said only once."""
    first = settings[0] if settings else {}
    return {
        key: value
        for key, value in first.items()
        if all(other.get(key) == value for other in settings)
    }
