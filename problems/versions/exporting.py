"""A version's problem package as a zip to take away, with the texts as they are on the site."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from common.errors import ConflictError, InvalidInputError
from judging.packages import PackageRefused, SourcePackage, export_package, read
from problems.archive import source_name, tree_archive
from problems.models import TestPackage
from problems.uploads.services import storage_copy
from problems.versions.overlay import Overlay
from problems.versions.site_texts import texts_lay_over

FORMATS = ("2025-09", "legacy-icpc", "legacy")


@dataclass(frozen=True, kw_only=True)
class ExportedVersion:
    """A zip on disk, for as long as its context lasts."""

    path: Path
    file_name: str


@contextmanager
def package_exported(package: TestPackage, format_version: str) -> Iterator[ExportedVersion]:
    """The version in one of FORMATS; texts are the site's where it is the live one.

    Raises InvalidInputError for another format, and ConflictError, which says why, where the
    format can't hold the package.
    """
    if format_version not in FORMATS:
        raise InvalidInputError(f"Export as {', '.join(FORMATS)}.", fields={"format": ["unknown"]})
    slug = package.problem.slug
    with tempfile.TemporaryDirectory(prefix="package-export-") as name:
        folder = Path(name)
        path = folder / f"{slug}.zip"
        storage_copy(source_name(package.source_sha256), path)
        try:
            source = _with_site_texts(package, read(path, for_judging_only=True), folder)
            (folder / "out").mkdir()
            exported = export_package(source, format_version, folder / "out")
        except PackageRefused as refused:
            told = "; ".join(str(one) for one in refused.problems[:10])
            raise ConflictError(
                f"It can't be exported as {format_version}: {told}", code="not_exportable"
            ) from refused
        yield ExportedVersion(
            path=exported.path, file_name=f"{slug}-v{package.version}-{format_version}.zip"
        )


def _with_site_texts(package: TestPackage, source: SourcePackage, folder: Path) -> SourcePackage:
    if source.format_version not in FORMATS:
        # Their statements are no files of Markdown: they are laid over what is made of them.
        (folder / "converted").mkdir()
        exported = export_package(source, "2025-09", folder / "converted")
        source = read(exported.path, for_judging_only=True)
    tree = Overlay(package.problem.slug, source.tree)
    if not texts_lay_over(tree, package.problem, source):
        return source
    archive, _ = tree_archive(tree, folder)
    named = folder / "edited" / f"{package.problem.slug}.zip"
    named.parent.mkdir()
    archive.rename(named)
    return read(named, for_judging_only=True)
