"""How requests bring sources: as one text, or as files with names."""

from collections.abc import Sequence

from ninja import Field

from common.rest import Schema
from judging.names import MAX_SOURCE_FILE_CHARS, MAX_SOURCE_FILES
from submissions.sources import Source


class SourceFileIn(Schema):
    """One file of a source."""

    name: str = Field(
        max_length=MAX_SOURCE_FILE_CHARS,
        description="Letters, digits and `._+-`; `/` between directories.",
    )
    text: str


SOURCE_IN = Field(default="", description="One text; or give `files`.")
FILES_IN: list[SourceFileIn] = Field(
    default=[],
    max_length=MAX_SOURCE_FILES,
    description="Several files, where the problem takes them (`max_source_files`), instead of "
    "`source`. The first is what a template is for. Which one is started, the language says.",
)


def source_read(text: str, files: Sequence[SourceFileIn]) -> Source:
    """Raises InvalidInputError where both are given."""
    return Source.given(text, [(file.name, file.text) for file in files])
