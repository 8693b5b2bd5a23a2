"""Statements in LaTeX become Markdown, by pandoc in a box."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging import statements
from judging.__main__ import main
from judging.packages import PackageRefused, read
from judging.sandbox.box import KeptBoxSandbox
from judging.statements import PANDOC, prepare_latex, with_markdown
from tests.judging.packages.support import LEGACY, MODERN, MODERN_YAML, write_package
from tests.judging.sandbox.support import needs_sandbox

LATEX = r"""
\problemname{Sums of $a$ and {\bf b}}
\illustration{0.3}{picture.png}{By \textbf{Ada}}
Given $a \le \constant{most}$ and ``b'', print $$a+b.$$
\begin{Input}
\begin{itemize}
\item One line --- with \texttt{a\_b}.
\end{itemize}
\end{Input}
\begin{Interaction}
None.
\end{Interaction}
\nextsample
\section*{Output}
\begin{tabular}{|l|r|} \hline x & y \\ \hline 1 & 2 \\ \hline \end{tabular}
\input{/etc/passwd}
\remainingsamples
"""
MARKDOWN = """\
![image](picture.png)

*By **Ada***

Given $a \\le 99$ and “b”, print $$a+b.$$

## Input

-   One line — with `a_b`.

## Interaction

None.

{{nextsample}}

## Output

| x   |   y |
|:----|----:|
| 1   |   2 |

{{remainingsamples}}
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    if not PANDOC.is_file():
        pytest.skip("pandoc is not installed (apt-get install pandoc)")
    with KeptBoxSandbox() as made:
        yield made


def test_the_formats_own_commands_are_understood(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    folder = write_package(
        tmp_path / "sums",
        MODERN,
        {
            "problem.yaml": MODERN_YAML + "constants: {most: 99}\n",
            "statement/problem.en.md": None,
            "statement/problem.en.tex": LATEX,
        },
    )

    package = with_markdown(read(folder, for_judging_only=True), sandbox)

    assert [(one.kind, one.markdown) for one in package.statements] == [("markdown", MARKDOWN)]


def test_latex_may_name_a_variant_of_a_constant() -> None:
    latex = prepare_latex(r"\constant{most.word} and \constant{most.tex}", {"most.word": "nine"})

    assert latex.endswith(r"nine and \constant{most.tex}")


def test_an_exported_package_can_be_shown(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    changes = {
        "problem_statement/problem.md": None,
        "problem_statement/problem.tex": LATEX.replace(r"\constant{most}", "99"),
    }
    folder = write_package(tmp_path / "sums", LEGACY, changes)
    with pytest.raises(PackageRefused, match=r"LaTeX statements can't be shown: add problem\.en"):
        read(folder)

    for wanted, directory in (("2025-09", "statement"), ("legacy-icpc", "problem_statement")):
        into = tmp_path / wanted
        into.mkdir()
        arguments = ["export", str(folder), "--format", wanted, "--markdown", "--into", str(into)]
        assert main(arguments) == 0
        (statement,) = read(into / "sums.zip").statements
        assert (statement.path, statement.markdown) == (f"{directory}/problem.en.md", MARKDOWN)


def test_what_pandoc_can_not_read_is_refused(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    changes = {
        "problem_statement/problem.md": None,
        "problem_statement/problem.tex": "\\begin{itemize} \\item",
    }
    package = read(write_package(tmp_path / "sums", LEGACY, changes), for_judging_only=True)

    with pytest.raises(PackageRefused, match=r"problem\.tex: pandoc can't read it \(.*unexpected"):
        with_markdown(package, sandbox)


def test_without_pandoc_it_is_said_what_to_install(
    sandbox: KeptBoxSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "PANDOC", tmp_path / "nothing")
    changes = {"problem_statement/problem.md": None, "problem_statement/problem.tex": ""}
    package = read(write_package(tmp_path / "sums", LEGACY, changes), for_judging_only=True)

    with pytest.raises(PackageRefused, match="apt-get install pandoc"):
        with_markdown(package, sandbox)


def test_what_polygon_adds_is_left_out() -> None:
    text = r"""\begin{problem}{Sums}{stdin}{stdout}{1 s}{256 MB}
Add.
\InputFile
Two.
\Example
\begin{example}\exmp{1}{2}\end{example}
\Note
Easy.
\end{problem}"""

    prepared = prepare_latex(text, {})

    assert "stdin" not in prepared
    assert "exmp" not in prepared
    assert prepared.endswith("\\InputFile\nTwo.\n\\Note\nEasy.\n")
