"""The formats ``legacy`` and ``legacy-icpc`` (the ICPC subset of the former).

Their packages in the wild are full of keys of other tools, so an unknown key is a
warning here.
"""

import re
import shlex
from collections.abc import Mapping
from typing import Literal, TypeVar

from judging.packages.example_submissions import DirectoryRules, read_example_submissions
from judging.packages.findings import Findings
from judging.packages.limits_section import LIMIT_KEYS, UNSTATED_TIME_LIMIT_MS, read_limits
from judging.packages.manifest import ValidatorFlags
from judging.packages.programs import (
    find_invalid_inputs,
    paths_below,
    read_included_files,
    read_programs,
)
from judging.packages.settings import Settings
from judging.packages.source import (
    ExpectationRule,
    SourcePackage,
    SourceTestCase,
    SourceValidator,
    Statement,
    TimeLimitRule,
)
from judging.packages.statements import read_statements
from judging.packages.test_data import by_directory, find_test_cases, parents, shown_path
from judging.packages.tree import TIME_LIMIT_FILE, PackageTree
from judging.packages.validator_args import read_validator_args
from judging.packages.validators import read_output_validator
from judging.packages.yaml_file import YamlMap, read_text, read_yaml_map

_T = TypeVar("_T")

_KEYS = frozenset(
    {
        "problem_format_version",
        "type",
        "name",
        "uuid",
        "author",
        "source",
        "source_url",
        "license",
        "rights_owner",
        "limits",
        "validation",
        "validator_flags",
        "grading",
        "keywords",
    }
)
_LIMIT_KEYS = LIMIT_KEYS | {"time_multiplier", "time_safety_margin", "time_limit"}
_GROUP_KEYS = frozenset(
    {
        "on_reject",
        "grading",
        "grader_flags",
        "input_validator_flags",
        "output_validator_flags",
        "accept_score",
        "reject_score",
        "range",
    }
)
_HARMLESS_GRADER_FLAGS = frozenset({"first_error", "worst_error"})

MAX_TITLE_SEARCH_BYTES = 1024 * 1024
_PLAIN_TITLE = re.compile(r"^%% *plainproblemname:(.+)$", re.MULTILINE)
_LATEX_TITLE = re.compile(r"\\problemname\{([^{}\n]+)\}")

_RULES: DirectoryRules = {
    "accepted": (ExpectationRule(permitted=frozenset({"AC"})),),
    "wrong_answer": (ExpectationRule(final=frozenset({"WA"})),),
    # "May also give wrong answer but not crash": the wrong answer may come first.
    "time_limit_exceeded": (
        ExpectationRule(final=frozenset({"TLE"})),
        ExpectationRule(permitted=frozenset({"AC", "WA", "TLE"}), required=frozenset({"TLE"})),
    ),
    "run_time_error": (ExpectationRule(required=frozenset({"RTE"})),),
    "rejected": (ExpectationRule(required=frozenset({"WA", "TLE", "RTE"})),),
    "compile_error": (ExpectationRule(final=frozenset({"CE"})),),
}


