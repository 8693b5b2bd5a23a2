"""The format ``2025-09`` (and its draft ``2023-07-draft``). Unknown keys are problems here."""

import re
from dataclasses import replace
from typing import Literal

from judging.languages import ANSWER, language_table
from judging.packages.directory_rules import (
    LEGACY_RULES,
    LEGACY_SCORING_RULES,
    MODERN_RULES,
)
from judging.packages.draft import former_keys, is_called_interactive, is_draft, place
from judging.packages.draft_groups import (
    GroupSettings,
    input_validator_args,
    read_grading,
    read_group_settings,
)
from judging.packages.example_submissions import read_example_submissions
from judging.packages.findings import Findings
from judging.packages.limits_section import LIMIT_KEYS, UNSTATED_TIME_LIMIT_MS, read_limits
from judging.packages.modern_cases import read_test_case, read_test_cases, settings_of_case
from judging.packages.output_tests import find_interactions, find_output_tests
from judging.packages.programs import (
    find_invalid_inputs,
    paths_below,
    read_included_files,
    read_programs,
)
from judging.packages.settings import Settings
from judging.packages.source import ExampleSubmission, SourcePackage, Statement, TimeLimitRule
from judging.packages.source_programs import SourceValidator
from judging.packages.statements import read_statements
from judging.packages.static_validation import case_name, read_static_validation
from judging.packages.submissions_yaml import read_submissions_yaml
from judging.packages.tree import PackageTree
from judging.packages.validators import read_output_validator, with_passes
from judging.packages.yaml_file import YamlMap

_KEYS = frozenset(
    {
        "problem_format_version",
        "type",
        "name",
        "uuid",
        "version",
        "credits",
        "source",
        "license",
        "rights_owner",
        "embargo_until",
        "limits",
        "keywords",
        "languages",
        "allow_file_writing",
        "constants",
    }
)
_LIMIT_KEYS = LIMIT_KEYS | {
    "time_multipliers",
    "time_limit",
    "time_resolution",
    "validation_passes",
}
_KINDS = frozenset({"pass-fail", "scoring", "interactive", "multi-pass", "submit-answer"})
_LICENSES = frozenset(
    {"unknown", "public domain", "cc0", "cc by", "cc by-sa", "educational", "permission"}
)
_CONSTANT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_2025_09(
    tree: PackageTree, top: Settings, version: str, findings: Findings
) -> SourcePackage:
    """Read all of the package; what can't be honoured goes to ``findings``."""
    top.check_keys(_KEYS | former_keys(top), unknown_is_problem=True)
    _refuse_unsupported(tree, top, findings)
    constants = _constants(top)
    described = _described(tree, top, version, constants, findings)
    settings = read_group_settings(tree, top, constants, findings)
    judged = _with_judging(described, top, settings, findings)
    kinds = _kinds(top)
    is_talking = bool({"interactive", "multi-pass"} & set(kinds))
    if judged.is_submit_answer and is_talking:
        top.problem("type", "submit-answer can't be interactive or multi-pass as well")
    if "scoring" in kinds and "pass-fail" in kinds:
        top.problem("type", "can't be both pass-fail and scoring: remove one")
    is_default = not _has_validator(tree, top)
    samples = [case.name for case in judged.test_cases if case.is_sample]
    return replace(
        judged,
        included_files=read_included_files(tree, findings),
        input_validators=read_programs(tree, ("input_validators",)),
        invalid_inputs=find_invalid_inputs(
            tree,
            lambda name: input_validator_args(settings_of_case(tree, name, settings, findings)),
        ),
        output_tests=find_output_tests(
            tree,
            findings,
            lambda name: read_test_case(tree, name, settings, findings, is_default=is_default),
            samples=() if is_talking else samples,
        ),
        interactions=find_interactions(tree, findings, is_shown=is_talking),
    )


