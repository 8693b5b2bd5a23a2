"""The tests of a Polygon package, with their groups and points."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from judging.packages.findings import Findings
from judging.packages.manifest import MAX_TEST_CASES, MAX_TEST_GROUPS, ValidatorFlags
from judging.packages.polygon_programs import DESCRIPTION_FILE
from judging.packages.polygon_tree import path_of_test
from judging.packages.source import Grading, SourceTestCase, in_name_order
from judging.packages.source_programs import GeneratedInput, UnmadeTest
from judging.packages.test_groups import ScoreFiles, TestGroup
from judging.packages.tree import PackageTree

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")
_POINTS = re.compile(r"\d{1,9}(\.\d{1,9})?")


@dataclass(frozen=True, kw_only=True)
class PolygonTest:
    """One test as ``problem.xml`` has it."""

    number: int
    input_path: str
    answer_path: str
    is_sample: bool
    group: str
    points: float
    description: str
    commands: tuple[tuple[str, ...], ...] = ()
    """What makes the input, where the package says so."""
    from_file: str | None = None
    shown_input_path: str | None = None
    shown_answer_path: str | None = None


def read_tests(testset: ET.Element, tree: PackageTree, findings: Findings) -> list[PolygonTest]:
    """The tests in their order; empty where they can't be had."""
    elements = testset.findall("tests/test")
    keys = ("input", "answer")
    patterns = [(testset.findtext(f"{key}-path-pattern") or "").strip() for key in keys]
    for pattern in patterns:
        if path_of_test(pattern, 1) is None:
            findings.problem(DESCRIPTION_FILE, f"{pattern!r} is no pattern for paths of tests")
            return []
    if not elements or len(elements) > MAX_TEST_CASES:
        findings.problem(
            DESCRIPTION_FILE, f"{len(elements)} tests; from 1 to {MAX_TEST_CASES} are accepted"
        )
        return []
    samples = 0
    tests: list[PolygonTest] = []
    for number, element in enumerate(elements, start=1):
        is_sample = element.get("sample") == "true"
        samples += is_sample
        input_path, answer_path = (pattern % number for pattern in patterns)
        commands = _commands(element)
        if input_path not in tree.sizes and not commands:
            findings.problem(
                input_path, "is missing: take a full package, which has all tests and answers"
            )
        points = element.get("points") or "0"
        if not _POINTS.fullmatch(points):
            findings.problem(DESCRIPTION_FILE, f"test {number}: {points!r} are no points")
            points = "0"
        shown = _shown(tree, samples) if is_sample else (None, None)
        tests.append(
            PolygonTest(
                number=number,
                input_path=input_path,
                answer_path=answer_path,
                is_sample=is_sample,
                group=element.get("group") or "",
                points=float(points),
                description=element.get("description") or "",
                commands=commands,
                from_file=element.get("from-file"),
                shown_input_path=shown[0],
                shown_answer_path=shown[1],
            )
        )
    return tests


def generated_inputs(
    tests: Sequence[PolygonTest], generators: Sequence[str]
) -> tuple[GeneratedInput, ...]:
    """Inputs that one call of one of the package's generators printed."""
    by_name = {PurePosixPath(path).stem: path for path in generators}
    return tuple(
        GeneratedInput(generator=by_name[name], args=args, input_path=test.input_path)
        for test in tests
        # A call that writes several inputs at once is named together with a file.
        if len(test.commands) == 1 and test.from_file is None
        for name, *rest in test.commands
        for args in [tuple(rest)]
        if name in by_name and ">" not in args
    )


def _commands(element: ET.Element) -> tuple[tuple[str, ...], ...]:
    """``gen 5 "a b" | mix`` as the programs with their arguments; none where it is no such text."""
    lexer = shlex.shlex(element.get("cmd") or "", posix=True, punctuation_chars="|")
    lexer.whitespace_split = True
    lexer.commenters = ""
    commands: list[list[str]] = [[]]
    try:
        for word in lexer:
            if word == "|":
                commands.append([])
            else:
                commands[-1].append(word)
    except ValueError:
        return ()
    return tuple(tuple(command) for command in commands if command)


def unmade_tests(tests: Sequence[PolygonTest], tree: PackageTree) -> tuple[UnmadeTest, ...]:
    """Those of which the input or the answer is not in the package."""
    unmade: list[UnmadeTest] = []
    for test in tests:
        has_input = test.input_path in tree.sizes
        # Another input may have another answer.
        if has_input and test.answer_path in tree.sizes:
            continue
        unmade.append(
            UnmadeTest(
                input_path=test.input_path,
                commands=() if has_input else test.commands,
                from_file=test.from_file,
                answer_path=test.answer_path,
            )
        )
    return tuple(unmade)


def has_points(testset: ET.Element) -> bool:
    return testset.find("tests/test[@points]") is not None


def _shown(tree: PackageTree, ordinal: int) -> tuple[str | None, str | None]:
    """What statements show in place of a sample, where it is a text of its own."""
    for path in sorted(tree.sizes):
        if re.fullmatch(rf"statements/[a-z]+/example\.0*{ordinal}", path):
            answer = f"{path}.a"
            return path, answer if answer in tree.sizes else None
    return None, None