def read_legacy(
    tree: PackageTree, top: Settings, version: str, findings: Findings
) -> SourcePackage:
    """Read all of the package; what can't be honoured goes to ``findings``."""
    top.check_keys(_KEYS, unknown_is_problem=False)
    _refuse_unsupported(tree, top, findings)
    validation = _validation(tree, top, findings)
    found = read_statements(
        tree, "problem_statement", findings, constants={}, default_language="en"
    )
    limits_section = top.section("limits") or Settings(YamlMap(file=top.file), findings)
    limits_section.check_keys(_LIMIT_KEYS, unknown_is_problem=False)
    time_limit_s = _time_limit_s(tree, limits_section, findings)
    return SourcePackage(
        short_name=tree.name,
        format_version=version,
        names=_names(top, tree, found.statements),
        statements=found.statements,
        limits=read_limits(limits_section, time_limit_s),
        time_limit=TimeLimitRule(
            is_stated=time_limit_s is not None,
            ac_to_time_limit=limits_section.number("time_multiplier", least=1) or 5.0,
            time_limit_to_tle=limits_section.number("time_safety_margin", least=1) or 2.0,
            resolution_s=1.0,
            rounds_to_nearest=True,
        ),
        test_cases=_test_cases(tree, top, findings, is_default=validation == "default"),
        validator=_validator(tree, validation, findings),
        submissions=read_example_submissions(tree, findings, _RULES),
        uuid=top.text("uuid"),
        license=top.text("license") or "unknown",
        rights_owner=top.text("rights_owner") or "",
        source=top.text("source") or "",
        authors=_authors(top),
        keywords=tuple(" ".join(top.texts("keywords") or ()).split()),
        statement_files=found.files,
        attachments=paths_below(tree, "attachments"),
        included_files=read_included_files(tree, findings),
        input_validators=read_programs(tree, ("input_validators", "input_format_validators")),
        invalid_inputs=find_invalid_inputs(tree),
        generators=paths_below(tree, "generators"),
        tree=tree,
    )


def _refuse_unsupported(tree: PackageTree, top: Settings, findings: Findings) -> None:
    kind = top.text("type") or "pass-fail"
    if kind != "pass-fail":
        top.problem("type", f"{kind!r} problems are not supported yet, only pass-fail")
    if top.has("grading"):
        top.warning("grading", "has no meaning for a pass-fail problem")
    if not any(
        path.startswith(("input_validators/", "input_format_validators/")) for path in tree.sizes
    ):
        findings.warning("input_validators", "the format asks for an input validator here")


def _validation(
    tree: PackageTree, top: Settings, findings: Findings
) -> Literal["default", "custom", "interactive"]:
    words = (top.text("validation") or "default").split()
    if words == ["default"]:
        path = next((path for path in tree.sizes if path.startswith("output_validators/")), None)
        if path is not None:
            findings.warning(path, "has no effect: `validation` in problem.yaml is not custom")
        return "default"
    extras = set(words[1:])
    if words[:1] != ["custom"] or extras - {"interactive", "score"}:
        top.problem("validation", "must be default, custom or custom interactive")
    elif "score" in extras:
        top.problem("validation", "validators that give scores are not supported yet")
    return "interactive" if "interactive" in extras else "custom"


def _validator(
    tree: PackageTree,
    validation: Literal["default", "custom", "interactive"],
    findings: Findings,
) -> SourceValidator | None:
    if validation == "default":
        return None
    return read_output_validator(tree, "output_validators", validation, findings, is_program=False)


def _time_limit_s(tree: PackageTree, section: Settings, findings: Findings) -> float | None:
    """The format has no place for it; tools write one of these two all the same."""
    stated = section.number("time_limit", above=0)
    if stated is not None:
        return stated
    if TIME_LIMIT_FILE in tree.sizes:
        text = read_text(tree, TIME_LIMIT_FILE, findings) or ""
        try:
            seconds = float(text)
        except ValueError:
            seconds = 0.0
        if 0 < seconds < 1e6:
            return seconds
        findings.problem(TIME_LIMIT_FILE, "must hold one number of seconds", 1)
        return None
    findings.warning(
        section.file,
        f"no time limit is stated (limits.time_limit or {TIME_LIMIT_FILE}): "
        f"{UNSTATED_TIME_LIMIT_MS / 1000:g} s is taken",
    )
    return None


def _names(top: Settings, tree: PackageTree, statements: tuple[Statement, ...]) -> dict[str, str]:
    """One name for all languages, or (as tools allow) a map of them."""
    if isinstance(top.raw("name"), YamlMap):
        names = dict(top.text_map("name") or {})
        default = next(iter(names.values()), tree.name)
    else:
        names = {}
        default = top.text("name") or ""
    for statement in statements:
        if statement.language not in names and statement.kind == "latex":
            title = _latex_title(tree, statement.path)
            if title and not default:
                names[statement.language] = title
    if not default and len(names) < len(statements):
        top.warning("name", f"is missing: {tree.name!r} is taken")
    return {
        statement.language: names.get(statement.language, default or tree.name)
        for statement in statements
    }


