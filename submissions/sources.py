"""Sources of one file or of several, as rows keep them; pure.

A row keeps one text. That of several files is theirs one after the other, each from a new line
on, so that what searches, compares and comments on a source by its lines need not know of files.
The row's ``layout`` says which part is which file; it is empty where one text came without a name.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from common.errors import InvalidInputError
from judging.contract import SourceFile
from judging.languages import Language
from judging.names import MAX_SOURCE_FILES, is_source_name
from judging.packages.manifest import INCLUDED_FOR_ALL

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True)
class PlacedFile:
    """One file of a source."""

    name: str
    text: str
    first_line: int
    """Which line of the source's text is its first, from 1."""


@dataclass(frozen=True)
class Source:
    """A text, and which of its parts are which files; no parts: one text without a name."""

    text: str
    layout: tuple[tuple[str, int], ...] = ()
    """Names and characters, in order."""

    @classmethod
    def of(cls, files: Sequence[tuple[str, str]]) -> Self:
        """Of names and texts. The first one is what a template is for."""
        parts = [text + _gap(text) for _, text in files[:-1]] + [text for _, text in files[-1:]]
        return cls("".join(parts), tuple((name, len(text)) for name, text in files))

    @classmethod
    def given(cls, text: str, files: Sequence[tuple[str, str]]) -> Self:
        """Of a request, which brings either one. Raises InvalidInputError."""
        if files and text:
            raise InvalidInputError(
                "Give either source or files.",
                code="source_unclear",
                fields={"files": ["or source"]},
            )
        return cls.of(files) if files else cls(text)

    @classmethod
    def kept(cls, text: str, layout: Sequence[Sequence[str | int]]) -> Self:
        """Of a row's columns."""
        return cls(text, tuple((str(name), int(chars)) for name, chars in layout))

    @property
    def files(self) -> tuple[PlacedFile, ...]:
        """Empty where the text has no name."""
        found, start, line = [], 0, 1
        for name, chars in self.layout:
            text = self.text[start : start + chars]
            found.append(PlacedFile(name=name, text=text, first_line=line))
            whole = text + _gap(text)
            start += len(whole)
            line += len(_LINE_END.findall(whole))
        return tuple(found)

    @property
    def first_text(self) -> str:
        """Of the first file, or the whole."""
        return self.text[: self.layout[0][1]] if self.layout else self.text

    @property
    def size_bytes(self) -> int:
        """Of the files together. Raises UnicodeEncodeError where it is no text."""
        gaps = sum(len(_gap(file.text)) for file in self.files[:-1])
        return len(self.text.encode()) - gaps

    def named(self, language: Language) -> dict[str, str]:
        """Name to text; one text gets the name that its language gives it."""
        if not self.layout:
            return {language.source_file_name(self.text): self.text}
        return {file.name: file.text for file in self.files}

    def for_judge(self, language: Language) -> tuple[SourceFile, ...]:
        """As jobs bring it. Raises pydantic's ValidationError for what no job takes."""
        return tuple(
            SourceFile(name=name, text=text) for name, text in self.named(language).items()
        )


def names_check(names: Sequence[str]) -> None:
    """Raise InvalidInputError where files can't have these names side by side.

    Small and capital letters are one, as on the disks of many people.
    """
    if len(names) > MAX_SOURCE_FILES:
        raise _refusal(f"At most {MAX_SOURCE_FILES} files are taken.", "too_many_files")
    for name in names:
        if not is_source_name(name):
            raise _refusal(
                f"No file can be called {name[:60]!r}: use letters, digits and ._+- in names, "
                "which begin with none of .+-, and / between directories.",
                "file_name_invalid",
            )
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other is not name:
            raise _refusal(f"Two files are called {name!r}: rename one.", "file_name_taken")
    for name in names:
        above = name.casefold().split("/")[:-1]
        for depth in range(1, len(above) + 1):
            file = seen.get("/".join(above[:depth]))
            if file is not None:
                raise _refusal(
                    f"{file!r} is a file, so {name!r} can't stand in it: rename one.",
                    "file_name_taken",
                )


def files_check(
    source: Source, *, max_files: int, language: Language, included: Mapping[str, Collection[str]]
) -> None:
    """Raise InvalidInputError where a problem does not take these files.

    ``included``: names of the files that the problem adds by itself, by the language's code.
    """
    names = [name for name, _ in source.layout]
    if len(names) > max_files:
        takes = "one file" if max_files == 1 else f"at most {max_files} files"
        raise _refusal(f"This problem takes {takes}; there are {len(names)}.", "too_many_files")
    names_check(names)
    if not names:
        return
    if not language.source_names(names):
        endings = ", ".join(language.extensions)
        raise _refusal(
            f"None of the files is a source of {language.name}: name one with {endings}.",
            "no_source_file",
        )
    # A single file is renamed where the problem has one of its name (judging/preparing.py).
    own = {one.casefold() for one in _included(included, language)} if len(names) > 1 else set()
    for name in names:
        if name.casefold() in own:
            raise _refusal(
                f"The problem brings a file {name!r} of its own: rename yours.", "file_of_problem"
            )


def _included(included: Mapping[str, Collection[str]], language: Language) -> Collection[str]:
    key = language.package_code if language.package_code in included else INCLUDED_FOR_ALL
    return included.get(key, ())


def _gap(text: str) -> str:
    return "" if text.endswith("\n") else "\n"


def _refusal(message: str, code: str) -> InvalidInputError:
    return InvalidInputError(message, code=code, fields={"files": [message]})
