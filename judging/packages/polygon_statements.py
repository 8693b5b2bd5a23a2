"""The statements of a Polygon package: whole ones, or put together from their sections."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from judging.packages.findings import Findings
from judging.packages.source import Statement, StatementKind
from judging.packages.tree import PackageTree

LANGUAGES = {
    "arabic": "ar",
    "armenian": "hy",
    "azerbaijani": "az",
    "belarusian": "be",
    "bulgarian": "bg",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "english": "en",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "georgian": "ka",
    "german": "de",
    "greek": "el",
    "hebrew": "he",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "kazakh": "kk",
    "korean": "ko",
    "kyrgyz": "ky",
    "latvian": "lv",
    "lithuanian": "lt",
    "mongolian": "mn",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "slovak": "sk",
    "slovene": "sl",
    "spanish": "es",
    "swedish": "sv",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "uzbek": "uz",
    "vietnamese": "vi",
}
"""Polygon's words for languages, and the package format's codes."""

_SECTIONS = (
    ("legend", ""),
    ("input", r"\InputFile"),
    ("output", r"\OutputFile"),
    ("interaction", r"\section*{Interaction}"),
    ("scoring", r"\Scoring"),
    ("notes", r"\Note"),
)
_IMAGES = (".png", ".jpg", ".jpeg", ".svg")


def assembled_statements(tree: PackageTree) -> Mapping[str, bytes]:
    """LaTeX for each language that has sections, but no whole statement: path to content."""
    assembled: dict[str, bytes] = {}
    for language in LANGUAGES:
        path = f"statements/{language}/problem.tex"
        directory = f"statement-sections/{language}"
        if path in tree.sizes or f"{directory}/legend.tex" not in tree.sizes:
            continue
        parts: list[bytes] = []
        for name, heading in _SECTIONS:
            section = f"{directory}/{name}.tex"
            if section in tree.sizes:
                parts += [heading.encode(), tree.read_bytes(section), b""]
        # Beside its images, which it names without a directory.
        assembled[f"{directory}/problem.tex"] = b"\n".join(parts)
    return assembled


def read_statements(
    root: ET.Element, tree: PackageTree, assembled: Mapping[str, bytes], findings: Findings
) -> tuple[Statement, ...]:
    """One for each language, LaTeX before PDF. To be judged a package needs none."""
    found: dict[str, Statement] = {}
    for element in root.iterfind("statements/statement"):
        path, stated = element.get("path", ""), element.get("language", "")
        language = LANGUAGES.get(stated)
        suffix = PurePosixPath(path).suffix
        if suffix not in {".tex", ".pdf"} or path not in tree.sizes:
            continue
        if language is None:
            findings.warning(path, f"the language {stated!r} is not known here: left out")
        elif language not in found or suffix == ".tex":
            kind: StatementKind = "latex" if suffix == ".tex" else "pdf"
            found[language] = Statement(language=language, markdown="", path=path, kind=kind)
    for path in assembled:
        language = LANGUAGES[path.split("/")[1]]
        if language not in found or found[language].kind == "pdf":
            found[language] = Statement(language=language, markdown="", path=path, kind="latex")
    if not found:
        findings.warning("statements", "no statement here: add one in LaTeX")
    return tuple(found[language] for language in sorted(found))


def statement_files(tree: PackageTree) -> tuple[str, ...]:
    """The images that statements may show."""
    places = ("statements/", "statement-sections/")
    return tuple(p for p in sorted(tree.sizes) if p.startswith(places) and p.endswith(_IMAGES))