def _latex_title(tree: PackageTree, path: str) -> str | None:
    """What a LaTeX statement says of its name, in plain words where it has them."""
    text = tree.read_bytes(path)[:MAX_TITLE_SEARCH_BYTES].decode("utf-8", "replace")
    found = _PLAIN_TITLE.search(text) or _LATEX_TITLE.search(text)
    return found[1].strip() if found else None


def _authors(top: Settings) -> tuple[str, ...]:
    text = ",".join(top.texts("author") or ())
    return tuple(name.strip() for name in text.replace(" and ", ",").split(",") if name.strip())


def _test_cases(
    tree: PackageTree, top: Settings, findings: Findings, *, is_default: bool
) -> tuple[SourceTestCase, ...]:
    own_args = _args(top, "validator_flags")
    group_files = by_directory(tree, "testdata.yaml")
    groups = {
        directory: Settings(read_yaml_map(tree, path, findings), findings)
        for directory, path in group_files.items()
    }
    for group in groups.values():
        _check_group(group)
    root = groups.get("", top)
    args: dict[str, list[str]] = {}
    flags: dict[str, ValidatorFlags] = {}
    for directory, settings in {"": root, **groups}.items():
        args[directory] = own_args + _args(settings, "output_validator_flags")
        flags[directory] = read_validator_args(
            args[directory] if is_default else [],
            findings,
            file=settings.file,
            line=settings.line("output_validator_flags") or settings.line("validator_flags"),
            repeats_allowed=True,
        )
    input_args = {
        directory: _input_validator_args(settings)
        for directory, settings in {"": root, **groups}.items()
    }
    return tuple(
        SourceTestCase(
            name=name,
            input_path=f"data/{name}.in",
            answer_path=f"data/{name}.ans",
            validator_flags=_nearest(flags, name),
            validator_args=() if is_default else tuple(_nearest(args, name)),
            description=_description(tree, name, findings),
            shown_input_path=shown_path(tree, name, (".in.statement",)),
            shown_answer_path=shown_path(tree, name, (".ans.statement", ".out")),
            input_validator_args=_nearest(input_args, name),
        )
        for name in find_test_cases(tree, findings)
    )


def _check_group(group: Settings) -> None:
    group.check_keys(_GROUP_KEYS, unknown_is_problem=False)
    if (group.text("grading") or "default") != "default":
        group.problem("grading", "custom graders are not supported")
    for flag in set((group.text("grader_flags") or "").split()) - _HARMLESS_GRADER_FLAGS:
        group.problem("grader_flags", f"{flag!r} is not supported for a pass-fail problem")
    for key in ("accept_score", "reject_score", "range"):
        if group.has(key):
            group.warning(key, "has no meaning for a pass-fail problem")


def _nearest(by_group: Mapping[str, _T], name: str) -> _T:
    """The closest group that has a file decides alone; settings do not add up."""
    return next((by_group[group] for group in parents(name) if group in by_group), by_group[""])


def _input_validator_args(group: Settings) -> dict[str, tuple[str, ...]]:
    value = group.raw("input_validator_flags")
    key = str(value.values.get("name") or "*") if isinstance(value, YamlMap) else "*"
    args = tuple(_args(group, "input_validator_flags"))
    return {key: args} if args else {}


def _args(settings: Settings, key: str) -> list[str]:
    value = settings.raw(key)
    if isinstance(value, YamlMap):
        section = settings.section(key)
        return _args(section, "flags") if section else []
    text = settings.text(key) or ""
    try:
        return shlex.split(text)
    except ValueError as error:
        settings.problem(key, f"can't be split into arguments ({error})")
        return []


def _description(tree: PackageTree, name: str, findings: Findings) -> str:
    path = f"data/{name}.desc"
    return (read_text(tree, path, findings) or "").strip() if path in tree.sizes else ""
