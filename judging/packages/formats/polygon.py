"""Full packages of Codeforces Polygon (``problem.xml``, with the tests written out)."""

import re
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

from pydantic import ValidationError

from judging.languages import language_table
from judging.limits import Limits
from judging.packages.findings import Findings
from judging.packages.manifest import MAX_TEST_CASES, ValidatorFlags
from judging.packages.source import (
    ExampleSubmission,
    Expectation,
    ExpectationRule,
    SourcePackage,
    SourceTestCase,
    Statement,
    StatementKind,
    TimeLimitBound,
    TimeLimitRule,
    in_name_order,
)
from judging.packages.tree import PackageTree
from judging.packages.yaml_file import read_text

FORMAT = "polygon"
DESCRIPTION_FILE = "problem.xml"

_LANGUAGES = {
    "english": "en",
    "russian": "ru",
    "korean": "ko",
    "japanese": "ja",
    "chinese": "zh",
    "ukrainian": "uk",
    "polish": "pl",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "portuguese": "pt",
}
_EXACT = ValidatorFlags(case_sensitive=True)


def _within(tolerance: float) -> ValidatorFlags:
    return ValidatorFlags(
        float_absolute_tolerance=tolerance, float_relative_tolerance=tolerance, case_sensitive=True
    )


_CHECKERS: dict[str, ValidatorFlags] = {
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
}
"""Testlib's checkers that the default validator is equal to. Its fcmp and lcmp also look at line
ends, in another way than the validator's own flag for white space."""

_PATTERN = re.compile(r"[A-Za-z0-9_./-]*%(?:0([1-9]))?d[A-Za-z0-9_./-]*")


def _rule(permitted: str = "", required: str = "") -> ExpectationRule:
    return ExpectationRule(
        permitted=frozenset(permitted.split()) or None, required=frozenset(required.split()) or None
    )


_TAGS: dict[str, ExpectationRule] = {
    "main": _rule("AC"),
    "accepted": _rule("AC"),
    "rejected": _rule("", "WA TLE RTE"),
    "wrong-answer": _rule("AC WA", "WA"),
    "presentation-error": _rule("AC WA", "WA"),
    "time-limit-exceeded": _rule("AC TLE", "TLE"),
    "time-limit-exceeded-or-accepted": _rule("AC TLE"),
    "time-limit-exceeded-or-memory-limit-exceeded": _rule("AC TLE MLE", "TLE MLE"),
    "memory-limit-exceeded": _rule("AC MLE", "MLE"),
    "failed": _rule("", "RTE"),
}


def read_polygon(tree: PackageTree, findings: Findings) -> SourcePackage:
    """Read all of the package; what can't be honoured goes to ``findings``.

    Raises PackageRefused where the description can't be read at all.
    """
    root = _description(tree, findings)
    judging = root.find("judging")
    testset = _testset(root, findings)
    if judging is not None:
        for key in ("input-file", "output-file"):
            if judging.get(key):
                _problem(findings, f"judging {key}: only standard input and output are supported")
        if judging.get("run-count", "1") != "1":
            _problem(findings, "judging run-count: several runs are not supported yet")
    if root.find("assets/interactor") is not None:
        _problem(findings, "interactors are not supported yet")
    if root.find("assets/validators/validator") is not None:
        findings.warning(DESCRIPTION_FILE, "validators need testlib, so the tests are not checked")
    statements = _statements(root, tree, findings)
    titles = {
        _LANGUAGES.get(name.get("language", ""), ""): name.get("value", "")
        for name in root.iterfind("names/name")
    }
    default_title = next(iter(titles.values()), tree.name)
    return SourcePackage(
        short_name=root.get("short-name") or tree.name,
        format_version=FORMAT,
        names={one.language: titles.get(one.language, default_title) for one in statements},
        statements=statements,
        limits=_limits(testset, findings),
        time_limit=TimeLimitRule(
            is_stated=True, ac_to_time_limit=2.0, time_limit_to_tle=1.5, resolution_s=1.0
        ),
        test_cases=_test_cases(testset, tree, _flags(root, findings), findings),
        submissions=_submissions(root, tree, findings),
        keywords=tuple(tag.get("value", "") for tag in root.iterfind("tags/tag")),
        statement_files=tuple(
            path
            for path in sorted(tree.sizes)
            if path.startswith("statements/") and path.endswith((".png", ".jpg", ".jpeg"))
        ),
        tree=tree,
    )


def _problem(findings: Findings, message: str) -> None:
    findings.problem(DESCRIPTION_FILE, message)


def _description(tree: PackageTree, findings: Findings) -> ET.Element:
    text = read_text(tree, DESCRIPTION_FILE, findings) or ""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        _problem(findings, "has a document type, which Polygon never writes: remove it")
        findings.raise_if_refused()
    try:
        return ET.fromstring(text.encode())  # noqa: S314 - without a DTD nothing can be expanded
    except ET.ParseError as error:
        findings.problem(DESCRIPTION_FILE, f"not valid XML: {error}", error.position[0])
        findings.raise_if_refused()
        raise