def _described(
    tree: PackageTree,
    top: Settings,
    version: str,
    constants: dict[str, str],
    findings: Findings,
) -> SourcePackage:
    """What the metadata and statements say, and the files that are kept as they are."""
    found = read_statements(
        tree, place(tree, top, "statement"), findings, constants=constants, default_language=None
    )
    limits_section = top.section("limits") or Settings(YamlMap(file=top.file), findings)
    limits_section.check_keys(_LIMIT_KEYS, unknown_is_problem=True)
    time_limit_s = limits_section.number("time_limit", above=0)
    if time_limit_s is None:
        top.warning(
            "limits.time_limit",
            f"is not stated: {UNSTATED_TIME_LIMIT_MS / 1000:g} s is taken unless it is measured",
        )
    return SourcePackage(
        short_name=tree.name,
        format_version=version,
        names=_names(top, found.statements),
        statements=found.statements,
        limits=read_limits(limits_section, time_limit_s),
        time_limit=_time_limit_rule(limits_section, is_stated=time_limit_s is not None),
        test_cases=(),
        submissions=(),
        uuid=top.text("uuid"),
        license=_license(top),
        rights_owner=top.text("rights_owner") or "",
        source=_source(top),
        authors=_authors(top),
        keywords=top.texts("keywords") or (),
        statement_files=found.files,
        constants=constants,
        attachments=paths_below(tree, "attachments"),
        generators=paths_below(tree, "generators"),
        tree=tree,
    )


def _with_judging(
    package: SourcePackage, top: Settings, settings: GroupSettings, findings: Findings
) -> SourcePackage:
    """The package with its test cases, what judges them, and the example submissions."""
    tree, kinds = package.tree, _kinds(top)
    is_scoring, is_submit_answer = "scoring" in kinds, "submit-answer" in kinds
    has_validator = _has_validator(tree, top)
    test_cases = read_test_cases(
        tree,
        settings,
        findings,
        is_default=not has_validator,
        may_mix_groups=is_draft(top) and not is_scoring,
        may_be_samples_only=is_draft(top),
    )
    names = [case.name for case in test_cases]
    static = read_static_validation(
        tree, settings.groups, findings, is_submit_answer=is_submit_answer
    )
    if static is not None:
        names += [case_name(case.group) for case in static.cases]
    return replace(
        package,
        test_cases=test_cases,
        validator=_validator(tree, top, findings),
        static_validation=static,
        grading=read_grading(
            tree,
            top,
            settings,
            findings,
            is_scoring=is_scoring,
            has_validator=has_validator,
            test_cases=names,
        ),
        submissions=_submissions(
            tree, settings, findings, names, is_scoring=is_scoring, may_be_answers=is_submit_answer
        ),
        is_submit_answer=is_submit_answer,
        languages=(ANSWER.id,) if is_submit_answer else _languages(top),
    )


def _submissions(
    tree: PackageTree,
    settings: GroupSettings,
    findings: Findings,
    test_cases: list[str],
    *,
    is_scoring: bool,
    may_be_answers: bool,
) -> tuple[ExampleSubmission, ...]:
    rules = MODERN_RULES
    if settings.is_legacy:
        rules = LEGACY_SCORING_RULES if is_scoring else LEGACY_RULES
    return read_example_submissions(
        tree,
        findings,
        rules,
        read_submissions_yaml(
            tree,
            findings,
            defaults={directory: any_of[0] for directory, any_of in rules.items()},
            test_cases=test_cases,
            is_scoring=is_scoring,
        ),
        is_scoring=is_scoring,
        may_be_answers=may_be_answers,
    )


def _refuse_unsupported(tree: PackageTree, top: Settings, findings: Findings) -> None:
    for kind in _kinds(top) or ("pass-fail",):
        if kind not in _KINDS:
            top.problem("type", f"{kind!r} is not one of {', '.join(sorted(_KINDS))}")
    if not any(path.startswith("input_validators/") for path in tree.sizes):
        findings.warning("input_validators", "the format asks for an input validator here")
    if not top.has("uuid"):
        top.warning("uuid", "is missing, so the problem can't be recognised when it comes again")
    if top.has("embargo_until"):
        top.warning("embargo_until", "is not enforced: keep the problem hidden until then")


def _validator(tree: PackageTree, top: Settings, findings: Findings) -> SourceValidator | None:
    if not _has_validator(tree, top):
        return None
    kinds = _kinds(top)
    kind: Literal["custom", "interactive"] = "interactive" if "interactive" in kinds else "custom"
    directory = place(tree, top, "output_validator")
    validator = read_output_validator(tree, directory, kind, findings, is_program=True)
    if "multi-pass" not in kinds:
        return validator
    return with_passes(validator, top.section("limits"), findings)


