"""Statements in LaTeX, turned into Markdown by pandoc in a box.

Pandoc is a trusted program of the system, but what it reads is not: LaTeX can name files
and grow without bound. So this stands above the sandbox, and the readers in
``judging.packages`` leave such statements as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from judging.compiling import BOX_ENV, clean_text
from judging.packages import PackageProblem, PackageRefused, SourcePackage, Statement
from judging.sandbox.protocol import Box, BoxSpec, Command, RunLimits, Sandbox, StopReason

PANDOC = Path("/usr/bin/pandoc")

_LIMITS = RunLimits(
    cpu_time_ms=30_000,
    wall_time_ms=90_000,
    memory_kib=2 * 1024 * 1024,
    stdout_bytes=4 * 1024 * 1024,
)
_ARGUMENTS = (
    "--quiet",
    "--from=latex",
    "--to=gfm-raw_html+tex_math_dollars",
    "--wrap=none",
    "--shift-heading-level-by=1",
)
# What the package format promises to LaTeX statements ("LaTeX environment and supported subset").
# Polygon's own statements bring their sections by other names.
_PREAMBLE = r"""
\newcommand{\illustration}[3]{

\includegraphics{#2}

\emph{#3}

}
\newcommand{\nextsample}{

CODEDANGNEXTSAMPLE

}
\newcommand{\remainingsamples}{

CODEDANGREMAININGSAMPLES

}
\newenvironment{Input}{\section*{Input}}{}
\newenvironment{Output}{\section*{Output}}{}
\newenvironment{Interaction}{\section*{Interaction}}{}
\newcommand{\InputFile}{\section*{Input}}
\newcommand{\OutputFile}{\section*{Output}}
\newcommand{\Scoring}{\section*{Scoring}}
\newcommand{\Note}{\section*{Note}}
"""
_TITLE = re.compile(r"\\problemname(?:\{(?:[^{}]|\{[^{}]*\})*\})?")
_POLYGON_BEGIN = re.compile(r"\\begin\{problem\}(?:\{[^{}]*\})*")
_POLYGON_EXAMPLES = re.compile(r"\\Examples?\b.*?(?=\\Note\b|\\end\{problem\}|\Z)", re.DOTALL)
_CONSTANT = re.compile(r"\\constant\{([A-Za-z_][A-Za-z0-9_]*(?:\.[^{}]+)?)\}")


def with_markdown(package: SourcePackage, sandbox: Sandbox) -> SourcePackage:
    """The package with Markdown in place of each LaTeX statement.

    Raises PackageRefused where pandoc is missing or can't read one, and SandboxError.
    """
    latex = [statement for statement in package.statements if statement.kind == "latex"]
    if not latex:
        return package
    if not PANDOC.is_file():
        message = "LaTeX is converted by pandoc: install it (apt-get install pandoc)"
        raise PackageRefused([PackageProblem(file=latex[0].path, line=None, message=message)])
    with sandbox.open_box(BoxSpec(name="statement")) as box:
        converted = {one.path: _convert(package, one, box) for one in latex}
    return replace(
        package,
        statements=tuple(converted.get(one.path, one) for one in package.statements),
    )


def prepare_latex(text: str, constants: Mapping[str, str]) -> str:
    """A statement's LaTeX with what pandoc does not know of the format taken out or defined."""
    text = _CONSTANT.sub(lambda found: constants.get(found[1], found[0]), text)
    text = _TITLE.sub("", text)
    text = _POLYGON_EXAMPLES.sub("", _POLYGON_BEGIN.sub("", text)).replace(r"\end{problem}", "")
    return _PREAMBLE + text


def _convert(package: SourcePackage, statement: Statement, box: Box) -> Statement:
    text = package.tree.read_bytes(statement.path).decode("utf-8", "replace")
    outcome = box.run(
        Command(
            argv=(str(PANDOC), *_ARGUMENTS),
            limits=_LIMITS,
            stdin=prepare_latex(text, package.constants).encode(),
            env=BOX_ENV,
        )
    )
    if outcome.stop is not StopReason.EXITED or outcome.exit_code != 0 or outcome.stdout_truncated:
        how = " ".join(clean_text(outcome.stderr).split())[:300] or outcome.stop.value
        message = f"pandoc can't read it ({how}): write problem.{statement.language}.md"
        raise PackageRefused([PackageProblem(file=statement.path, line=None, message=message)])
    markdown = outcome.stdout.decode("utf-8", "replace")
    for name in ("nextsample", "remainingsamples"):
        markdown = markdown.replace(f"CODEDANG{name.upper()}", f"{{{{{name}}}}}")
    return replace(statement, markdown=markdown, kind="markdown")
