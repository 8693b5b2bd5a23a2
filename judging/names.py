"""What the files of a program may be called, in messages, packages and boxes alike."""

import re

SOURCE_FILE_PATTERN = r"^{0}(/{0}){{0,7}}$".format(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}")
"""They may stand in directories of it."""

MAX_SOURCE_FILE_CHARS = 255

MAX_SOURCE_FILES = 64
"""Of one program that is handed in."""


def is_source_name(name: str) -> bool:
    """Whether a file of a submission, validator or grader may have this name."""
    return (
        len(name) <= MAX_SOURCE_FILE_CHARS and re.fullmatch(SOURCE_FILE_PATTERN, name) is not None
    )
