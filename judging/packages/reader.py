"""Reading a problem package: a folder or a zip, in any format of the table below.

Without ``problem.yaml`` it may be Polygon's, or bare test cases."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from judging.packages.findings import Findings, PackageRefused
from judging.packages.formats.legacy import read_legacy
from judging.packages.formats.plain import is_plain, read_plain
from judging.packages.formats.polygon import read_polygon
from judging.packages.formats.v2025_09 import read_2025_09
from judging.packages.legacy_groups import keep_expected_points
from judging.packages.polygon_programs import DESCRIPTION_FILE
from judging.packages.settings import Settings
from judging.packages.source import SourcePackage
from judging.packages.statements import refuse_unshown
from judging.packages.tree import PackageTree, open_tree
from judging.packages.yaml_file import read_yaml_map

METADATA_FILE = "problem.yaml"

FormatReader = Callable[[PackageTree, Settings, str, Findings], SourcePackage]

_FORMATS: dict[str, tuple[str, FormatReader]] = {
    "legacy": ("legacy", read_legacy),
    "legacy-icpc": ("legacy-icpc", read_legacy),
    "2025-09": ("2025-09", read_2025_09),
    "2025-09-draft": ("2025-09", read_2025_09),
    "2023-07-draft": ("2025-09", read_2025_09),
}


def read(
    path: Path, *, for_judging_only: bool = False, may_lack_tests: bool = False
) -> SourcePackage:
    """Read the package at ``path``.

    A statement that can't be shown (LaTeX, PDF), or points of which fewer are better, refuse
    it, unless it is read only to be judged; and so do tests that are yet to be made, unless the
    caller makes them (``judging.generating``). Raises PackageRefused, with every problem found,
    where it can't be honoured in full, and FileNotFoundError where there is nothing.
    """
    findings = Findings()
    tree = open_tree(path, findings)
    # Of a hostile archive nothing further is looked at.
    findings.raise_if_refused()
    try:
        package = _read_tree(tree, findings)
    except PackageRefused as refused:
        findings.problems.extend(
            problem for problem in refused.problems if problem not in findings.problems
        )
        raise PackageRefused(findings.problems) from refused
    grading = keep_expected_points(package.grading, package.submissions, findings)
    package = replace(package, grading=grading)
    if not for_judging_only:
        refuse_unshown(package.statements, findings)
        if package.grading.prefers_less:
            findings.problem(
                METADATA_FILE,
                "grading.objective: more points are better on this site: turn the points around",
                package.grading.prefers_less_line,
            )
    if package.unmade and not may_lack_tests:
        findings.problem(
            package.unmade[0].answer_path or package.unmade[0].input_path,
            f"is missing, as are parts of {len(package.unmade)} tests in all: take Polygon's full "
            "package, or have them made by `python -m judging generate PACKAGE --into DIR`",
        )
    findings.raise_if_refused()
    return replace(package, warnings=tuple(findings.warnings))


def _read_tree(tree: PackageTree, findings: Findings) -> SourcePackage:
    if METADATA_FILE in tree.sizes:
        return _read_by_metadata(tree, findings)
    if DESCRIPTION_FILE in tree.sizes:
        return read_polygon(tree, findings)
    if is_plain(tree):
        return read_plain(tree, findings)
    findings.problem(
        METADATA_FILE,
        "is missing: a package is one directory (or a zip of it) with problem.yaml in it",
    )
    raise PackageRefused(findings.problems)


def _read_by_metadata(tree: PackageTree, findings: Findings) -> SourcePackage:
    top = Settings(read_yaml_map(tree, METADATA_FILE, findings), findings)
    findings.raise_if_refused()
    stated = top.text("problem_format_version") or "legacy"
    if stated not in _FORMATS:
        top.problem(
            "problem_format_version",
            f"{stated!r} is not one of the formats read here: {', '.join(_FORMATS)}",
        )
        findings.raise_if_refused()
    version, read_format = _FORMATS[stated]
    return read_format(tree, top, version, findings)
