"""The format ``2025-09`` (and its draft ``2023-07-draft``). Unknown keys are problems here."""

import re
from typing import Literal

from judging.languages import ANSWER, language_table
from judging.packages.directory_rules import (
    LEGACY_RULES,
    LEGACY_SCORING_RULES,
    MODERN_RULES,
)
from judging.packages.draft import former_keys, is_called_interactive, place
from judging.packages.draft_groups import (
    GroupSettings,
    input_validator_args,
    output_validator_args,
    read_grading,
    read_group_settings,
)
from judging.packages.example_submissions import read_example_submissions
from judging.packages.findings import Findings
from judging.packages.limits_section import LIMIT_KEYS, UNSTATED_TIME_LIMIT_MS, read_limits
from judging.packages.manifest import MAX_CASE_FILES, ValidatorFlags
from judging.packages.output_tests import find_interactions, find_output_tests
from judging.packages.programs import (
    find_invalid_inputs,
    is_plain_name,
    paths_below,
    read_included_files,
    read_programs,
)
from judging.packages.settings import Settings
from judging.packages.source import (
    SourcePackage,
    SourceTestCase,
    SourceValidator,
    Statement,
    TimeLimitRule,
)
from judging.packages.statements import read_statements
from judging.packages.submissions_yaml import read_submissions_yaml
from judging.packages.test_data import find_test_cases, shown_path
from judging.packages.tree import PackageTree, has_format_name
from judging.packages.validator_args import read_validator_args
from judging.packages.validators import read_output_validator, with_passes
from judging.packages.yaml_file import YamlMap, read_yaml_map

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
_CASE_KEYS = frozenset(
    {
        "args",
        "input_validator_args",
        "output_validator_args",
        "input_visualizer_args",
        "output_visualizer_args",
        "full_feedback",
        "hint",
        "description",
    }
)
_KINDS = frozenset({"pass-fail", "scoring", "interactive", "multi-pass", "submit-answer"})
_LICENSES = frozenset(
    {"unknown", "public domain", "cc0", "cc by", "cc by-sa", "educational", "permission"}
)
_UNSUPPORTED_DIRECTORIES = {
    "static_validator/": "static validators are not supported yet",
}
MAX_ARGS = 64
MAX_ARGS_CHARS = 10_000
_CONSTANT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_2025_09(
    tree: PackageTree, top: Settings, version: str, findings: Findings
) -> SourcePackage:
    """Read all of the package; what can't be honoured goes to ``findings``."""
    top.check_keys(_KEYS | former_keys(top), unknown_is_problem=True)
    _refuse_unsupported(tree, top, findings)
    constants = _constants(top)
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
    settings = read_group_settings(tree, top, constants, findings)
    is_default = not _has_validator(tree, top)
    test_cases = _test_cases(tree, settings, findings, is_default=is_default)
    names = [case.name for case in test_cases]
    kinds = _kinds(top)
    is_talking = bool({"interactive", "multi-pass"} & set(kinds))
    is_submit_answer = "submit-answer" in kinds
    if is_submit_answer and is_talking:
        top.problem("type", "submit-answer can't be interactive or multi-pass as well")
    if "scoring" in kinds and "pass-fail" in kinds:
        top.problem("type", "can't be both pass-fail and scoring: remove one")
    is_scoring = "scoring" in kinds
    rules = MODERN_RULES
    if settings.is_legacy:
        rules = LEGACY_SCORING_RULES if is_scoring else LEGACY_RULES
    return SourcePackage(
        short_name=tree.name,
        format_version=version,
        names=_names(top, found.statements),
        statements=found.statements,
        limits=read_limits(limits_section, time_limit_s),
        time_limit=_time_limit_rule(limits_section, is_stated=time_limit_s is not None),
        test_cases=test_cases,
        validator=_validator(tree, top, findings),
        grading=read_grading(
            tree,
            top,
            settings,
            findings,
            is_scoring=is_scoring,
            has_validator=_has_validator(tree, top),
            test_cases=names,
        ),
        submissions=read_example_submissions(
            tree,
            findings,
            rules,
            read_submissions_yaml(
                tree,
                findings,
                defaults={directory: any_of[0] for directory, any_of in rules.items()},
                test_cases=names,
                is_scoring=is_scoring,
            ),
            is_scoring=is_scoring,
            may_be_answers=is_submit_answer,
        ),
        is_submit_answer=is_submit_answer,
        languages=(ANSWER.id,) if is_submit_answer else _languages(top),
        uuid=top.text("uuid"),
        license=_license(top),
        rights_owner=top.text("rights_owner") or "",
        source=_source(top),
        authors=_authors(top),
        keywords=top.texts("keywords") or (),
        statement_files=found.files,
        constants=constants,
        attachments=paths_below(tree, "attachments"),
        included_files=read_included_files(tree, findings),
        input_validators=read_programs(tree, ("input_validators",)),
        invalid_inputs=find_invalid_inputs(tree),
        output_tests=find_output_tests(
            tree,
            findings,
            lambda name: _test_case(tree, name, settings, findings, is_default=is_default),
            samples=() if is_talking else [case.name for case in test_cases if case.is_sample],
        ),
        interactions=find_interactions(tree, findings, is_shown=is_talking),
        generators=paths_below(tree, "generators"),
        tree=tree,
    )


