"""From the results of test cases to a submission's verdict and points. Pure.

Results within a test data group become the group's, up to the root. What a rule makes
superfluous (everything after a rejection that ends its group, a group whose required groups
failed) need not be run; whether it was run all the same changes nothing.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from judging.contract import MAX_GROUPS, GroupReport, RunReport
from judging.grading import judgement_verdict
from judging.packages.manifest import PackageManifest
from judging.packages.test_groups import TestGroup
from judging.points import DIGITS, ScoreError
from judging.verdicts import Verdict

ROOT = ""

_WORST_FIRST = (
    Verdict.JUDGING_ERROR,
    Verdict.RUN_TIME_ERROR,
    Verdict.MEMORY_LIMIT,
    Verdict.TIME_LIMIT,
    Verdict.WALL_TIME_LIMIT,
    Verdict.OUTPUT_LIMIT,
    Verdict.WRONG_ANSWER,
)
"""The legacy format's order for ``worst_error``."""


@dataclass(frozen=True, kw_only=True)
class SubResult:
    """What came of a test case or a group."""

    verdict: Verdict | None
    """None: it was not run, since what it requires had failed. It counts as rejected."""
    score: float = 0.0

    @property
    def is_accepted(self) -> bool:
        return self.verdict is Verdict.ACCEPTED


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What came of a submission."""

    verdict: Verdict
    score: float | None = None
    groups: tuple[GroupReport, ...] = ()


Grade = Callable[[TestGroup, Sequence[SubResult]], SubResult]
"""A package's own grader. May raise; there is at least one result."""


def aggregate(group: TestGroup, results: Sequence[SubResult]) -> SubResult:
    """The result of a group by its own rules (the formats' default grader)."""
    if group.ignores_samples:
        results = results[-1:]
    verdict = _verdict(group, results)
    scores = [result.score for result in results]
    match group.score_rule:
        case "all":
            accepted = all(result.is_accepted for result in results)
            score = (group.max_score or 0.0) if accepted else 0.0
        case "sum":
            score = math.fsum(scores)
        case "avg":
            score = math.fsum(scores) / len(scores)
        case "min":
            score = min(scores)
        case "max":
            score = max(scores)
    return SubResult(verdict=verdict, score=round(score, DIGITS))


def _verdict(group: TestGroup, results: Sequence[SubResult]) -> Verdict | None:
    if group.verdict_rule == "always_accept":
        return Verdict.ACCEPTED
    if group.accepts_any and any(result.is_accepted for result in results):
        return Verdict.ACCEPTED
    rejected = [result.verdict for result in results if not result.is_accepted]
    if not rejected:
        return Verdict.ACCEPTED
    known = [verdict for verdict in rejected if verdict is not None]
    if not known:
        return None
    return known[0] if group.verdict_rule == "first_error" else min(known, key=_WORST_FIRST.index)


@dataclass
class _Node:
    group: TestGroup
    children: "list[str | _Node]" = field(default_factory=list)
    """Names of test cases, and groups, in judging order."""
    cases: set[str] = field(default_factory=set)
    """Names of all test cases in it, however deep."""
    looked_at: int = 0
    """So many children have ended, and are known in the two facts below."""
    has_rejected_case: bool = False
    has_rejected_group: bool = False