class PolygonGrading:
    """Names the tests by their groups, and turns groups and points into test data groups."""

    def __init__(
        self,
        testset: ET.Element,
        tests: Sequence[PolygonTest],
        findings: Findings,
        *,
        points_from_checker: ScoreFiles,
    ) -> None:
        self._tests = tests
        self._findings = findings
        self._is_scoring = has_points(testset)
        self._points_from_checker = points_from_checker
        self._settings = {one.get("name", ""): one for one in testset.iterfind("groups/group")}
        self._names: dict[str, str] = {}
        """Of each Polygon group with secret tests, that of the test data group."""
        for test in tests:
            if self._is_scoring and self._is_secret(test) and test.group not in self._names:
                plain = _NOT_IN_NAMES.sub("-", test.group).strip("-.") or "tests"
                self._names[test.group] = f"secret/{len(self._names) + 1:02d}-{plain}"

    def test_cases(self, flags: ValidatorFlags, testset: str) -> tuple[SourceTestCase, ...]:
        """In judging order. A sample that counts for points is a secret test as well."""
        width = max(2, len(str(len(self._tests))))
        cases: dict[str, SourceTestCase] = {}
        for test in self._tests:
            number = f"{test.number:0{width}d}"
            names = [f"sample/{number}"] if test.is_sample else []
            if self._is_secret(test):
                names.append(f"{self._directory(test)}/{number}")
            for name in names:
                is_sample = name.startswith("sample/")
                group = ("--group", test.group) if test.group else ()
                cases[name] = SourceTestCase(
                    name=name,
                    input_path=test.input_path,
                    answer_path=test.answer_path,
                    validator_flags=flags,
                    description=test.description,
                    shown_input_path=test.shown_input_path if is_sample else None,
                    shown_answer_path=test.shown_answer_path if is_sample else None,
                    input_validator_args={"*": ("--testset", testset, *group)},
                )
        return tuple(cases[name] for name in in_name_order(cases))

    def grading(self) -> Grading:
        if not self._is_scoring:
            return Grading()
        groups = [group for name in self._names for group in self._groups(name)]
        if len(groups) > MAX_TEST_GROUPS - 3:
            self._findings.problem(DESCRIPTION_FILE, f"at most {MAX_TEST_GROUPS - 3} groups")
        total = sum(group.max_score or 0 for group in groups if group.name.count("/") == 1)
        above = {"stops_at_rejection": False, "verdict_rule": "first_error", "max_score": total}
        root = TestGroup.model_validate({"name": "", "keeps_rejected_score": True, **above})
        samples = [
            TestGroup(
                name="sample",
                stops_at_rejection=False,
                verdict_rule="first_error",
                accept_score=0.0,
                max_score=0.0,
            )
        ] * any(test.is_sample for test in self._tests)
        secret = [TestGroup.model_validate({"name": "secret", **above})] * bool(groups)
        return Grading(is_scoring=True, groups=(root, *samples, *secret, *groups), max_score=total)

    def _is_secret(self, test: PolygonTest) -> bool:
        if not test.is_sample:
            return True
        members = (one for one in self._tests if one.group == test.group and test.group)
        return self._is_scoring and (test.points > 0 or any(not one.is_sample for one in members))

    def _directory(self, test: PolygonTest) -> str:
        if not self._is_scoring:
            return "secret"
        name = self._names[test.group]
        worth = self._worth(test.group)
        return name if len(worth) == 1 else f"{name}/{worth.index(test.points) + 1}"

    def _members(self, group: str) -> list[PolygonTest]:
        return [test for test in self._tests if test.group == group and self._is_secret(test)]

    def _worth(self, group: str) -> list[float]:
        """The points that single tests of a group have, each once; one for a complete group."""
        if self._is_complete(group):
            return [0.0]
        return list(dict.fromkeys(test.points for test in self._members(group)))

    def _is_complete(self, group: str) -> bool:
        settings = self._settings.get(group)
        return settings is not None and settings.get("points-policy") == "complete-group"

    def _groups(self, group: str) -> list[TestGroup]:
        """The test data group, and where its tests differ in worth, one for each worth in it."""
        name, members = self._names[group], self._members(group)
        common: dict[str, object] = {
            "name": name,
            "verdict_rule": "first_error",
            "max_score": sum(test.points for test in members),
            "required_groups": self._required(group),
        }
        if self._is_complete(group):
            return [TestGroup.model_validate({**common, "score_rule": "all", "accept_score": 0.0})]
        common |= {"stops_at_rejection": False}
        worth = self._worth(group)
        if len(worth) == 1:
            own = {"accept_score": worth[0], "score_files": self._points_from_checker}
            return [TestGroup.model_validate({**common, **own})]
        parts = [
            TestGroup.model_validate(
                {
                    "name": f"{name}/{number}",
                    "verdict_rule": "first_error",
                    "stops_at_rejection": False,
                    "accept_score": points,
                    "score_files": self._points_from_checker,
                    "max_score": points * sum(test.points == points for test in members),
                }
            )
            for number, points in enumerate(worth, start=1)
        ]
        return [TestGroup.model_validate(common), *parts]

    def _required(self, group: str) -> tuple[str, ...]:
        settings = self._settings.get(group)
        wanted = settings.iterfind("dependencies/dependency") if settings is not None else ()
        names: list[str] = []
        for dependency in wanted:
            other = dependency.get("group", "")
            if other in self._names:
                names.append(self._names[other])
            elif any(test.group == other for test in self._tests):
                names.append("sample")
            else:
                self._findings.problem(
                    DESCRIPTION_FILE, f"group {group} depends on {other!r}, which does not exist"
                )
        return tuple(names)