def _has_validator(tree: PackageTree, top: Settings) -> bool:
    directory = place(tree, top, "output_validator")
    return bool({"interactive", "multi-pass"} & set(_kinds(top))) or any(
        path.startswith(f"{directory}/") for path in tree.sizes
    )


def _kinds(top: Settings) -> tuple[str, ...]:
    """What the type says; tools write several words into one text as well."""
    kinds = tuple(word for text in top.texts("type") or () for word in text.split())
    return (*kinds, "interactive") if is_called_interactive(top) else kinds


def _names(top: Settings, statements: tuple[Statement, ...]) -> dict[str, str]:
    """A name for exactly the languages of the statements; plain text is English."""
    if isinstance(top.raw("name"), YamlMap):
        names = dict(top.text_map("name") or {})
    else:
        name = top.text("name")
        names = {"en": name} if name else {}
    if not names:
        top.problem("name", "is missing")
        return names
    languages = {statement.language for statement in statements}
    if languages - names.keys() and not isinstance(top.raw("name"), YamlMap):
        # The format takes plain text for an English name; published packages mean it for all.
        top.warning("name", "names no language, so it is taken for every statement")
        return dict.fromkeys(sorted(languages), names["en"])
    for language in sorted(languages - names.keys()):
        top.problem("name", f"no name for the statement in {language!r}: add it")
    for language in sorted(names.keys() - languages):
        top.problem("name", f"no statement in {language!r}, for which there is a name")
    return names


def _time_limit_rule(section: Settings, *, is_stated: bool) -> TimeLimitRule:
    multipliers = section.section("time_multipliers")
    factors = [2.0, 1.5]
    if multipliers is not None:
        keys = ("ac_to_time_limit", "time_limit_to_tle")
        multipliers.check_keys(keys, unknown_is_problem=True)
        factors = [
            multipliers.number(key, least=1) or default
            for key, default in zip(keys, factors, strict=True)
        ]
    return TimeLimitRule(
        is_stated=is_stated,
        ac_to_time_limit=factors[0],
        time_limit_to_tle=factors[1],
        resolution_s=section.number("time_resolution", above=0) or 1.0,
    )


def _constants(top: Settings) -> dict[str, str]:
    """Constants by name. One with variants (``value`` and others) also has each as NAME.VARIANT."""
    section = top.section("constants")
    constants: dict[str, str | None] = {}
    for name in section.names if section else ():
        if not _CONSTANT.fullmatch(name):
            top.problem("constants", f"{name!r} is no name for a constant")
        elif section and section.is_map(name):
            variants = dict(section.text_map(name) or {})
            if "value" not in variants:
                section.problem(name, "needs a value beside its variants")
            constants[name] = variants.get("value")
            constants |= {f"{name}.{variant}": value for variant, value in variants.items()}
        elif section:
            constants[name] = section.text(name)
    return {name: value for name, value in constants.items() if value is not None}


def _languages(top: Settings) -> tuple[str, ...] | None:
    codes = top.texts("languages")
    if codes is None or "all" in codes:
        return None
    table = language_table()
    ids = tuple(row.id for code in codes for row in table.for_package_code(code))
    if not ids:
        top.problem("languages", "none of these is a language of this site")
    return ids


def _license(top: Settings) -> str:
    license_name = top.text("license") or "unknown"
    if license_name not in _LICENSES:
        top.problem("license", f"must be one of {', '.join(sorted(_LICENSES))}")
    return license_name


def _source(top: Settings) -> str:
    value = top.raw("source")
    items = value if isinstance(value, list) else [value]
    names: list[str] = []
    for item in items:
        name = item.values.get("name") if isinstance(item, YamlMap) else item
        if name is not None:
            names.append(str(name))
    return ", ".join(names)


def _authors(top: Settings) -> tuple[str, ...]:
    value = top.raw("credits")
    if isinstance(value, YamlMap):
        value = value.values.get("authors")
    items = value if isinstance(value, list) else [value]
    people = [item.values.get("name") if isinstance(item, YamlMap) else item for item in items]
    return tuple(str(person).split("<")[0].strip() for person in people if person is not None)
