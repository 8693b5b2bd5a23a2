"""A header for programs written for Codeforces' testlib, and the standard checkers.

It is shown only where a package's own programs are compiled, never to a submission, and comes
last on the include path: a package that brings a ``testlib.h`` gets its own.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

INCLUDE_DIR = Path(__file__).parent / "include"
INCLUDE_TARGET = "/opt/testlib"
"""Where a box shows it."""
ENV: Mapping[str, str] = {"CPLUS_INCLUDE_PATH": INCLUDE_TARGET}
"""What makes a compiler look there after everywhere else."""

HEADER_NAME = "testlib.h"
_CHECKERS_DIR = Path(__file__).parent / "checkers"


@cache
def stamp() -> str:
    """Changes whenever the header does."""
    files = sorted(path for path in INCLUDE_DIR.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def standard_checkers() -> tuple[str, ...]:
    """Names of the checkers that need no source in a package, such as ``wcmp``."""
    return tuple(sorted(path.stem for path in _CHECKERS_DIR.glob("*.cpp")))


def standard_checker(name: str) -> bytes | None:
    """The source of one of them; None where there is none of this name."""
    if name not in standard_checkers():
        return None
    return (_CHECKERS_DIR / f"{name}.cpp").read_bytes()
