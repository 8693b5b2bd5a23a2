"""The formats ``legacy`` and ``legacy-icpc`` (the ICPC subset of the former).

Their packages in the wild are full of keys of other tools, so an unknown key is a
warning here.
"""

import re
from dataclasses import replace
from typing import Literal

from judging.packages.directory_rules import LEGACY_RULES, LEGACY_SCORING_RULES
from judging.packages.example_submissions import read_example_submissions
from judging.packages.findings import Findings
from judging.packages.legacy_groups import (
    GroupFiles,
    input_validator_args,
    read_legacy_grading,
    shell_args,
)
from judging.packages.limits_section import LIMIT_KEYS, UNSTATED_TIME_LIMIT_MS, read_limits
from judging.packages.manifest import MAX_VALIDATORS, ValidatorFlags
from judging.packages.output_tests import find_interactions, find_output_tests
from judging.packages.programs import (
    find_invalid_inputs,
    paths_below,
    read_included_files,
    read_programs,
)
from judging.packages.settings import Settings
from judging.packages.source import SourcePackage, SourceTestCase, Statement, TimeLimitRule
from judging.packages.source_programs import SourceValidator
from judging.packages.statements import Statements, read_statements
from judging.packages.test_data import find_test_cases, shown_path
from judging.packages.tree import TIME_LIMIT_FILE, PackageTree
from judging.packages.validator_args import read_validator_args
from judging.packages.validators import read_output_validator, with_passes
from judging.packages.yaml_file import YamlMap, read_text

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
_MULTI_PASS = frozenset({"multi-pass", "multipass"})
_LIMIT_KEYS = LIMIT_KEYS | {
    "time_multiplier",
    "time_safety_margin",
    "time_limit",
    "validation_passes",
}
_VALIDATOR_DIRECTORIES = ("output_validators", "output_validator")
"""The second is the newer format's, which packages in the wild have taken over early."""
_INPUT_VALIDATOR_DIRECTORIES = ("input_validators", "input_format_validators", "input_validator")

MAX_TITLE_SEARCH_BYTES = 1024 * 1024
_PDF_STATEMENT = "problem.pdf"
_SETTINGS_OF_DOMJUDGE = "domjudge-problem.ini"
_INI_TIME_LIMIT = re.compile(r"^\s*timelimit\s*=\s*(['\"]?)(\d+(?:\.\d+)?)\1\s*$", re.MULTILINE)
_PLAIN_TITLE = re.compile(r"^%% *plainproblemname:(.+)$", re.MULTILINE)
_LATEX_TITLE = re.compile(r"\\problemname\{([^{}\n]+)\}")


def read_legacy(
    tree: PackageTree, top: Settings, version: str, findings: Findings
) -> SourcePackage:
    """Read all of the package; what can't be honoured goes to ``findings``."""
    top.check_keys(_KEYS, unknown_is_problem=False)
    is_scoring = _is_scoring(top, version)
    _refuse_unsupported(tree, top, findings, is_scoring=is_scoring)
    validation = _validation(tree, top, findings)
    described = _described(tree, top, version, findings)
    files = GroupFiles.read(tree, findings, is_scoring=is_scoring)
    is_default = validation == "default"
    is_talking = validation == "interactive" or _is_multi_pass(top)
    test_cases = _test_cases(tree, top, files, findings, is_default=is_default)
    return replace(
        described,
        test_cases=test_cases,
        grading=read_legacy_grading(
            tree,
            top,
            files,
            findings,
            is_scoring=is_scoring,
            validator_scores=is_scoring and "score" in (top.text("validation") or "").split(),
            test_cases=[case.name for case in test_cases],
        ),
        validator=_validator(tree, top, validation, findings),
        submissions=read_example_submissions(
            tree,
            findings,
            LEGACY_SCORING_RULES if is_scoring else LEGACY_RULES,
            is_scoring=is_scoring,
        ),
        included_files=read_included_files(tree, findings),
        input_validators=read_programs(tree, _INPUT_VALIDATOR_DIRECTORIES),
        invalid_inputs=find_invalid_inputs(tree),
        output_tests=find_output_tests(
            tree, findings, lambda name: _output_test(top, name, is_default=is_default)
        ),
        interactions=find_interactions(tree, findings, is_shown=is_talking),
    )


