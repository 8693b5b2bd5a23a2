"""Files of a problem package that students see: beside the statement, and in it."""

import hashlib
import posixpath
import tempfile
from pathlib import Path, PurePosixPath

from judging.packages import SourcePackage
from problems.archive import attachment_name, store
from problems.models import Attachment, Problem, StatementFile
from problems.rendering import MAX_IMAGE_BYTES

MAX_ATTACHMENTS = 100
MAX_ATTACHMENT_BYTES = 64 * 1024 * 1024

_DIRECTORIES = ("attachments", "materials")
"""In ICPC packages and in Polygon's."""


def attachments_set(problem: Problem, source: SourcePackage) -> bool:
    """Make the problem's attachments those of the package; True where one has changed.

    Those beyond the site's bounds stay in the kept package and are not offered.
    """
    known = {attachment.name: attachment for attachment in problem.attachments.all()}
    is_changed = False
    offered = [
        path for path in source.attachments if source.tree.sizes[path] <= MAX_ATTACHMENT_BYTES
    ]
    for path in offered[:MAX_ATTACHMENTS]:
        name = _shown_name(path)
        attachment = known.pop(name, None) or Attachment(problem=problem, name=name)
        sha256 = _kept(source, path)
        if attachment.sha256 != sha256:
            attachment.sha256, attachment.size_bytes = sha256, source.tree.sizes[path]
            attachment.save()
            is_changed = True
    for attachment in known.values():
        attachment.delete()
        is_changed = True
    return is_changed


def statement_files_set(problem: Problem, source: SourcePackage) -> None:
    """Keep the pictures of the package's statements, so that these can be written anew here."""
    places = {posixpath.dirname(statement.path) for statement in source.statements}
    known = {one.name: one for one in problem.statement_files.all()}
    for path in source.statement_files:
        size_bytes = source.tree.sizes.get(path, MAX_IMAGE_BYTES + 1)
        inside = [place for place in places if path.startswith(f"{place}/")]
        if not inside or size_bytes > MAX_IMAGE_BYTES:
            continue
        name = path.removeprefix(f"{max(inside, key=len)}/")
        row = known.pop(name, None) or StatementFile(problem=problem, name=name)
        row.sha256, row.size_bytes = _kept(source, path), size_bytes
        row.save()
    for row in known.values():
        row.delete()


def _shown_name(path: str) -> str:
    first, _, rest = path.partition("/")
    return rest if first in _DIRECTORIES and rest else PurePosixPath(path).name


def _kept(source: SourcePackage, path: str) -> str:
    with tempfile.NamedTemporaryFile(prefix="attachment-") as stream:
        for chunk in source.tree.chunks(path):
            stream.write(chunk)
        stream.flush()
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        store(Path(stream.name), attachment_name(sha256))
    return sha256
