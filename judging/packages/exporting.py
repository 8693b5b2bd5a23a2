"""Writing a package as a zip in one of the formats.

A package that is in that format already goes out as it came. Any other is written anew
from what was read of it, and is read again before it counts: what the format can't hold
is refused, or (where judging doesn't depend on it) said as a warning.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from judging.packages.building import add_member
from judging.packages.export_common import Members
from judging.packages.export_legacy import legacy_members
from judging.packages.export_modern import modern_members
from judging.packages.findings import Findings, PackageProblem
from judging.packages.reader import METADATA_FILE, read
from judging.packages.source import SourcePackage
from judging.packages.tree import has_format_name


def _legacy_members(package: SourcePackage, findings: Findings) -> Members:
    """``legacy`` holds all that ``legacy-icpc`` does."""
    members = legacy_members(package, findings)
    metadata = members[METADATA_FILE]
    if isinstance(metadata, bytes):
        members[METADATA_FILE] = metadata.replace(b"legacy-icpc", b"legacy", 1)
    return members


_WRITERS: dict[str, Callable[[SourcePackage, Findings], Members]] = {
    "legacy-icpc": legacy_members,
    "legacy": _legacy_members,
    "2025-09": modern_members,
}
FORMATS = tuple(_WRITERS)


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A package in a zip."""

    path: Path
    warnings: tuple[PackageProblem, ...]
    """What could not be taken along."""


def export_package(package: SourcePackage, format_version: str, into: Path) -> Exported:
    """Write ``<short name>.zip`` into the directory ``into``, which must exist.

    ``format_version`` is one of ``FORMATS``. Equal packages give equal bytes. Raises
    PackageRefused where the format can't hold the package; nothing is written then.
    """
    findings = Findings()
    if package.format_version == format_version:
        members: Members = {
            **_converted_statements(package),
            **{path: path for path in package.tree.sizes},
        }
    elif {package.format_version, format_version} == {"legacy", "legacy-icpc"}:
        members = {
            **_converted_statements(package),
            **{path: path for path in package.tree.sizes},
            METADATA_FILE: _with_version(package, format_version),
        }
    else:
        _refuse_other_names(package, findings)
        if package.static_validation is not None:
            findings.problem(
                "static_validator",
                f"{format_version} has no static validators: export it in its own format",
            )
        if package.input_file or package.output_file:
            findings.problem(
                "problem.xml",
                f"programs read or write files of their own, which {format_version} can't say",
            )
        members = _WRITERS[format_version](package, findings)
    findings.raise_if_refused()
    with tempfile.TemporaryDirectory(dir=into, prefix=".exporting-") as name:
        temporary = Path(name) / f"{package.short_name}.zip"
        with temporary.open("w+b") as stream:
            _write(package, members, stream)
        read(temporary, for_judging_only=True)
        path = into / temporary.name
        temporary.replace(path)
    return Exported(path=path, warnings=tuple(findings.warnings))


def _refuse_other_names(package: SourcePackage, findings: Findings) -> None:
    """The formats leave out what has a name that they don't allow."""
    for case in package.test_cases:
        if not has_format_name(case.name):
            findings.problem(
                case.input_path, "letters, digits, '.', '_', '-' are allowed in names: rename it"
            )


def _converted_statements(package: SourcePackage) -> Members:
    """Markdown that was made of other statements, to stand beside these."""
    return {
        f"{PurePosixPath(one.path).parent}/problem.{one.language}.md": one.markdown.encode()
        for one in package.statements
        if one.kind == "markdown" and not one.path.endswith(".md")
    }


def _with_version(package: SourcePackage, format_version: str) -> bytes:
    """The metadata as they are, but for the version, whose line may be missing."""
    lines = package.tree.read_bytes(METADATA_FILE).decode("utf-8-sig").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("problem_format_version")]
    return "".join([f"problem_format_version: {format_version}\n", *kept]).encode()


def _write(package: SourcePackage, members: Members, stream: io.BufferedRandom) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in sorted(members.items()):
            chunks: Iterable[bytes] = (
                [content] if isinstance(content, bytes) else package.tree.chunks(content)
            )
            add_member(archive, f"{package.short_name}/{name}", chunks)