class Scorer:
    """Takes the runs of one submission, and says what they add up to."""

    def __init__(self, manifest: PackageManifest, grade: Grade | None = None) -> None:
        """``grade`` is the package's own grader; it must be given where there is one."""
        self._manifest = manifest
        self._grade = grade
        self._runs: dict[str, RunReport] = {}
        self._settled: set[str] = set()
        """Test cases that were run, or need not be."""
        self._results: dict[str, SubResult | None] = {}
        """Of groups in which all test cases are settled."""
        self._position = {case.name: at for at, case in enumerate(manifest.test_cases)}
        self._nodes = _tree(manifest)
        self._is_any_rejected = False
        self._allowed: dict[str, bool] = {}
        """Of groups whose required groups have ended: whether all was accepted in these."""
        self._paths: dict[str, list[tuple[_Node, int]]] = {}
        """To the groups that a test case is in, the root first, and its place in each."""
        for node in sorted(self._nodes.values(), key=lambda node: len(node.group.name)):
            for place, child in enumerate(node.children):
                for case in [child] if isinstance(child, str) else child.cases:
                    self._paths.setdefault(case, []).append((node, place))

    def group_of(self, case_name: str) -> TestGroup | None:
        """The innermost group that a test case is in."""
        path = self._paths.get(case_name)
        return path[-1][0].group if path else None

    def add(self, run: RunReport) -> None:
        """Take the result of one more test case, in any order."""
        self._runs[run.test_case] = run
        self._settled.add(run.test_case)
        self._is_any_rejected |= run.verdict is not Verdict.ACCEPTED

    def is_needed(self, case_name: str, *, stops_early: bool = False) -> bool:
        """Whether a test case must be run, by what is known. Each is asked about once, in order.

        ``stops_early``: not even where only the verdicts of single test cases are still open.
        """
        path = self._paths.get(case_name)
        if path is None:
            return not (stops_early and self._is_any_rejected)
        needed = not any(self._is_over(node, place, stops_early) for node, place in path)
        if not needed:
            self._settled.add(case_name)
        return needed

    def result(self) -> Scored:
        """What the runs add up to. Raises ScoreError, and what the package's grader raises."""
        first = self._first_rejection()
        if not self._nodes:
            return Scored(verdict=first)
        root = self._nodes[ROOT]
        result = self._evaluate(root) or SubResult(verdict=Verdict.ACCEPTED)
        verdict = first if result.verdict is None else result.verdict
        if not self._manifest.is_scoring:
            return Scored(verdict=verdict)
        counted = set(self._counted(root))
        is_annulled = verdict is not Verdict.ACCEPTED and not root.group.keeps_rejected_score
        return Scored(
            verdict=verdict,
            score=0.0 if is_annulled else result.score,
            groups=tuple(
                self._group_report(self._nodes[name], name in counted, is_annulled)
                for name in scored_groups(self._manifest)
            ),
        )

    def unrun(self, verdict: Verdict) -> Scored:
        """What comes of a submission that never ran, for it has this verdict already."""
        if not self._manifest.is_scoring:
            return Scored(verdict=verdict)
        return Scored(
            verdict=verdict,
            score=0.0,
            groups=tuple(
                GroupReport(
                    name=name, verdict=None, score=0.0, max_score=self._nodes[name].group.max_score
                )
                for name in scored_groups(self._manifest)
            ),
        )

    def _first_rejection(self) -> Verdict:
        in_order = sorted(self._runs.values(), key=lambda run: self._position[run.test_case])
        return judgement_verdict(in_order)

    def _is_over(self, node: _Node, place: int, stops_early: bool) -> bool:
        """Whether nothing more need be run in a group, from that child on."""
        if not self._has_what_it_requires(node):
            return True
        if not self._manifest.is_scoring and not stops_early:
            return False
        self._look_at_children(node, place)
        if node.group.stops_at_rejection:
            return node.has_rejected_case or node.has_rejected_group
        return stops_early and node.group.is_decided_by_rejection and node.has_rejected_case

    def _look_at_children(self, node: _Node, before: int) -> None:
        """Each is looked at once, when it has ended: there may be thousands."""
        while node.looked_at < before:
            child = node.children[node.looked_at]
            if isinstance(child, str):
                if child not in self._settled:
                    return
                node.has_rejected_case |= self._is_rejected(child)
            else:
                if not child.cases <= self._settled:
                    return
                node.has_rejected_group |= self._is_rejected(child)
            node.looked_at += 1

    def _is_rejected(self, child: "str | _Node") -> bool:
        """Whether it is known to be rejected, whatever else comes."""
        if isinstance(child, str):
            run = self._runs.get(child)
            return run is not None and run.verdict is not Verdict.ACCEPTED
        result = self._evaluate(child) if child.cases <= self._settled else None
        return result is not None and not result.is_accepted

    def _has_what_it_requires(self, node: _Node) -> bool:
        name = node.group.name
        if not node.group.required_groups:
            return True
        if name in self._allowed:
            return self._allowed[name]
        cases = [case for one in node.group.required_groups for case in self._nodes[one].cases]
        is_allowed = all(map(self._is_accepted, cases))
        if self._settled.issuperset(cases):
            self._allowed[name] = is_allowed
        return is_allowed

    def _is_accepted(self, case_name: str) -> bool:
        run = self._runs.get(case_name)
        return run is not None and run.verdict is Verdict.ACCEPTED

    def _evaluate(self, node: _Node) -> SubResult | None:
        """None where nothing of it was run."""
        name = node.group.name
        if name in self._results:
            return self._results[name]
        result = self._computed(node)
        if node.cases <= self._settled:
            self._results[name] = result
        return result

    def _computed(self, node: _Node) -> SubResult | None:
        group = node.group
        if not self._has_what_it_requires(node):
            return SubResult(verdict=None)
        results: list[SubResult] = []
        for child in node.children:
            result = self._evaluate(child) if isinstance(child, _Node) else self._case(group, child)
            if result is None:
                continue
            results.append(result)
            if group.stops_at_rejection and not result.is_accepted:
                break
        if not results:
            return None
        if group.grader_args is not None and self._grade is not None:
            graded = self._grade(group, results)
        else:
            graded = aggregate(group, results)
        _check_bound(group, graded)
        return graded

    def _case(self, group: TestGroup, name: str) -> SubResult | None:
        run = self._runs.get(name)
        if run is None:
            return None
        is_accepted = run.verdict is Verdict.ACCEPTED
        default = (group.accept_score or 0.0) if is_accepted else group.reject_score
        return SubResult(verdict=run.verdict, score=default if run.score is None else run.score)

    def _counted(self, node: _Node) -> Iterable[str]:
        """Names of the groups within that were come to before something ended the judging."""
        if not self._has_what_it_requires(node):
            return
        for child in node.children:
            if isinstance(child, _Node):
                yield child.group.name
                yield from self._counted(child)
            if node.group.stops_at_rejection and self._is_rejected(child):
                return

    def _group_report(self, node: _Node, is_counted: bool, is_annulled: bool) -> GroupReport:
        result = (self._evaluate(node) if is_counted else None) or SubResult(verdict=None)
        return GroupReport(
            name=node.group.name,
            verdict=result.verdict,
            score=0.0 if is_annulled else result.score,
            max_score=node.group.max_score,
        )


