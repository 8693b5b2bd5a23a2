"""Statements from Markdown to HTML that is safe to show.

Formulas stay as ``$…$`` and ``$$…$$`` in elements of the class ``math``, for the browser's KaTeX.
"""

import base64
import mimetypes
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from mdit_py_plugins.dollarmath import dollarmath_plugin

MAX_IMAGE_BYTES = 512 * 1024
IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")

_SAMPLE_MARK = re.compile(r"\{\{(nextsample|remainingsamples)\}\}")
_TAGS = nh3.ALLOWED_TAGS - {"map", "area"}
_ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "code": {"class"},
    "div": {"class"},
    "span": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
}
_CLASSES = {"math", "language-text"}

ReadFile = Callable[[str], bytes]


def statement_html(
    markdown: str, *, directory: str, images: Mapping[str, int], read_file: ReadFile
) -> str:
    """Render one statement.

    ``images`` tells the sizes in bytes of the files that it may show, by their path in
    the package; ``directory`` is the statement's own. They become part of the page, so
    that it needs no other address.
    """
    markdown = _SAMPLE_MARK.sub("", markdown)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_space=True, allow_digits=True, double_inline=True)
    parser.add_render_rule("math_inline", _math_inline)
    parser.add_render_rule("math_inline_double", _math_block)
    parser.add_render_rule("math_block", _math_block)
    html = str(parser.render(markdown))

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            return value if value in _CLASSES or value.startswith("language-") else None
        if (tag, name) == ("img", "src"):
            return _image_data(value, directory, images, read_file)
        if name == "href" and value.strip().lower().startswith("data:"):
            # Only images may be part of the page; a link could carry a page of its own.
            return None
        return value

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def _image_data(
    source: str, directory: str, images: Mapping[str, int], read_file: ReadFile
) -> str | None:
    path = posixpath.normpath(posixpath.join(directory, source))
    kind, _ = mimetypes.guess_type(path)
    if kind not in IMAGE_TYPES or images.get(path, MAX_IMAGE_BYTES + 1) > MAX_IMAGE_BYTES:
        return None
    return f"data:{kind};base64,{base64.b64encode(read_file(path)).decode()}"


def _math_inline(renderer: Any, tokens: Sequence[Any], index: int, *_: Any) -> str:
    return f'<span class="math">${escapeHtml(tokens[index].content.strip())}$</span>'


def _math_block(renderer: Any, tokens: Sequence[Any], index: int, *_: Any) -> str:
    return f'<div class="math">$${escapeHtml(tokens[index].content.strip())}$$</div>\n'
