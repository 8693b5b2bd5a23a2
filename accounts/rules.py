"""Decisions on accounts that need no database."""

import re

from common.errors import InvalidInputError

_STUDENT_NUMBER = re.compile(r"[0-9A-Z]{4,20}")


def student_number_read(text: str) -> str:
    """A student number in its one form: letters and digits, without spaces and dashes.

    Raises InvalidInputError.
    """
    number = re.sub(r"[\s-]", "", text).upper()
    if not _STUDENT_NUMBER.fullmatch(number):
        raise InvalidInputError(
            "A student number has 4 to 20 letters and digits.",
            fields={"student_number": ["4 to 20 letters and digits"]},
        )
    return number