def _check_bound(group: TestGroup, result: SubResult) -> None:
    bound = group.max_score
    if group.bound_is_strict and bound is not None and round(result.score - bound, 6) > 0:
        raise ScoreError(
            f"data/{group.name} has {result.score:g} points, more than its max_score {bound:g}"
        )


def _tree(manifest: PackageManifest) -> dict[str, _Node]:
    """The groups that have test cases, by name."""
    nodes = {group.name: _Node(group) for group in manifest.groups}
    parts: dict[str, set[str]] = {name: set() for name in nodes}
    for case in manifest.test_cases:
        child: str | _Node = case.name
        for name in _holders(case.name, nodes):
            node = nodes[name]
            node.cases.add(case.name)
            key = child if isinstance(child, str) else child.group.name + "/"
            if key not in parts[name]:
                parts[name].add(key)
                node.children.append(child)
            child = node
    return nodes


def _holders(case_name: str, nodes: Mapping[str, _Node]) -> Iterable[str]:
    """Names of the groups that a test case is in, innermost first."""
    parts = case_name.split("/")
    paths = ("/".join(parts[:length]) for length in range(len(parts) - 1, -1, -1))
    return (path for path in paths if path in nodes)


def scored_groups(manifest: PackageManifest) -> tuple[str, ...]:
    """Names of the groups that a submission's score is made of, in judging order; maybe none.

    They are the groups directly below the secret data, and the samples where these have points;
    none where the points are no sum of theirs, for the best of each would be no score then.
    """
    nodes = _tree(manifest)
    if not manifest.is_scoring or not all(
        nodes[name].group.score_rule == "sum" and nodes[name].group.grader_args is None
        for name in (ROOT, "secret")
        if name in nodes
    ):
        return ()
    groups = [
        child.group.name
        for name in ("secret", ROOT)
        if name in nodes
        for child in nodes[name].children
        if isinstance(child, _Node) and child.group.name != "secret"
    ]
    found = [name for name in groups if name.startswith("secret/")]
    if found and not nodes[ROOT].group.ignores_samples and "sample" in groups:
        sample = nodes["sample"].group
        if sample.accept_score != 0 or sample.max_score:
            found.insert(0, "sample")
    return tuple(found[:MAX_GROUPS])
