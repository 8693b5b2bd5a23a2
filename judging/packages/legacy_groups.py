"""Test data groups of the legacy formats: ``testdata.yaml``, and graders.

A key that a group's file lacks is taken from the closest group around it whose file has it: the
formats' text speaks of whole files, but their tools (and so the packages) go by key.
"""

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from judging.packages.example_submissions import is_python_2
from judging.packages.findings import Findings
from judging.packages.manifest import MAX_TEST_GROUPS
from judging.packages.settings import Settings
from judging.packages.source import ExampleSubmission, ExpectationRule, Grading
from judging.packages.source_programs import SourceGrader
from judging.packages.test_data import by_directory, parents
from judging.packages.test_groups import ScoreRule, TestGroup, VerdictRule
from judging.packages.tree import PackageTree
from judging.packages.validators import read_output_validator
from judging.packages.yaml_file import YamlMap, read_yaml_map

GROUP_FILE = "testdata.yaml"

KEYS = frozenset(
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
_SCORING_KEYS = ("accept_score", "reject_score", "range")
_ON_REJECT = {"break": True, "continue": False, "first_error": True, "grade": False}
"""Whether a rejection ends the group. The last two words are older than the format."""

_VERDICT_RULES: dict[str, VerdictRule] = {
    "worst_error": "worst_error",
    "no_errors": "worst_error",
    "first_error": "first_error",
    "always_accept": "always_accept",
}
_Rule = TypeVar("_Rule", bound=str)

_SCORE_RULES: dict[str, ScoreRule] = {"sum": "sum", "avg": "avg", "min": "min", "max": "max"}
_FLAGS = {*_VERDICT_RULES, *_SCORE_RULES, "ignore_sample", "accept_if_any_accepted"}


class GroupFiles:
    """The ``testdata.yaml`` files of a package, by directory."""

    def __init__(
        self, by_directory: Mapping[str, Settings], findings: Findings, *, is_scoring: bool
    ) -> None:
        self._by_directory = by_directory
        self.directories = frozenset(by_directory)
        self._none = Settings(YamlMap(file=f"data/{GROUP_FILE}"), findings)
        for group in by_directory.values() if not is_scoring else ():
            for key in filter(group.has, _SCORING_KEYS):
                group.warning(key, "has no meaning for a pass-fail problem")

    @classmethod
    def read(cls, tree: PackageTree, findings: Findings, *, is_scoring: bool) -> "GroupFiles":
        """Read them all; what is wrong with one goes to ``findings``."""
        groups = {
            directory: Settings(read_yaml_map(tree, path, findings), findings)
            for directory, path in by_directory(tree, GROUP_FILE).items()
        }
        for group in groups.values():
            group.check_keys(KEYS, unknown_is_problem=False)
        return cls(groups, findings, is_scoring=is_scoring)

    def holder(self, directory: str, key: str) -> Settings:
        """The settings that decide on a key in a directory; empty ones where none does."""
        around = [directory, *parents(directory), ""]
        found = (self._by_directory[name] for name in around if name in self._by_directory)
        return next((settings for settings in found if settings.has(key)), self._none)

    def own(self, directory: str) -> Settings:
        return self._by_directory.get(directory, self._none)


@dataclass(frozen=True, kw_only=True)
class _Context:
    files: GroupFiles
    top: Settings | None
    """``grading`` of problem.yaml, which older packages say these things in."""
    is_scoring: bool
    validator_scores: bool


def read_legacy_grading(
    tree: PackageTree,
    top: Settings,
    files: GroupFiles,
    findings: Findings,
    *,
    is_scoring: bool,
    validator_scores: bool,
    test_cases: Sequence[str],
) -> Grading:
    """How the package grades; what can't be honoured goes to ``findings``.

    ``validator_scores``: its validator may say a test case's points.
    """
    section = top.section("grading")
    context = _Context(
        files=files, top=section, is_scoring=is_scoring, validator_scores=validator_scores
    )
    directories = sorted(
        {directory for case in test_cases for directory in (*parents(case), "")},
        key=lambda name: name.split("/") if name else [],
    )
    if len(directories) > MAX_TEST_GROUPS:
        findings.problem("data", f"{len(directories)} groups; at most {MAX_TEST_GROUPS} are taken")
        return Grading()
    groups = [_group(context, directory) for directory in directories]
    grader = _grader(tree, files, groups, findings)
    prefers_less = section is not None and section.text("objective") == "min"
    if not is_scoring:
        if all(map(_is_plain, groups)):
            return Grading()
        return Grading(groups=tuple(groups), grader=grader)
    by_name = {group.name: group for group in groups}
    bounds = _Bounds(context, by_name, test_cases)
    bounded = [
        group.model_copy(update={"max_score": bounds.of_group(group.name)}) for group in groups
    ]
    return Grading(
        is_scoring=True,
        groups=tuple(bounded),
        max_score=bounded[0].max_score if bounded else None,
        grader=grader,
        prefers_less=prefers_less,
        prefers_less_line=section.line("objective") if section is not None else None,
    )


def keep_expected_points(
    grading: Grading, submissions: Iterable[ExampleSubmission], findings: Findings
) -> Grading:
    """Let rejected submissions keep their points where the package's own ones show it wants that.

    By the format a legacy submission that is not accepted has none; packages made for DOMjudge
    expect them, and say so of their submissions (``@EXPECTED_SCORE@`` of a wrong one).
    """
    if not grading.is_scoring or grading.groups[0].keeps_rejected_score:
        return grading
    wanting = next((one.path for one in submissions if _has_points_though_rejected(one)), None)
    if wanting is None:
        return grading
    findings.warning(
        f"submissions/{wanting}",
        "expects points though it is rejected, so rejected submissions keep their points here",
    )
    root = grading.groups[0].model_copy(update={"keeps_rejected_score": True})
    return replace(grading, groups=(root, *grading.groups[1:]))


def _has_points_though_rejected(submission: ExampleSubmission) -> bool:
    rules = [expectation.any_of for expectation in submission.expectations if expectation.any_of]
    has_points = any(all(rule.score and rule.score[0] > 0 for rule in any_of) for any_of in rules)
    return has_points and any(all(map(_is_rejection, any_of)) for any_of in rules)


def _is_rejection(rule: ExpectationRule) -> bool:
    words = rule.final or rule.required
    return words is not None and "AC" not in words


def _is_plain(group: TestGroup) -> bool:
    """Whether it ends as the first rejection in it, so that nothing need be said of it."""
    return (
        (group.stops_at_rejection or group.verdict_rule == "first_error")
        and group.verdict_rule != "always_accept"
        and not group.accepts_any
        and not group.ignores_samples
        and group.grader_args is None
    )


def _group(context: _Context, directory: str) -> TestGroup:
    files = context.files
    flags_holder = files.holder(directory, "grader_flags")
    flags = (flags_holder.text("grader_flags") or "").split()
    grading_holder = files.holder(directory, "grading")
    grading = grading_holder.text("grading") or "default"
    if grading not in {"default", "custom"} and grading_holder is files.own(directory):
        grading_holder.problem("grading", "must be default or custom")
    if grading != "custom" and flags_holder is files.own(directory):
        _check_flags(flags_holder, flags, directory)
    is_default = grading != "custom"
    return TestGroup(
        name=directory,
        stops_at_rejection=_stops(context, directory),
        verdict_rule=_last(flags, _VERDICT_RULES, "worst_error") if is_default else "worst_error",
        accepts_any=is_default and "accept_if_any_accepted" in flags,
        ignores_samples=is_default and directory == "" and "ignore_sample" in flags,
        score_rule=_last(flags, _SCORE_RULES, "sum") if is_default else "sum",
        accept_score=_points(context, directory, "accept_score", 1.0),
        reject_score=_points(context, directory, "reject_score", 0.0),
        score_files="allowed" if context.validator_scores else "ignored",
        grader_args=None if is_default else tuple(flags),
    )


def _last(flags: Iterable[str], rules: Mapping[str, _Rule], default: _Rule) -> _Rule:
    """Of conflicting flags the last one counts."""
    found = default
    for flag in flags:
        found = rules.get(flag, found)
    return found


def _check_flags(settings: Settings, flags: Iterable[str], directory: str) -> None:
    for flag in flags:
        if flag not in _FLAGS:
            settings.warning("grader_flags", f"{flag!r} is no flag of the default grader")
        elif flag == "ignore_sample" and directory != "":
            settings.warning("grader_flags", "ignore_sample has a meaning in data/ only")


def _stops(context: _Context, directory: str) -> bool:
    older = context.top.text("on_reject") if context.top is not None else None
    if older in {"first_error", "grade"}:
        return _ON_REJECT[older]
    holder = context.files.holder(directory, "on_reject")
    word = holder.text("on_reject") or "break"
    if word not in _ON_REJECT and holder is context.files.own(directory):
        holder.problem("on_reject", "must be break or continue")
    return _ON_REJECT.get(word, True)


def _points(context: _Context, directory: str, key: str, default: float) -> float:
    if not context.is_scoring:
        return default
    if context.top is not None and context.top.has(key):
        holder, is_own = context.top, directory == ""
    else:
        holder = context.files.holder(directory, key)
        is_own = holder is context.files.own(directory)
    # What is wrong with a value is said once, where it stands.
    value = holder.number(key, least=0) if is_own else holder.number_if_good(key)
    return default if value is None or value < 0 else value


class _Bounds:
    """What a group can have at most."""

    def __init__(
        self, context: _Context, groups: Mapping[str, TestGroup], test_cases: Sequence[str]
    ) -> None:
        self._context = context
        self._groups = groups
        self._cases: dict[str, int] = {}
        self._inner: dict[str, list[str]] = {}
        self._found: dict[str, float | None] = {}
        for case in test_cases:
            directory = case.rpartition("/")[0]
            self._cases[directory] = self._cases.get(directory, 0) + 1
        for name in groups:
            if name:
                self._inner.setdefault(name.rpartition("/")[0], []).append(name)

    def of_group(self, name: str) -> float | None:
        """None: no bound, or none that is known."""
        if name not in self._found:
            self._found[name] = self._of_group(name)
        return self._found[name]

    def _of_group(self, name: str) -> float | None:
        stated = self._stated(name)
        group = self._groups[name]
        if stated is not None or group.grader_args is not None:
            return stated
        inner = self._inner.get(name, [])
        if group.ignores_samples:
            inner = [one for one in inner if one == "secret"]
        own = None if self._context.validator_scores else group.accept_score
        parts = [own] * self._cases.get(name, 0) + [self.of_group(one) for one in inner]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or not known:
            return None
        rules: dict[str, Callable[[list[float]], float]] = {
            "sum": sum,
            "avg": lambda scores: sum(scores) / len(scores),
            "min": min,
            "max": max,
        }
        return round(rules[group.score_rule](known), 9)

    def _stated(self, name: str) -> float | None:
        settings = self._context.files.own(name)
        older = self._context.top
        if older is not None and older.has("range") and name == "":
            settings = older
        if not settings.has("range"):
            return None
        ends = _range(settings.text("range") or "")
        if ends is None:
            settings.problem("range", "must be two numbers, the smaller one first, such as 0 100")
            return None
        return ends[1] if 0 <= ends[1] <= 1e12 else None


def _range(text: str) -> tuple[float, float] | None:
    try:
        low, high = map(float, text.split())
    except ValueError:
        return None
    return (low, high) if low <= high else None


def _grader(
    tree: PackageTree, files: GroupFiles, groups: Sequence[TestGroup], findings: Findings
) -> SourceGrader | None:
    own = next((path for path in tree.sizes if path.startswith("graders/")), None)
    wanting = next((group for group in groups if group.grader_args is not None), None)
    if wanting is None:
        if own is not None:
            findings.warning(own, "has no effect: no testdata.yaml says `grading: custom`")
        return None
    older = [
        path
        for path in tree.sizes
        if path.startswith("graders/") and is_python_2(tree.read_bytes(path))
    ]
    for path in older:
        findings.problem(path, "is Python 2, which this site doesn't have: turn it into Python 3")
    if own is None:
        files.holder(wanting.name, "grading").problem(
            "grading", "is custom, but there is no grader: add it in graders/"
        )
    if own is None or older:
        return None
    program = read_output_validator(
        tree, "graders", "custom", findings, is_program=False, what="grader"
    )
    if program is None:
        return None
    return SourceGrader(language=program.language, files=program.files)


def input_validator_args(group: Settings) -> dict[str, tuple[str, ...]]:
    """The arguments that ``input_validator_flags`` gives, by name of the input validator."""
    value = group.raw("input_validator_flags")
    key = str(value.values.get("name") or "*") if isinstance(value, YamlMap) else "*"
    args = tuple(shell_args(group, "input_validator_flags"))
    return {key: args} if args else {}


def shell_args(settings: Settings, key: str) -> list[str]:
    """A text of flags, or a map with them, split as a shell would."""
    value = settings.raw(key)
    if isinstance(value, YamlMap):
        section = settings.section(key)
        return shell_args(section, "flags") if section else []
    text = settings.text(key) or ""
    try:
        return shlex.split(text)
    except ValueError as error:
        settings.problem(key, f"can't be split into arguments ({error})")
        return []
