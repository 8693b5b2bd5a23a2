"""Reading a problem package: a folder or a zip, in any format of the table below."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from judging.packages.findings import Findings, PackageRefused
from judging.packages.formats.legacy import read_legacy
from judging.packages.formats.v2025_09 import read_2025_09
from judging.packages.settings import Settings
from judging.packages.source import SourcePackage
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


def read(path: Path) -> SourcePackage:
    """Read the package at ``path``.

    Raises PackageRefused, with every problem found, where it can't be honoured in full,
    and FileNotFoundError where there is nothing.
    """
    findings = Findings()
    tree = open_tree(path, findings)
    # Of a hostile archive nothing further is looked at.
    findings.raise_if_refused()
    if METADATA_FILE not in tree.sizes:
        findings.problem(
            METADATA_FILE,
            "is missing: a package is one directory (or a zip of it) with problem.yaml in it",
        )
        findings.raise_if_refused()
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
    try:
        package = read_format(tree, top, version, findings)
    except PackageRefused as refused:
        findings.problems.extend(refused.problems)
        raise PackageRefused(findings.problems) from refused
    findings.raise_if_refused()
    return replace(package, warnings=tuple(findings.warnings))
