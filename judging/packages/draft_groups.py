"""The group settings of 2025-09, and of its draft 2023-07-draft, whose packages differ.

Packages that say ``2023-07-draft`` were written while the format grew: some have
``testdata.yaml`` with the legacy keys, some with the new ones, some ``test_group.yaml`` with a
``scoring`` section.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from judging.packages import legacy_groups
from judging.packages.draft import is_draft
from judging.packages.findings import Findings
from judging.packages.legacy_groups import GroupFiles, read_legacy_grading, shell_args
from judging.packages.modern_groups import read_modern_grading
from judging.packages.settings import Settings
from judging.packages.source import Grading
from judging.packages.test_data import by_directory, parents
from judging.packages.tree import PackageTree
from judging.packages.yaml_file import YamlMap, read_yaml_map

GROUP_FILE = "test_group.yaml"

_KEYS = frozenset(
    {
        "args",
        "input_validator_args",
        "output_validator_args",
        "input_visualizer_args",
        "output_visualizer_args",
        "full_feedback",
        "max_score",
        "score_aggregation",
        "static_validation_score",
        "require_pass",
        "static_validator_args",
    }
)
_LEGACY_GRADING_KEYS = (
    "on_reject",
    "grading",
    "grader_flags",
    "accept_score",
    "reject_score",
    "range",
)
_DRAFT_SCORING = {
    "score": "max_score",
    "max_score": "max_score",
    "aggregation": "score_aggregation",
    "require_pass": "require_pass",
}


@dataclass(frozen=True, kw_only=True)
class GroupSettings:
    """The settings of a package's groups by directory."""

    groups: Mapping[str, Settings]
    is_legacy: bool = False
    """Whether they say how to grade in the legacy formats' words."""

    def around(self, case_name: str) -> list[Settings]:
        """Those that a test case inherits from, the closest first."""
        names = [*parents(case_name), ""]
        return [self.groups[name] for name in names if name in self.groups]


def read_group_settings(
    tree: PackageTree, top: Settings, constants: dict[str, str], findings: Findings
) -> GroupSettings:
    """Read every group's file; what can't be honoured goes to ``findings``."""
    groups: dict[str, Settings] = {}
    older = by_directory(tree, legacy_groups.GROUP_FILE)
    if is_draft(top):
        maps = {
            directory: read_yaml_map(tree, path, findings, replace=constants)
            for directory, path in older.items()
        }
        groups = {name: Settings(_flattened(found), findings) for name, found in maps.items()}
        for group in groups.values():
            group.check_keys(_KEYS | legacy_groups.KEYS | {"scoring"}, unknown_is_problem=False)
    else:
        for path in older.values():
            findings.warning(path, f"has no effect in this format: name it {GROUP_FILE}")
    is_legacy = any(group.has(key) for group in groups.values() for key in _LEGACY_GRADING_KEYS)
    for directory, path in by_directory(tree, GROUP_FILE).items():
        yaml_map = read_yaml_map(tree, path, findings, replace=constants)
        group = Settings(_flattened(yaml_map) if is_draft(top) else yaml_map, findings)
        group.check_keys(_KEYS, unknown_is_problem=True)
        if directory.count("/") > 1:
            may_mix = is_draft(top) and "scoring" not in _kinds(top)
            say = findings.warning if may_mix else findings.problem
            say(path, "groups can't hold groups: move it up to its group")
        groups[directory] = group
    return GroupSettings(groups=groups, is_legacy=is_legacy)


def _kinds(top: Settings) -> list[str]:
    return [word for text in top.texts("type") or () for word in text.split()]


def read_grading(
    tree: PackageTree,
    top: Settings,
    settings: GroupSettings,
    findings: Findings,
    *,
    is_scoring: bool,
    has_validator: bool,
    test_cases: Sequence[str],
) -> Grading:
    """How the package grades; what can't be honoured goes to ``findings``."""
    if settings.is_legacy:
        return read_legacy_grading(
            tree,
            top,
            GroupFiles(settings.groups, findings, is_scoring=is_scoring),
            findings,
            is_scoring=is_scoring,
            validator_scores=is_scoring and has_validator,
            test_cases=test_cases,
        )
    return read_modern_grading(
        settings.groups,
        findings,
        is_scoring=is_scoring,
        has_validator=has_validator,
        test_cases=test_cases,
    )


def output_validator_args(
    holders: Iterable[Settings],
) -> tuple[tuple[str, ...], Settings | None]:
    """The output validator's arguments, and the first settings that have any to say."""
    for holder in holders:
        if holder.has("output_validator_flags"):
            return tuple(shell_args(holder, "output_validator_flags")), holder
        if holder.has("output_validator_args"):
            return _args(holder, "output_validator_args"), holder
    return (), None


def input_validator_args(holders: Iterable[Settings]) -> dict[str, tuple[str, ...]]:
    """Arguments by name of the input validator; ``*`` stands for those that have no entry."""
    key = "input_validator_args"
    for holder in holders:
        if holder.has("input_validator_flags"):
            return legacy_groups.input_validator_args(holder)
        if holder.has(key):
            if not isinstance(holder.raw(key), YamlMap):
                return {"*": _args(holder, key)}
            section = holder.section(key)
            return {name: _args(section, name) for name in section.names} if section else {}
    return {}


def _args(holder: Settings, key: str) -> tuple[str, ...]:
    """A list of arguments; the draft also had one text of them."""
    if holder.file.endswith(legacy_groups.GROUP_FILE) and isinstance(holder.raw(key), str):
        return tuple(shell_args(holder, key))
    return holder.texts(key) or ()


def _flattened(yaml_map: YamlMap) -> YamlMap:
    """The draft's section ``scoring`` as the keys that it has become."""
    section = yaml_map.values.get("scoring")
    if not isinstance(section, YamlMap) or not set(section.values) <= set(_DRAFT_SCORING):
        return yaml_map
    values = {key: value for key, value in yaml_map.values.items() if key != "scoring"}
    lines = dict(yaml_map.lines)
    for key, value in section.values.items():
        values[_DRAFT_SCORING[key]] = value
        lines[_DRAFT_SCORING[key]] = section.lines[key]
    return YamlMap(file=yaml_map.file, values=values, lines=lines)
