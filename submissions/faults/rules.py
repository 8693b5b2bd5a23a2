"""What a judging error is blamed on, and when that is switched off. No database."""

import hashlib
import re
from enum import StrEnum

ALERT_FROM = 3
"""So many equal errors are told to the operators."""
OFF_FROM_PEOPLE = 2
"""And their cause is switched off if they hit so many people: one alone may have made them."""

MESSAGE_MAX_CHARS = 2_000
NOTE_MAX_CHARS = 500
_COMPARED_CHARS = 300


class Blamed(StrEnum):
    """What kind of thing an error is blamed on."""

    PROBLEM_VERSION = "problem_version"
    LANGUAGE = "language"
    JUDGEHOST = "judgehost"


_BLAMED = {"sandbox": Blamed.JUDGEHOST, "contract": Blamed.LANGUAGE}


def blamed_for(kind: str) -> Blamed:
    """By the kind of an InternalError.

    A job has been at several judgehosts before it ends so, and what they have in common is what
    they were given; only a broken sandbox is a host's own.
    """
    return _BLAMED.get(kind, Blamed.PROBLEM_VERSION)


def fingerprint(blamed: Blamed, thing: str, *, kind: str, message: str) -> str:
    """The same for errors that differ in numbers, addresses, quoted names and paths only."""
    compared = f"{blamed}\n{thing}\n{kind}\n{_essence(message)}"
    return hashlib.sha256(compared.encode()).hexdigest()


def is_to_be_off(*, count: int, people: int) -> bool:
    return count >= ALERT_FROM and people >= OFF_FROM_PEOPLE


def _essence(message: str) -> str:
    text = re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", message)
    text = re.sub(r"(/[\w.+-]+)+", "/…", text)
    text = re.sub(r"\b(0x)?[0-9a-f]*\d[0-9a-f]*\b", "#", text.lower())
    return " ".join(text.split())[:_COMPARED_CHARS]
