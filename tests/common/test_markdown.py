"""Markdown of people: what a page may show of it."""

import pytest

from common.markdown import markdown_html


def test_text_formulas_and_tables_come_through() -> None:
    html = markdown_html("**due** $n<10$\n\n| a |\n|---|\n| b |\n")

    assert "<strong>due</strong>" in html
    assert '<span class="math">$n&lt;10$</span>' in html
    assert "<td>b</td>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "![](https://tracker.example/pixel.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' DATA:text/html,x'>x</a>",
        '<div style="position:fixed" class="modal">x</div>',
        "<iframe src='//evil.example'></iframe>",
        "<form action='/x'><input name=a></form>",
    ],
)
def test_what_could_act_is_left_out(hostile: str) -> None:
    html = markdown_html(hostile).lower()

    for word in ("script", "onerror", "tracker", "data:text", "style", "modal", "iframe", "<form"):
        assert word not in html