def _testset(root: ET.Element, findings: Findings) -> ET.Element:
    testsets = root.findall("judging/testset")
    named = [one for one in testsets if one.get("name") == "tests"] or testsets
    if not named:
        _problem(findings, "has no test set")
        return ET.Element("testset")
    testset = named[0]
    if testset.find("groups") is not None or testset.find("tests/test[@points]") is not None:
        _problem(findings, "points and groups of tests are not supported yet")
    return testset


def _limits(testset: ET.Element, findings: Findings) -> Limits:
    values: dict[str, Any] = {}
    units = (("time-limit", "cpu_time_ms", 1), ("memory-limit", "memory_kib", 1024))
    for key, field, divisor in units:
        text = (testset.findtext(key) or "").strip()
        value = int(text) // divisor if text.isdecimal() and len(text) <= 15 else 0
        try:
            Limits(**{field: value})
        except ValidationError:
            _problem(findings, f"{key}: {text!r} is missing or beyond this site's bounds")
        else:
            values[field] = value
    return Limits(**values)


def _flags(root: ET.Element, findings: Findings) -> ValidatorFlags:
    checker = root.find("assets/checker")
    name = checker.get("name", "") if checker is not None else ""
    flags = _CHECKERS.get(name.removeprefix("std::").removesuffix(".cpp"))
    if flags is not None and name.startswith("std::"):
        return flags
    known = ", ".join(f"std::{one}.cpp" for one in sorted(_CHECKERS))
    _problem(findings, f"checker {name or 'of its own'} is not supported yet, only {known}")
    return ValidatorFlags()


def _test_cases(
    testset: ET.Element, tree: PackageTree, flags: ValidatorFlags, findings: Findings
) -> tuple[SourceTestCase, ...]:
    tests = testset.findall("tests/test")
    patterns = [
        (testset.findtext(f"{key}-path-pattern") or "").strip() for key in ("input", "answer")
    ]
    for pattern in patterns:
        if not _PATTERN.fullmatch(pattern):
            _problem(findings, f"{pattern!r} is no pattern for paths of tests")
            return ()
    if not tests or len(tests) > MAX_TEST_CASES:
        _problem(findings, f"{len(tests)} tests; from 1 to {MAX_TEST_CASES} are accepted")
        return ()
    cases: dict[str, SourceTestCase] = {}
    for number, test in enumerate(tests, start=1):
        paths = [pattern % number for pattern in patterns]
        for path in paths:
            if path not in tree.sizes:
                findings.problem(path, "is missing: a full package (with tests) is needed")
        group = "sample" if test.get("sample") == "true" else "secret"
        name = f"{group}/{number:0{max(2, len(str(len(tests))))}d}"
        cases[name] = SourceTestCase(
            name=name, input_path=paths[0], answer_path=paths[1], validator_flags=flags
        )
    return tuple(cases[name] for name in in_name_order(cases))


def _statements(root: ET.Element, tree: PackageTree, findings: Findings) -> tuple[Statement, ...]:
    found: dict[str, Statement] = {}
    for element in root.iterfind("statements/statement"):
        path, stated = element.get("path", ""), element.get("language", "")
        language = _LANGUAGES.get(stated)
        suffix = PurePosixPath(path).suffix
        if suffix not in {".tex", ".pdf"} or path not in tree.sizes:
            continue
        if language is None:
            findings.warning(path, f"the language {stated!r} is not known here: left out")
        elif language not in found or suffix == ".tex":
            kind: StatementKind = "latex" if suffix == ".tex" else "pdf"
            found[language] = Statement(language=language, markdown="", path=path, kind=kind)
    if not found:
        findings.problem("statements", "no statement here: add one in LaTeX or as PDF")
    return tuple(found[language] for language in sorted(found))


def _submissions(
    root: ET.Element, tree: PackageTree, findings: Findings
) -> tuple[ExampleSubmission, ...]:
    submissions: list[ExampleSubmission] = []
    for element in root.iterfind("assets/solutions/solution"):
        tag = element.get("tag", "")
        source = element.find("source")
        path = source.get("path", "") if source is not None else ""
        if path not in tree.sizes:
            findings.problem(path or DESCRIPTION_FILE, "this solution is missing: add it")
            continue
        rule = _TAGS.get(tag)
        if rule is None:
            findings.warning(path, f"the tag {tag!r} asks nothing of this solution: left out")
            continue
        name = PurePosixPath(path).name
        language = language_table().for_example_submission([name])
        submissions.append(
            ExampleSubmission(
                path=f"{tag}/{name}",
                files={name: path},
                language=None if language is None else language.id,
                expectations=(
                    Expectation(
                        stated_by=f"tag {tag}", any_of=(rule,), bound=TimeLimitBound.of(rule)
                    ),
                ),
            )
        )
    return tuple(sorted(submissions, key=lambda one: one.path))