def _refuse_unsupported(tree: PackageTree, top: Settings, findings: Findings) -> None:
    for kind in _kinds(top) or ("pass-fail",):
        if kind not in _KINDS:
            top.problem("type", f"{kind!r} is not one of {', '.join(sorted(_KINDS))}")
    for directory, message in _UNSUPPORTED_DIRECTORIES.items():
        path = next((path for path in tree.sizes if path.startswith(directory)), None)
        if path is not None:
            findings.problem(path, message)
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
    constants = dict(top.text_map("constants") or {})
    for name in constants:
        if not _CONSTANT.fullmatch(name):
            top.problem("constants", f"{name!r} is no name for a constant")
    return constants


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


def _test_cases(
    tree: PackageTree, settings: GroupSettings, findings: Findings, *, is_default: bool
) -> tuple[SourceTestCase, ...]:
    names = find_test_cases(tree, findings)
    if not settings.is_legacy:
        _check_groups(names, findings)
    return tuple(
        _test_case(tree, name, settings, findings, is_default=is_default) for name in names
    )


def _check_groups(names: list[str], findings: Findings) -> None:
    depths = {name.count("/") > 1 for name in names if name.startswith("secret/")}
    if len(depths) > 1:
        findings.problem("data/secret", "test cases or groups may stand here, but not both")
    if any(name.startswith("sample/") and name.count("/") > 1 for name in names):
        findings.problem("data/sample", "samples can't stand in groups: move them up")


def _test_case(
    tree: PackageTree,
    name: str,
    settings: GroupSettings,
    findings: Findings,
    *,
    is_default: bool,
) -> SourceTestCase:
    path = f"data/{name}.yaml"
    own = Settings(
        read_yaml_map(tree, path, findings) if path in tree.sizes else YamlMap(file=path), findings
    )
    own.check_keys(_CASE_KEYS, unknown_is_problem=True)
    holders = [own, *settings.around(name)]
    if f"data/{name}.out" in tree.sizes and f"data/{name}.ans.statement" in tree.sizes:
        findings.problem(f"data/{name}.out", "can't stand beside .ans.statement: remove one")
    return SourceTestCase(
        name=name,
        input_path=f"data/{name}.in",
        answer_path=f"data/{name}.ans",
        validator_flags=_flags(holders, findings) if is_default else ValidatorFlags(),
        validator_args=() if is_default else output_validator_args(holders)[0],
        description=own.text("description") or "",
        shown_input_path=shown_path(tree, name, (".in.statement",)),
        shown_answer_path=shown_path(tree, name, (".ans.statement", ".out")),
        args=_checked_args(_inherited("args", holders), f"data/{name}.in", findings),
        files=_case_files(tree, name, findings),
        input_validator_args=input_validator_args(holders),
    )


def _checked_args(args: tuple[str, ...], path: str, findings: Findings) -> tuple[str, ...]:
    if len(args) > MAX_ARGS or sum(map(len, args)) > MAX_ARGS_CHARS:
        findings.problem(
            path, f"at most {MAX_ARGS} arguments with {MAX_ARGS_CHARS} characters are accepted"
        )
    if any("\0" in arg for arg in args):
        findings.problem(path, "an argument holds a null character: remove it")
    return args


def _case_files(tree: PackageTree, name: str, findings: Findings) -> dict[str, str]:
    directory = f"data/{name}.files/"
    files = {
        path.removeprefix(directory): path
        for path in sorted(tree.sizes)
        if path.startswith(directory) and has_format_name(path)
    }
    if len(files) > MAX_CASE_FILES:
        findings.problem(directory, f"{len(files)} files; at most {MAX_CASE_FILES} are accepted")
    return {file: path for file, path in files.items() if is_plain_name(file, path, findings)}


def _flags(holders: list[Settings], findings: Findings) -> ValidatorFlags:
    args, holder = output_validator_args(holders)
    if holder is None:
        return ValidatorFlags()
    return read_validator_args(
        args,
        findings,
        file=holder.file,
        line=holder.line("output_validator_args"),
        repeats_allowed=False,
    )


def _inherited(key: str, holders: list[Settings]) -> tuple[str, ...]:
    return next((holder.texts(key) or () for holder in holders if holder.has(key)), ())
