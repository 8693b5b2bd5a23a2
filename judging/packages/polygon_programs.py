"""The programs of a Polygon package: checker, interactor, validators, graders and solutions."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from judging import testlib
from judging.languages import language_table
from judging.names import is_source_name
from judging.packages.findings import Findings
from judging.packages.manifest import ValidatorFlags
from judging.packages.polygon_tree import path_of_test
from judging.packages.source import (
    ExampleSubmission,
    Expectation,
    ExpectationRule,
    InvalidInput,
    Program,
    TimeLimitBound,
)
from judging.packages.source_programs import SourceChecker, SourceValidator
from judging.packages.tree import PackageTree

DESCRIPTION_FILE = "problem.xml"

_EXACT = ValidatorFlags(case_sensitive=True)


def _within(tolerance: float) -> ValidatorFlags:
    return ValidatorFlags(
        float_absolute_tolerance=tolerance, float_relative_tolerance=tolerance, case_sensitive=True
    )


_SAME_AS_DEFAULT: dict[str, ValidatorFlags] = {
    "wcmp": _EXACT,
    "ncmp": _EXACT,
    "icmp": _EXACT,
    "hcmp": _EXACT,
    "yesno": ValidatorFlags(),
    "nyesno": ValidatorFlags(),
    "dcmp": _within(1e-6),
    "rcmp4": _within(1e-4),
    "rcmp6": _within(1e-6),
    "rcmp9": _within(1e-9),
    "rcmp": ValidatorFlags(float_absolute_tolerance=1.5e-6, case_sensitive=True),
    "acmp": ValidatorFlags(float_absolute_tolerance=1.5e-6, case_sensitive=True),
    "rncmp": ValidatorFlags(float_absolute_tolerance=1.5e-5, case_sensitive=True),
}
"""Testlib's checkers that the default validator is equal to, without a process for each run."""

_CPP = "cpp17"
_CPP_SUFFIXES = (".cpp", ".cc", ".cxx", ".c", ".c++")
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".inc")
_CODE_BY_TYPE = {"cpp": "cpp", "c": "c", "java": "java", "python": "python3", "kotlin": "kotlin"}


def _rules(final: str, permitted: str) -> tuple[ExpectationRule, ...]:
    """One of the words in the end, or somewhere and nothing worse: Polygon says either."""
    words = frozenset(final.split())
    return (
        ExpectationRule(permitted=frozenset(permitted.split()) | {"AC"}, required=words),
        ExpectationRule(final=words),
    )


_ACCEPTED = (ExpectationRule(permitted=frozenset({"AC"})),)
_TAGS: dict[str, tuple[ExpectationRule, ...]] = {
    "main": _ACCEPTED,
    "accepted": _ACCEPTED,
    "rejected": (ExpectationRule(required=frozenset({"WA", "TLE", "RTE", "MLE", "OLE", "CE"})),),
    "wrong-answer": _rules("WA", "WA"),
    "presentation-error": _rules("WA", "WA"),
    "time-limit-exceeded": _rules("TLE", "TLE"),
    "time-limit-exceeded-or-accepted": (ExpectationRule(permitted=frozenset({"AC", "TLE"})),),
    "time-limit-exceeded-or-memory-limit-exceeded": _rules("TLE MLE", "TLE MLE"),
    # Running out of memory is an exception in many languages.
    "memory-limit-exceeded": _rules("MLE RTE", "MLE RTE"),
    "failed": _rules("RTE", "RTE"),
}


