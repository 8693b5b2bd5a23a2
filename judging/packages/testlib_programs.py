"""Telling the programs of a package that are written for Codeforces' testlib."""

import re
from collections.abc import Mapping
from typing import Literal

from judging import testlib

_INCLUDE = re.compile(
    rb'^[ \t]*#[ \t]*include[ \t]*[<"](?:[^<">\n]*/)?testlib\.h[">]', re.MULTILINE
)


def protocol_of(files: Mapping[str, bytes]) -> Literal["icpc", "testlib"]:
    """Whose arguments and exit codes a program has, by its sources.

    With a testlib.h of its own it may have been taught those of the package format.
    """
    if testlib.HEADER_NAME not in files and any(map(_INCLUDE.search, files.values())):
        return "testlib"
    return "icpc"