def _described(tree: PackageTree, top: Settings, version: str, findings: Findings) -> SourcePackage:
    """What the metadata and statements say, and the files that are kept as they are."""
    found = _statements(tree, findings)
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
        test_cases=(),
        submissions=(),
        uuid=top.text("uuid"),
        license=top.text("license") or "unknown",
        rights_owner=top.text("rights_owner") or "",
        source=top.text("source") or "",
        authors=_authors(top),
        keywords=tuple(" ".join(top.texts("keywords") or ()).split()),
        statement_files=found.files,
        attachments=paths_below(tree, "attachments"),
        generators=paths_below(tree, "generators"),
        tree=tree,
    )


def _statements(tree: PackageTree, findings: Findings) -> Statements:
    """Those of the format, or the one PDF that some tools keep beside problem.yaml instead."""
    found = read_statements(
        tree,
        "problem_statement",
        findings,
        constants={},
        default_language="en",
        is_required=False,
    )
    if found.statements or _PDF_STATEMENT not in tree.sizes:
        return found
    pdf = Statement(language="en", markdown="", path=_PDF_STATEMENT, kind="pdf")
    return replace(found, statements=(pdf,))


def _types(top: Settings) -> frozenset[str]:
    """The words of ``type``; tools also write there what newer formats have there."""
    return frozenset(word for text in top.texts("type") or () for word in text.split())


def _is_scoring(top: Settings, version: str) -> bool:
    kinds = _types(top)
    for kind in sorted(kinds - {"pass-fail", "scoring", "interactive", *_MULTI_PASS}):
        top.problem("type", f"{kind!r} is not one of the format's types: pass-fail, scoring")
    if "scoring" in kinds and version == "legacy-icpc":
        top.problem("type", "legacy-icpc has pass-fail only: write problem_format_version: legacy")
    return "scoring" in kinds


def _refuse_unsupported(
    tree: PackageTree, top: Settings, findings: Findings, *, is_scoring: bool
) -> None:
    if top.has("grading") and not is_scoring:
        top.warning("grading", "has no meaning for a pass-fail problem")
    if not any(path.split("/")[0] in _INPUT_VALIDATOR_DIRECTORIES for path in tree.sizes):
        findings.warning("input_validators", "the format asks for an input validator here")


def _validation(
    tree: PackageTree, top: Settings, findings: Findings
) -> Literal["default", "custom", "interactive"]:
    words = _validation_words(top)
    if words == {"default"}:
        path = next((path for path in tree.sizes if path.startswith("output_validators/")), None)
        if path is not None:
            findings.warning(path, "has no effect: `validation` in problem.yaml is not custom")
        return "default"
    if "custom" not in words or words - {"custom", "interactive", "score", *_MULTI_PASS}:
        top.problem("validation", "must be default, custom or custom interactive")
    elif "score" in words and "scoring" not in _types(top):
        top.warning("validation", "`score` has no meaning for a pass-fail problem")
    return "interactive" if "interactive" in words else "custom"


def _validation_words(top: Settings) -> frozenset[str]:
    words = frozenset((top.text("validation") or "default").split())
    implied = _types(top) & {"interactive", *_MULTI_PASS}
    if implied:
        top.warning("type", "says how to validate, which in this format `validation` does")
    if implied or words & {"interactive", *_MULTI_PASS}:
        return (words - {"default"}) | implied | {"custom"}
    return words