class PolygonPrograms:
    """Reads them out of ``problem.xml``; what is wrong goes to ``findings``."""

    def __init__(self, root: ET.Element, tree: PackageTree, findings: Findings) -> None:
        self._root = root
        self._tree = tree
        self._findings = findings

    def judge(self) -> tuple[ValidatorFlags, SourceValidator | None]:
        """What judges: the default validator with flags, or the package's own programs."""
        interactor = self._root.find("assets/interactor")
        checker = self._root.find("assets/checker")
        name = checker.get("name", "") if checker is not None else ""
        standard = name.removeprefix("std::").removesuffix(".cpp") if "::" in name else ""
        if interactor is None and standard in _SAME_AS_DEFAULT:
            return _SAME_AS_DEFAULT[standard], None
        program = self._checker(checker, standard)
        if program is None:
            return ValidatorFlags(), None
        if interactor is None:
            return ValidatorFlags(), SourceValidator(
                kind="custom",
                language=program.language,
                files=program.files,
                standard_files=program.standard_files,
                protocol="testlib",
            )
        own = self._program(interactor, "interactor")
        if own is None:
            return ValidatorFlags(), None
        return ValidatorFlags(), SourceValidator(
            kind="interactive",
            language=own.language,
            files=own.files,
            protocol="testlib",
            checker=program,
        )

    def _checker(self, element: ET.Element | None, standard: str) -> SourceChecker | None:
        source = testlib.standard_checker(standard)
        if source is not None:
            files = {f"{standard}.cpp": source}
            return SourceChecker(language=_CPP, files={}, standard_files=files)
        if element is None:
            self._problem("has no checker")
            return None
        return self._program(element, "checker")

    def validators(self) -> tuple[Program, ...]:
        """The input validators."""
        programs: list[Program] = []
        for element in self._root.iterfind("assets/validators/validator"):
            program = self._program(element, "validator")
            if program is not None:
                name = list(program.files)[-1]
                programs.append(Program(name=name, files=program.files, protocol="testlib"))
        return tuple(programs)

    def invalid_inputs(self) -> tuple[InvalidInput, ...]:
        """Tests of the validators themselves which these must reject, where they are there."""
        paths: list[str] = []
        for testset in self._root.iterfind("assets/validators/validator/testset"):
            pattern = (testset.findtext("input-path-pattern") or "").strip()
            for number, test in enumerate(testset.iterfind("tests/test"), start=1):
                path = path_of_test(pattern, number) or ""
                if path in self._tree.sizes and test.get("verdict") == "invalid":
                    paths.append(path)
        return tuple(InvalidInput(path=path) for path in paths)

    def generators(self) -> tuple[str, ...]:
        """What made the tests; kept, and run only for those that are not there."""
        programs = self._root.iterfind("files/executables/executable")
        paths = {_source(element)[0] for element in programs}
        for kind in ("checker", "interactor", "validators/validator"):
            paths -= {_source(one)[0] for one in self._root.iterfind(f"assets/{kind}")}
        return tuple(sorted(path for path in paths if path in self._tree.sizes))

    def makers(self) -> Mapping[str, SourceChecker]:
        """The generators by the names that the tests' commands have for them."""
        makers: dict[str, SourceChecker] = {}
        kept = set(self.generators())
        for element in self._root.iterfind("files/executables/executable"):
            path, _ = _source(element)
            program = self._program(element, "generator", Findings()) if path in kept else None
            if program is not None:
                makers[PurePosixPath(path).stem] = program
        return makers

    def main_solution(self) -> SourceChecker | None:
        """What makes answers; None where it is not there, or in no language of the table."""
        element = self._root.find("assets/solutions/solution[@tag='main']")
        path, stated = _source(element) if element is not None else ("", "")
        name = PurePosixPath(path).name
        language = language_of(stated, name)
        if path not in self._tree.sizes or language is None:
            return None
        return SourceChecker(language=language, files={name: path})

    def included_files(self) -> Mapping[str, Mapping[str, str]]:
        """What is compiled with every solution: resources for the asset ``solution``."""
        included: dict[str, dict[str, str]] = {}
        for file in self._root.iterfind("files/resources/file"):
            path = file.get("path", "")
            assets = {asset.get("name") for asset in file.iterfind("assets/asset")}
            if "solution" not in assets or path not in self._tree.sizes:
                continue
            for mask in re.split(r"[,;\s]+", file.get("for-types") or file.get("for-type") or "*"):
                family = mask.split(".")[0].rstrip("*")
                code = "default" if family == "" else _CODE_BY_TYPE.get(family)
                if code is None:
                    self._findings.warning(path, f"is for {mask!r}, which is no language here")
                    continue
                included.setdefault(code, {})[PurePosixPath(path).name] = path
        return included

    def submissions(self) -> tuple[ExampleSubmission, ...]:
        """The solutions, by path."""
        submissions: list[ExampleSubmission] = []
        for element in self._root.iterfind("assets/solutions/solution"):
            tag = element.get("tag", "")
            path, stated = _source(element)
            if path not in self._tree.sizes:
                self._findings.problem(path or DESCRIPTION_FILE, "this solution is missing: add it")
                continue
            rules = _TAGS.get(tag)
            if rules is None:
                self._findings.warning(
                    path, f"the tag {tag!r} asks nothing of this solution: left out"
                )
                continue
            expectation = Expectation(
                stated_by=f"tag {tag}", any_of=rules, bound=TimeLimitBound.of(*rules)
            )
            name = PurePosixPath(path).name
            submissions.append(
                ExampleSubmission(
                    path=f"{tag}/{name}",
                    files={name: path},
                    language=language_of(stated, name),
                    expectations=(expectation,),
                )
            )
        return tuple(sorted(submissions, key=lambda one: one.path))

    def _program(
        self, element: ET.Element, what: str, findings: Findings | None = None
    ) -> SourceChecker | None:
        """A program that speaks as testlib does; None, with the reason in ``findings`` (or in
        those of all), where it can't be had. Its own source is the last of its files."""
        problems = findings or self._findings
        path, stated = _source(element)
        copy = element.find("copy")
        if path not in self._tree.sizes and copy is not None:
            path = copy.get("path", "")
        if path not in self._tree.sizes:
            problems.problem(path or DESCRIPTION_FILE, f"the {what}'s source is missing")
            return None
        language = language_of(stated, PurePosixPath(path).name)
        if language is None:
            problems.problem(
                path, f"the {what} is written in {stated!r}, which is no language of this site"
            )
            return None
        name = PurePosixPath(path).name
        if language_table().get(language).package_code in {"c", "cpp"}:
            # Testlib is C++, whatever a source is called.
            name, language = PurePosixPath(name).with_suffix(".cpp").name, _cpp(language)
        files = {**self._beside(what, PurePosixPath(path).suffix, path), name: path}
        for file_name, own in files.items():
            if not is_source_name(file_name):
                problems.problem(own, "a name that no program here may have: rename it")
        return SourceChecker(language=language, files=files)

    def _beside(self, asset: str, suffix: str, source: str) -> dict[str, str]:
        """What a program may include: headers, or in another language more of its sources."""
        wanted = _HEADERS if suffix in _CPP_SUFFIXES else (suffix,)
        beside: dict[str, str] = {}
        for file in self._root.iterfind("files/resources/file"):
            path = file.get("path", "")
            assets = {one.get("name") for one in file.iterfind("assets/asset")}
            is_wanted = path.endswith(wanted) and path in self._tree.sizes and path != source
            if is_wanted and (not assets or asset in assets):
                beside[PurePosixPath(path).name] = path
        return beside

    def _problem(self, message: str) -> None:
        self._findings.problem(DESCRIPTION_FILE, message)


