"""Statements from Markdown to HTML that is safe to show, with the images of their package."""

import base64
import mimetypes
import posixpath
import re
from collections.abc import Callable, Mapping

from common.markdown import markdown_html

MAX_IMAGE_BYTES = 512 * 1024
MAX_IMAGES_BYTES = 8 * 1024 * 1024
"""Of all images that a statement shows, each as often as it stands there: they are in its page."""
IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")

_SAMPLE_MARK = re.compile(r"\{\{(nextsample|remainingsamples)\}\}")

ReadFile = Callable[[str], bytes]


def statement_html(
    markdown: str, *, directory: str, images: Mapping[str, int], read_file: ReadFile
) -> str:
    """Render one statement.

    ``images`` tells the sizes in bytes of the files that it may show, by their path in
    the package; ``directory`` is the statement's own. They become part of the page, so
    that it needs no other address.
    """

    left = MAX_IMAGES_BYTES

    def image_of(source: str) -> str | None:
        nonlocal left
        path = posixpath.normpath(posixpath.join(directory, source))
        left -= images.get(path, 0)
        return _image_data(path, images, read_file) if left >= 0 else None

    return markdown_html(_SAMPLE_MARK.sub("", markdown), image_of=image_of)


def _image_data(path: str, images: Mapping[str, int], read_file: ReadFile) -> str | None:
    kind, _ = mimetypes.guess_type(path)
    if kind not in IMAGE_TYPES or images.get(path, MAX_IMAGE_BYTES + 1) > MAX_IMAGE_BYTES:
        return None
    return f"data:{kind};base64,{base64.b64encode(read_file(path)).decode()}"