def _validator(
    tree: PackageTree,
    top: Settings,
    validation: Literal["default", "custom", "interactive"],
    findings: Findings,
) -> SourceValidator | None:
    if validation == "default":
        return None
    directory = next(
        (
            directory
            for directory in _VALIDATOR_DIRECTORIES
            if any(path.startswith(f"{directory}/") for path in tree.sizes)
        ),
        _VALIDATOR_DIRECTORIES[0],
    )
    validator = read_output_validator(
        tree,
        directory,
        validation,
        findings,
        is_program=False,
        # Two interactors would need two runs of the program.
        most=MAX_VALIDATORS if validation == "custom" else 1,
    )
    # No part of the format, but tools write it so.
    if not _is_multi_pass(top):
        return validator
    return with_passes(validator, top.section("limits"), findings)


def _is_multi_pass(top: Settings) -> bool:
    words = (top.text("validation") or "").split()
    return not _MULTI_PASS.isdisjoint(_types(top).union(words))


def _time_limit_s(tree: PackageTree, section: Settings, findings: Findings) -> float | None:
    """The format has no place for it; tools write one of these three all the same."""
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
    if _SETTINGS_OF_DOMJUDGE in tree.sizes:
        found = _INI_TIME_LIMIT.search(read_text(tree, _SETTINGS_OF_DOMJUDGE, findings) or "")
        if found and 0 < float(found[2]) < 1e6:
            return float(found[2])
    findings.warning(
        section.file,
        f"no time limit is stated (limits.time_limit or {TIME_LIMIT_FILE}): "
        f"{UNSTATED_TIME_LIMIT_MS / 1000:g} s is taken unless it is measured",
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
    tree: PackageTree, top: Settings, files: GroupFiles, findings: Findings, *, is_default: bool
) -> tuple[SourceTestCase, ...]:
    names = find_test_cases(tree, findings, any_names=True, may_be_samples_only=True)
    own_args = shell_args(top, "validator_flags")
    args: dict[str, list[str]] = {}
    flags: dict[str, ValidatorFlags] = {}
    input_args: dict[str, dict[str, tuple[str, ...]]] = {}
    for directory in sorted({"", *files.directories, *(name.rpartition("/")[0] for name in names)}):
        holder = files.holder(directory, "output_validator_flags")
        args[directory] = own_args + shell_args(holder, "output_validator_flags")
        is_own = directory == "" or holder is files.own(directory)
        flags[directory] = read_validator_args(
            args[directory] if is_default else [],
            findings if is_own else Findings(),
            file=holder.file if holder.has("output_validator_flags") else top.file,
            line=holder.line("output_validator_flags") or top.line("validator_flags"),
            repeats_allowed=True,
        )
        input_args[directory] = input_validator_args(
            files.holder(directory, "input_validator_flags")
        )
    return tuple(
        SourceTestCase(
            name=name,
            input_path=f"data/{name}.in",
            answer_path=f"data/{name}.ans",
            validator_flags=flags[directory],
            validator_args=() if is_default else tuple(args[directory]),
            description=_description(tree, name, findings),
            shown_input_path=shown_path(tree, name, (".in.statement",)),
            shown_answer_path=shown_path(tree, name, (".ans.statement", ".out")),
            input_validator_args=input_args[directory],
        )
        for name, directory in ((name, name.rpartition("/")[0]) for name in names)
    )


def _output_test(top: Settings, name: str, *, is_default: bool) -> SourceTestCase:
    """These are no part of the format, but tools keep them: only problem.yaml has a say."""
    args = shell_args(top, "validator_flags")
    flags = read_validator_args(
        args if is_default else [], Findings(), file=top.file, repeats_allowed=True
    )
    return SourceTestCase(
        name=name,
        input_path=f"data/{name}.in",
        answer_path=f"data/{name}.ans",
        validator_flags=flags,
        validator_args=() if is_default else tuple(args),
    )


def _description(tree: PackageTree, name: str, findings: Findings) -> str:
    path = f"data/{name}.desc"
    return (read_text(tree, path, findings) or "").strip() if path in tree.sizes else ""
