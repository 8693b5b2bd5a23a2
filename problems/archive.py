"""Where packages lie in storage. Names hold the content's hash, so nothing is ever changed."""

import hashlib
import tempfile
import zipfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from judging.packages import SourcePackage
from judging.packages.tree import PackageTree

_EPOCH = (1980, 1, 1, 0, 0, 0)


def judge_package_name(sha256: str) -> str:
    """Where judgehosts find a test package."""
    return f"packages/{sha256}.zip"


def source_name(sha256: str) -> str:
    """Where a problem package is kept as it came."""
    return f"sources/{sha256}.zip"


def statement_pdf_name(sha256: str) -> str:
    """Where a statement is kept that is a PDF."""
    return f"statements/{sha256}.pdf"


def attachment_name(sha256: str) -> str:
    """Where a file is kept that students get beside a statement."""
    return f"attachments/{sha256}"


def blob_name(sha256: str) -> str:
    """Where a piece of an edit is kept: an input, an answer, a source."""
    return f"blobs/{sha256}"


def store(path: Path, name: str) -> None:
    """Put a file into storage under the name of its content, unless it is there whole."""
    if default_storage.exists(name) and default_storage.size(name) == path.stat().st_size:
        return
    with path.open("rb") as stream:
        default_storage.save(name, File(stream))


def source_archive(source: SourcePackage, into: Path) -> tuple[Path, str]:
    """Write all of a package's files as one zip; equal files give equal bytes.

    Returns the file, in the directory ``into``, and its sha256.
    """
    return tree_archive(source.tree, into)


def tree_archive(tree: PackageTree, into: Path) -> tuple[Path, str]:
    """As source_archive, for a package that nobody has read yet."""
    with tempfile.NamedTemporaryFile(dir=into, suffix=".zip", delete=False) as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(tree.sizes):
                member = zipfile.ZipInfo(name, _EPOCH)
                member.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(member, "w") as target:
                    for chunk in tree.chunks(name):
                        target.write(chunk)
        stream.flush()
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Path(stream.name), sha256
