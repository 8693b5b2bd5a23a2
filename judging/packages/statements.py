"""Statements of a package: which languages there are, and their text."""

import re
from dataclasses import dataclass

from judging.packages.findings import Findings
from judging.packages.source import Statement, StatementKind
from judging.packages.tree import PackageTree
from judging.packages.yaml_file import read_text, replace_constants

_FILE = re.compile(
    r"problem(?:\.(?P<language>[a-z]{2,3}(?:-[A-Z]{2})?))?\.(?P<type>md|tex|pdf)", re.ASCII
)


_SHOWN_AS = {"latex": "LaTeX", "pdf": "PDF"}


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What was found in a package's statement directory."""

    statements: tuple[Statement, ...] = ()
    files: tuple[str, ...] = ()
    """Paths of everything else there."""


def read_statements(
    tree: PackageTree,
    directory: str,
    findings: Findings,
    *,
    constants: dict[str, str],
    default_language: str | None,
    is_required: bool = True,
) -> Statements:
    """Read the statements: of each language the Markdown one, else LaTeX, else PDF.

    ``default_language`` is that of a file which names none; None: it must name one.
    """
    by_language: dict[str, dict[str, str]] = {}
    files: list[str] = []
    for path in sorted(tree.sizes):
        if not path.startswith(f"{directory}/"):
            continue
        found = _FILE.fullmatch(path.removeprefix(f"{directory}/"))
        language = (found["language"] or default_language) if found else None
        if found is None or language is None:
            files.append(path)
        else:
            by_language.setdefault(language, {})[found["type"]] = path
    if not by_language:
        say = findings.problem if is_required else findings.warning
        say(directory, "no statement here: add one, such as problem.en.md")
    statements: list[Statement] = []
    for code, paths in sorted(by_language.items()):
        if "md" not in paths:
            kind: StatementKind = "latex" if "tex" in paths else "pdf"
            other = paths.get("tex") or paths["pdf"]
            statements.append(Statement(language=code, markdown="", path=other, kind=kind))
            continue
        path = paths["md"]
        text = read_text(tree, path, findings)
        if text is not None:
            markdown = replace_constants(text, constants)
            statements.append(Statement(language=code, markdown=markdown, path=path))
    return Statements(statements=tuple(statements), files=tuple(files))


def refuse_unshown(statements: tuple[Statement, ...], findings: Findings) -> None:
    """Statements that can't be shown on a page are problems."""
    for statement in statements:
        if statement.kind != "markdown":
            hint = (
                " (`python -m judging export --markdown` makes one)"
                if statement.kind == "latex"
                else ""
            )
            findings.problem(
                statement.path,
                f"{_SHOWN_AS[statement.kind]} statements can't be shown: add "
                f"problem.{statement.language}.md beside it{hint}",
            )
