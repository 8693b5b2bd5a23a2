"""Test cases of 2025-09 and its draft: their files, settings and arguments."""

from judging.packages.draft_groups import (
    GroupSettings,
    input_validator_args,
    output_validator_args,
)
from judging.packages.findings import Findings
from judging.packages.manifest import MAX_CASE_FILES, ValidatorFlags
from judging.packages.programs import is_plain_name
from judging.packages.settings import Settings
from judging.packages.source import SourceTestCase
from judging.packages.test_data import find_test_cases, shown_path
from judging.packages.tree import PackageTree, has_format_name
from judging.packages.validator_args import read_validator_args
from judging.packages.yaml_file import YamlMap, read_yaml_map

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
MAX_ARGS = 64
MAX_ARGS_CHARS = 10_000


def read_test_cases(
    tree: PackageTree,
    settings: GroupSettings,
    findings: Findings,
    *,
    is_default: bool,
    may_mix_groups: bool,
    may_be_samples_only: bool,
) -> tuple[SourceTestCase, ...]:
    """All of them in judging order; what is wrong with one goes to ``findings``.

    ``may_mix_groups``: groups and test cases may stand anywhere, as nothing but their order counts.
    """
    names = find_test_cases(tree, findings, may_be_samples_only=may_be_samples_only)
    if not settings.is_legacy:
        _check_groups(names, findings, may_mix=may_mix_groups)
    return tuple(
        read_test_case(tree, name, settings, findings, is_default=is_default) for name in names
    )


def _check_groups(names: list[str], findings: Findings, *, may_mix: bool) -> None:
    say = findings.warning if may_mix else findings.problem
    depths = {name.count("/") > 1 for name in names if name.startswith("secret/")}
    if len(depths) > 1:
        say("data/secret", "test cases or groups may stand here, but not both")
    if any(name.startswith("sample/") and name.count("/") > 1 for name in names):
        say("data/sample", "samples can't stand in groups: move them up")


def read_test_case(
    tree: PackageTree,
    name: str,
    settings: GroupSettings,
    findings: Findings,
    *,
    is_default: bool,
) -> SourceTestCase:
    """The test case of this name, which stands below ``data``."""
    holders = settings_of_case(tree, name, settings, findings)
    own = holders[0]
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


def settings_of_case(
    tree: PackageTree, name: str, settings: GroupSettings, findings: Findings
) -> list[Settings]:
    """The settings of a test case: its own, and those that it inherits from, closest first."""
    path = f"data/{name}.yaml"
    own = Settings(
        read_yaml_map(tree, path, findings) if path in tree.sizes else YamlMap(file=path), findings
    )
    own.check_keys(_CASE_KEYS, unknown_is_problem=True)
    return [own, *settings.around(name)]


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