def _cpp(language: str) -> str:
    """The C++ to compile it as; Polygon's own default where it says no version."""
    return language if language.startswith("cpp") else _CPP


def _source(element: ET.Element) -> tuple[str, str]:
    source = element.find("source")
    if source is None:
        return "", ""
    return source.get("path", ""), source.get("type", "")


_LANGUAGE_OF_TYPE = (
    (re.compile(r"c\."), "c17"),
    (re.compile(r"cpp\..*(?:\+\+|-)(?:2b|23)"), "cpp23"),
    (re.compile(r"cpp\..*(?:\+\+|-)(?:2a|20)"), "cpp20"),
    (re.compile(r"cpp\b"), "cpp17"),
    (re.compile(r"python\.pypy3"), "pypy3"),
    (re.compile(r"python\.3"), "python3"),
    (re.compile(r"java\d"), "java17"),
    (re.compile(r"kotlin"), "kotlin"),
    (re.compile(r"pas\."), "pascal"),
    (re.compile(r"csharp"), "csharp"),
)
_PYTHON_2 = re.compile(r"python\.(2|pypy2)")


def language_of(stated: str, name: str) -> str | None:
    """The language of a Polygon source type such as ``cpp.g++17``, or else of a file's name."""
    if _PYTHON_2.match(stated):
        return None
    for pattern, language_id in _LANGUAGE_OF_TYPE:
        if pattern.match(stated):
            return language_id
    language = language_table().for_example_submission([name])
    return None if language is None else language.id
