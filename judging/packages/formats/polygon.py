"""Full packages of Codeforces Polygon (``problem.xml``, with the tests written out)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

from pydantic import ValidationError

from judging.limits import Limits
from judging.packages.findings import Findings
from judging.packages.manifest import MAX_RUN_COUNT
from judging.packages.polygon_programs import DESCRIPTION_FILE, PolygonPrograms
from judging.packages.polygon_statements import (
    LANGUAGES,
    assembled_statements,
    read_statements,
    statement_files,
)
from judging.packages.polygon_tests import (
    PolygonGrading,
    PolygonTest,
    generated_inputs,
    has_points,
    read_tests,
    unmade_tests,
)
from judging.packages.polygon_tree import PolygonTree
from judging.packages.programs import is_plain_name, paths_below
from judging.packages.source import SourcePackage, Statement, TimeLimitRule
from judging.packages.test_groups import ScoreFiles
from judging.packages.tree import PackageTree
from judging.packages.yaml_file import read_text

FORMAT = "polygon"


def read_polygon(files: PackageTree, findings: Findings) -> SourcePackage:
    """Read all of the package; what can't be honoured goes to ``findings``.

    Raises PackageRefused where the description can't be read at all.
    """
    root = _description(files, findings)
    judging = root.find("judging")
    if judging is None:
        judging = ET.Element("judging")
    has_interactor = root.find("assets/interactor") is not None
    input_file, output_file = _files(judging, findings, is_interactive=has_interactor)
    testset = _testset(judging, findings)
    tests = read_tests(testset, files, findings)
    assembled = assembled_statements(files)
    tree = PolygonTree(files, _paths(tests), assembled)
    programs = PolygonPrograms(root, tree, findings)
    flags, validator = programs.judge()
    points: ScoreFiles = "ignored"
    if validator is not None:
        is_percent = judging.get("treat-points-from-checker-as-percent") == "true"
        validator = replace(validator, points_are_percent=is_percent)
        points = "bounded" if is_percent else "allowed"
    grading = PolygonGrading(testset, tests, findings, points_from_checker=points)
    statements = read_statements(root, tree, assembled, findings)
    return SourcePackage(
        short_name=root.get("short-name") or files.name,
        format_version=FORMAT,
        names=_names(root, statements, default=files.name),
        statements=statements,
        limits=_limits(testset, findings),
        time_limit=TimeLimitRule(
            is_stated=True, ac_to_time_limit=2.0, time_limit_to_tle=1.5, resolution_s=1.0
        ),
        test_cases=grading.test_cases(flags, testset.get("name") or "tests"),
        validator=validator,
        grading=grading.grading(),
        input_file=input_file,
        output_file=output_file,
        submissions=programs.submissions(),
        keywords=tuple(tag.get("value", "") for tag in root.iterfind("tags/tag")),
        statement_files=statement_files(tree),
        attachments=paths_below(tree, "materials"),
        included_files=programs.included_files(),
        input_validators=programs.validators(),
        invalid_inputs=programs.invalid_inputs(),
        generators=programs.generators(),
        generated=generated_inputs(tests, programs.generators()),
        unmade=unmade_tests(tests, tree),
        makers=programs.makers(),
        main_solution=programs.main_solution(),
        run_count=_run_count(judging, findings),
        tree=tree,
    )


def _names(root: ET.Element, statements: Sequence[Statement], *, default: str) -> dict[str, str]:
    titles = {
        LANGUAGES.get(name.get("language", ""), ""): name.get("value", "")
        for name in root.iterfind("names/name")
    }
    default_title = next(iter(titles.values()), default)
    return {one.language: titles.get(one.language, default_title) for one in statements}


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


def _run_count(judging: ET.Element, findings: Findings) -> int:
    text = judging.get("run-count", "1").strip()
    if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MAX_RUN_COUNT:
        return int(text)
    _problem(findings, f"judging run-count: {text!r} is no number from 1 to {MAX_RUN_COUNT}")
    return 1


def _testset(judging: ET.Element, findings: Findings) -> ET.Element:
    """The one called tests, or else the largest: pretests are a part of it."""
    testsets = judging.findall("testset")
    if not testsets:
        _problem(findings, "has no test set")
        return ET.Element("testset")
    named = [one for one in testsets if one.get("name") == "tests"]
    chosen = max(named or testsets, key=lambda one: len(one.findall("tests/test")))
    if chosen.find("groups") is not None and not has_points(chosen):
        findings.warning(DESCRIPTION_FILE, "its groups of tests have no points and change nothing")
    return chosen


def _paths(tests: list[PolygonTest]) -> frozenset[str]:
    paths: set[str | None] = set()
    for test in tests:
        paths |= {test.input_path, test.answer_path, test.shown_input_path, test.shown_answer_path}
    return frozenset(path for path in paths if path is not None)


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


def _files(
    judging: ET.Element, findings: Findings, *, is_interactive: bool
) -> tuple[str | None, str | None]:
    """The files that solutions read and write; None: standard input and output."""
    names: list[str | None] = []
    for key in ("input-file", "output-file"):
        name = (judging.get(key) or "").strip()
        if name in {"", "stdin", "stdout"}:
            names.append(None)
        elif is_interactive:
            _problem(findings, f"judging {key}: an interactor can't speak through files: empty it")
        elif is_plain_name(name, f"{DESCRIPTION_FILE} judging {key}", findings):
            names.append(name)
    return (names[0], names[1]) if len(names) == 2 else (None, None)
