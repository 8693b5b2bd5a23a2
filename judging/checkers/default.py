"""The package format's default output validator (2025-09, "Default output validator").

It runs in the judge itself: it parses nothing but tokens, and takes linear time and
bounded memory whatever a submission prints.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from judging.packages.manifest import ValidatorFlags

_BLOCK_BYTES = 1024 * 1024
_SHOWN_CHARS = 80
_MAX_FLOAT_CHARS = 1_000
"""The format wants 30 digits on either side of the point."""

# In patterns of bytes \s is the format's whitespace to the letter: space, \t, \n, \v, \f, \r.
_TOKEN = re.compile(rb"\S+")
_SPACE = re.compile(rb"\s+")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came of comparing an output with the answer."""

    accepted: bool
    message: str = ""
    """For staff: the first difference. It quotes the answer."""


def compare(output: bytes, answer: bytes, flags: ValidatorFlags) -> Comparison:
    """Compare a submission's output with the answer file."""
    if output == answer:
        return Comparison(accepted=True)
    difference = _first_token_difference(output, answer, flags)
    if flags.space_change_sensitive:
        space = _first_space_difference(output, answer)
        # Of two differences the earlier one helps; without tokens to blame only space is left.
        if space is not None and (difference is None or space[0] <= difference[0]):
            return Comparison(accepted=False, message=space[1])
    if difference is None:
        return Comparison(accepted=True)
    return Comparison(accepted=False, message=_describe(difference[0], output, difference[1]))


def _first_token_difference(
    output: bytes, answer: bytes, flags: ValidatorFlags
) -> tuple[int, str] | None:
    """Index of the first token that is wrong, and what is wrong with it."""
    matches = _TokenMatcher(flags)
    outputs, answers = _token_blocks(output), _token_blocks(answer)
    got: list[bytes] = []
    expected: list[bytes] = []
    index = 0
    while True:
        got = got or next(outputs, [])
        expected = expected or next(answers, [])
        count = min(len(got), len(expected))
        if count == 0:
            break
        if not matches.all_equal(got, expected, count):
            for offset in range(count):
                reason = matches.difference(got[offset], expected[offset])
                if reason is not None:
                    return index + offset, reason
        index += count
        got, expected = got[count:], expected[count:]
    if expected:
        return index, f"the output ends here, expected {_show(expected[0])}"
    if got:
        return index, f"the answer ends here, got {_show(got[0])}"
    return None


class _TokenMatcher:
    def __init__(self, flags: ValidatorFlags) -> None:
        self._case_sensitive = flags.case_sensitive
        self._absolute = flags.float_absolute_tolerance
        self._relative = flags.float_relative_tolerance
        self._uses_floats = self._absolute is not None or self._relative is not None

    def all_equal(self, got: list[bytes], expected: list[bytes], count: int) -> bool:
        """Whether equality alone already accepts the first ``count`` tokens; fast."""
        if len(got) == len(expected) == count:
            return got == expected
        return got[:count] == expected[:count]

    def difference(self, got: bytes, expected: bytes) -> str | None:
        """None where the token is right, else what is wrong."""
        if got == expected:
            return None
        if self._uses_floats:
            wanted = _float(expected)
            if wanted is not None:
                return self._float_difference(got, expected, wanted)
        # bytes.lower() knows ASCII letters only, as the format wants.
        if not self._case_sensitive and got.lower() == expected.lower():
            return None
        return f"expected {_show(expected)}, got {_show(got)}"

    def _float_difference(self, got: bytes, expected: bytes, wanted: float) -> str | None:
        value = _float(got)
        if value is None:
            return f"expected the number {_show(expected)}, got {_show(got)}"
        error = abs(value - wanted)
        if self._absolute is not None and error <= self._absolute:
            return None
        if self._relative is not None and error <= self._relative * abs(wanted):
            return None
        return f"expected {_show(expected)}, got {_show(got)}: off by {error:g}"


def _float(token: bytes) -> float | None:
    """The number that a token is in the format's grammar, or None."""
    if len(token) > _MAX_FLOAT_CHARS:
        return None
    try:
        value = float(token)
    except ValueError:
        return None
    # float() also takes nan, inf and 1_000, which the grammar doesn't.
    if b"_" in token or b"n" in token or b"N" in token or not math.isfinite(value):
        return None
    return value


def _token_blocks(data: bytes) -> Iterator[list[bytes]]:
    """Tokens in lists of about a mebibyte, so that a large output is never all objects at once."""
    start = 0
    while start < len(data):
        end = start + _BLOCK_BYTES
        if end < len(data):
            space = _SPACE.search(data, end)
            end = space.start() if space else len(data)
        tokens = data[start:end].split()
        start = end
        if tokens:
            yield tokens


def _first_space_difference(output: bytes, answer: bytes) -> tuple[int, str] | None:
    """Number of tokens before the first whitespace that differs, and what is wrong with it."""
    got, expected = _spaces(output), _spaces(answer)
    index = 0
    while True:
        one, other = next(got, None), next(expected, None)
        if one != other:
            reason = f"expected {_show_space(other)}, got {_show_space(one)}"
            return index, f"whitespace before token {index + 1}: {reason}"
        if one is None:
            return None
        index += 1


def _spaces(data: bytes) -> Iterator[bytes]:
    """The whitespace before each token, and then that at the end (each may be empty)."""
    end = 0
    for token in _TOKEN.finditer(data):
        yield data[end : token.start()]
        end = token.end()
    yield data[end:]


def _describe(index: int, output: bytes, reason: str) -> str:
    position = len(output)
    for number, token in enumerate(_TOKEN.finditer(output)):
        if number == index:
            position = token.start()
            break
    line = output.count(b"\n", 0, position) + 1
    return f"line {line}, token {index + 1}: {reason}"


def _show(token: bytes) -> str:
    text = token[: 4 * _SHOWN_CHARS].decode("utf-8", "backslashreplace")
    # Control characters would garble what staff read it in.
    text = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return f'"{text[:_SHOWN_CHARS]}…"' if len(text) > _SHOWN_CHARS else f'"{text}"'


def _show_space(space: bytes | None) -> str:
    if space is None:
        return "the end"
    if not space:
        return "nothing"
    text = repr(space[:_SHOWN_CHARS])[1:]
    return f"{text}…" if len(space) > _SHOWN_CHARS else text
