"""The default output validator, to the letter of the package format."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.checkers.default import compare
from judging.packages.manifest import ValidatorFlags

PLAIN = ValidatorFlags()
CASE = ValidatorFlags(case_sensitive=True)
SPACE = ValidatorFlags(space_change_sensitive=True)
ABSOLUTE = ValidatorFlags(float_absolute_tolerance=1e-3)
RELATIVE = ValidatorFlags(float_relative_tolerance=1e-3)
BOTH = ValidatorFlags(float_absolute_tolerance=1e-3, float_relative_tolerance=1e-3)
EXACT = ValidatorFlags(float_absolute_tolerance=0)

ACCEPTED: list[tuple[str, ValidatorFlags, bytes, bytes]] = [
    ("equal", PLAIN, b"1 2\n", b"1 2\n"),
    ("both empty", PLAIN, b"", b""),
    ("nothing but whitespace against nothing", PLAIN, b" \n\t", b""),
    ("leading, trailing and other whitespace", PLAIN, b"\n\n 1\t\t2 ", b"1 2\n"),
    ("form feed, vertical tab, carriage return", PLAIN, b"1\x0c2\x0b3\r\n4", b"1 2 3 4"),
    ("letters of another case", PLAIN, b"YES No", b"yes nO"),
    ("bytes that are no text", PLAIN, b"\xff\x00\xc3", b"\xff\x00\xc3 "),
    ("same case", CASE, b"Yes", b"Yes \n"),
    ("same spaces", SPACE, b" a  b\n", b" A  B\n"),
    ("within the absolute tolerance", ABSOLUTE, b"100.0009", b"100"),
    ("exactly at the tolerance", ValidatorFlags(float_absolute_tolerance=0.5), b"1.5", b"1"),
    ("within the relative tolerance", RELATIVE, b"100.09", b"100"),
    ("relative to the answer, a negative one too", RELATIVE, b"-100.09", b"-100"),
    ("only one of both", BOTH, b"1000000.5 0.0005", b"1000000 0"),
    ("scientific notation", ABSOLUTE, b"3.14000000e-2", b"0.0314"),
    ("signs, bare points, capital E", ABSOLUTE, b"+1. -.5 1E+2", b"1 -0.5 100"),
    ("integers are numbers too", ABSOLUTE, b"7.0", b"7"),
    ("thirty digits on either side", ABSOLUTE, b"1" * 30 + b"." + b"1" * 30, b"1" * 30 + b".1"),
    ("negative zero", EXACT, b"-0.0", b"0"),
    ("words beside numbers", ABSOLUTE, b"CASE 1.0001", b"case 1"),
    ("infinity is a word", ABSOLUTE, b"INF nan", b"inf NaN"),
    ("the very same overflowing number", ABSOLUTE, b"1e999", b"1e999"),
    (
        "float tolerance and spaces",
        ValidatorFlags(space_change_sensitive=True, float_absolute_tolerance=1),
        b"1.5\n",
        b"2\n",
    ),
]

REJECTED: list[tuple[str, ValidatorFlags, bytes, bytes, str]] = [
    ("another token", PLAIN, b"1\n3\n", b"1\n2\n", 'line 2, token 2: expected "2", got "3"'),
    ("no output", PLAIN, b"", b"1", "the output ends here"),
    ("too little", PLAIN, b"1 ", b"1 2", 'token 2: the output ends here, expected "2"'),
    ("too much", PLAIN, b"1 2", b"1", 'token 2: the answer ends here, got "2"'),
    ("output where the answer is empty", PLAIN, b"x", b"", "the answer ends here"),
    ("numbers without tolerance are words", PLAIN, b"1.0", b"1", "expected"),
    ("another case", CASE, b"yes", b"Yes", 'expected "Yes", got "yes"'),
    ("case of letters beyond ASCII", PLAIN, "É".encode(), "é".encode(), "expected"),
    ("tokens run together", PLAIN, b"12", b"1 2", 'expected "1", got "12"'),
    ("no-break space is no whitespace", PLAIN, "1\u00a02".encode(), b"1 2", "expected"),
    ("one space more", SPACE, b"a  b", b"a b", "whitespace before token 2"),
    ("a tab for a space", SPACE, b"a\tb", b"a b", "whitespace before token 2"),
    ("a space at the end", SPACE, b"a \n", b"a\n", "whitespace before token 2"),
    ("no line end at the end", SPACE, b"a", b"a\n", r"expected '\n', got nothing"),
    ("a space at the start", SPACE, b" a", b"a", "whitespace before token 1"),
    ("windows line ends", SPACE, b"a\r\n", b"a\n", "whitespace"),
    ("beyond the absolute tolerance", ABSOLUTE, b"100.0011", b"100", "off by 0.0011"),
    ("beyond the relative tolerance", RELATIVE, b"100.11", b"100", "off by 0.11"),
    ("relative tolerance around zero", RELATIVE, b"0.0001", b"0", "off by"),
    ("a word for a number", ABSOLUTE, b"one", b"1", 'expected the number "1", got "one"'),
    ("nan for a number", ABSOLUTE, b"nan", b"1", "expected the number"),
    ("inf for a number", ABSOLUTE, b"inf", b"1e308", "expected the number"),
    ("a hexadecimal number", ABSOLUTE, b"0x1", b"1", "expected the number"),
    ("digits with underscores", ABSOLUTE, b"1_0", b"10", "expected the number"),
    ("a number with a tail", ABSOLUTE, b"1.0f", b"1", "expected the number"),
    ("a decimal comma", ABSOLUTE, b"1,0", b"1", "expected the number"),
    ("a lone point", ABSOLUTE, b".", b"0", "expected the number"),
    ("an exponent alone", ABSOLUTE, b"e5", b"0", "expected the number"),
    ("a sign apart", ABSOLUTE, b"- 1", b"-1", "expected the number"),
    ("a null byte after it", ABSOLUTE, b"1\x00", b"1", r'got "1\x00"'),
    ("digits of another script", ABSOLUTE, "١".encode(), b"1", "expected the number"),
    ("overflow against a word", ABSOLUTE, b"1e999", b"1e998", "expected"),
]


@pytest.mark.parametrize(
    ("flags", "output", "answer"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED]
)
def test_accepted(flags: ValidatorFlags, output: bytes, answer: bytes) -> None:
    comparison = compare(output, answer, flags)

    assert comparison.accepted, comparison.message
    assert comparison.message == ""


@pytest.mark.parametrize(
    ("flags", "output", "answer", "message"),
    [row[1:] for row in REJECTED],
    ids=[row[0] for row in REJECTED],
)
def test_rejected(flags: ValidatorFlags, output: bytes, answer: bytes, message: str) -> None:
    comparison = compare(output, answer, flags)

    assert not comparison.accepted
    assert message in comparison.message


def test_the_earlier_difference_is_told() -> None:
    assert "whitespace before token 2" in compare(b"a  b x", b"a b y", SPACE).message
    assert 'expected "c"' in compare(b"a b  x", b"a c y", SPACE).message


def test_messages_are_short_and_printable() -> None:
    message = compare(b"\x1b[31m" + b"x" * 10_000, b"y" * 10_000, PLAIN).message

    assert len(message) < 300
    assert message.isprintable()


def test_differences_are_found_beyond_the_first_block() -> None:
    numbers = [b"%d" % (i * 7919 % 100_003) for i in range(700_000)]
    answer = b"\n".join(numbers)
    output = b" ".join([*numbers[:-1], b"wrong"])

    assert compare(b"  ".join(numbers), answer, PLAIN).accepted
    assert "line 1, token 700000: " in compare(output, answer, PLAIN).message


words = st.text(string.ascii_letters + string.digits + ".-", min_size=1, max_size=6)
spaces = st.text(" \t\n\r\v\f", min_size=1, max_size=3)


@given(st.lists(st.tuples(spaces, spaces, words), max_size=30), spaces)
def test_any_whitespace_is_as_good_as_any_other(
    parts: list[tuple[str, str, str]], end: str
) -> None:
    output = "".join(one + word.upper() for one, _, word in parts)
    answer = "".join(other + word.lower() for _, other, word in parts) + end

    assert compare(output.encode(), answer.encode(), PLAIN).accepted
    is_same = "".join(one + "x" for one, _, _ in parts) == (
        "".join(other + "x" for _, other, _ in parts) + end
    )
    assert compare(output.encode(), answer.encode(), SPACE).accepted is is_same


@given(st.lists(words, max_size=20), st.lists(words, max_size=20))
def test_it_agrees_with_comparing_lists_of_tokens(got: list[str], expected: list[str]) -> None:
    accepted = compare(" ".join(got).encode(), "\n".join(expected).encode(), CASE).accepted

    assert accepted is (got == expected)


@given(
    st.floats(-1e12, 1e12),
    st.floats(-1e-6, 1e-6),
    st.sampled_from(["{:.9f}", "{:.15e}", "{:+.10E}", "{!r}"]),
)
def test_any_formatting_of_a_close_number_is_accepted(
    value: float, error: float, form: str
) -> None:
    flags = ValidatorFlags(float_absolute_tolerance=1e-5, float_relative_tolerance=1e-9)

    accepted = compare(form.format(value + error).encode(), repr(value).encode(), flags).accepted

    assert accepted


@given(st.binary(max_size=200), st.binary(max_size=200), st.booleans(), st.booleans())
def test_no_bytes_bring_it_down(
    output: bytes, answer: bytes, is_strict: bool, is_float: bool
) -> None:
    flags = ValidatorFlags(
        case_sensitive=is_strict,
        space_change_sensitive=is_strict,
        float_absolute_tolerance=1.0 if is_float else None,
    )

    comparison = compare(output, answer, flags)

    assert comparison.accepted == (comparison.message == "")
    assert compare(output, output, flags).accepted
