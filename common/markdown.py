"""People's Markdown to HTML that is safe to show.

Formulas stay as ``$…$`` and ``$$…$$`` in elements of the class ``math``, for the browser's KaTeX.
"""

from collections.abc import Callable, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from mdit_py_plugins.dollarmath import dollarmath_plugin

_TAGS = nh3.ALLOWED_TAGS - {"map", "area"}
_ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "code": {"class"},
    "div": {"class"},
    "span": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
}
_CLASSES = {"math", "language-text"}

ImageOf = Callable[[str], str | None]


def no_image(source: str) -> str | None:
    """For texts that bring no files: the page's policy lets it load none from elsewhere."""
    return None


def markdown_html(markdown: str, *, image_of: ImageOf = no_image) -> str:
    """Render and sanitise ``markdown``.

    ``image_of`` gives the address to show for an image's source; None: it is left out.
    """
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
            return image_of(value)
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


def _math_inline(renderer: Any, tokens: Sequence[Any], index: int, *_: Any) -> str:
    return f'<span class="math">${escapeHtml(tokens[index].content.strip())}$</span>'


def _math_block(renderer: Any, tokens: Sequence[Any], index: int, *_: Any) -> str:
    return f'<div class="math">$${escapeHtml(tokens[index].content.strip())}$$</div>\n'
