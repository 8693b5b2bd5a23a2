"""What a run is given and what it gives."""

import os
from pathlib import Path

import pytest

from judging.sandbox.protocol import Box, Command, SandboxError
from tests.judging.sandbox.support import limits, python

COPY = "import sys; sys.stdout.write(sys.stdin.read())"


def test_input_as_bytes(box: Box) -> None:
    assert python(box, COPY, stdin=b"1 2\n").stdout == b"1 2\n"


def test_no_input_is_an_empty_one(box: Box) -> None:
    assert python(box, "import sys; print(repr(sys.stdin.read()))").stdout == b"''\n"


def test_input_as_a_file_whose_name_stays_unknown(box: Box, tmp_path: Path) -> None:
    path = tmp_path / "07-secret-test.in"
    path.write_bytes(b"x" * 300_000)
    code = "import os, sys; print(len(sys.stdin.read()), os.readlink('/proc/self/fd/0'))"

    assert python(box, code, stdin=path).stdout == b"300000 /\n"


def test_input_cannot_be_written(box: Box, tmp_path: Path) -> None:
    path = tmp_path / "1.in"
    path.write_bytes(b"good")
    path.chmod(0o666)
    code = """
for target in ('/proc/self/fd/0', '/dev/stdin'):
    try:
        open(target, 'r+b')
        print('opened')
    except OSError as error:
        print(error.strerror)
"""
    outcome = python(box, code, stdin=path)

    assert path.read_bytes() == b"good"
    assert b"opened" not in outcome.stdout


def test_input_as_a_descriptor(box: Box) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"piped")
    os.close(writing)

    outcome = python(box, COPY, stdin=reading)
    os.close(reading)

    assert outcome.stdout == b"piped"


def test_output_to_a_descriptor(box: Box) -> None:
    reading, writing = os.pipe()

    outcome = python(box, "print('direct')", stdout=writing)
    os.close(writing)

    assert os.read(reading, 100) == b"direct\n"
    assert outcome.stdout == b""
    os.close(reading)


def test_large_output_arrives_whole(box: Box) -> None:
    code = "import sys; sys.stdout.write('0123456789' * 500_000)"

    assert python(box, code).stdout == b"0123456789" * 500_000


def test_files_lie_in_the_working_directory(box: Box, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"from a file")
    code = "import os; print(os.getcwd(), sorted(os.listdir()), open('a').read(), open('b').read())"

    outcome = python(box, code, files={"a": b"from bytes", "b": tmp_path / "b"})

    assert outcome.stdout == b"/w ['a', 'b'] from bytes from a file\n"


def test_a_file_may_be_empty(box: Box) -> None:
    assert python(box, "print(open('a').read() == '')", files={"a": b""}).stdout == b"True\n"


@pytest.mark.parametrize(
    "name", ["../x", "a/../b", "a//b", "a/.", "/x", "..", "", "a/" + "x" * 256]
)
def test_a_file_can_not_be_put_elsewhere(box: Box, name: str) -> None:
    with pytest.raises(SandboxError, match="can't be named"):
        python(box, "pass", files={name: b""})


def test_the_environment_is_exactly_what_was_asked(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")

    outcome = box.run(
        Command(argv=("/usr/bin/env",), limits=limits(), env={"LANG": "C.UTF-8", "A": "b=c"})
    )

    assert outcome.stdout == b"LANG=C.UTF-8\nA=b=c\n"


def test_only_three_descriptors_are_open(box: Box) -> None:
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(20)]
    for fd in held:
        os.set_inheritable(fd, True)
    code = "import os; print([n for n in range(1024) if os.path.exists(f'/proc/self/fd/{n}')])"

    outcome = python(box, code)
    for fd in held:
        os.close(fd)

    assert outcome.stdout == b"[0, 1, 2]\n"


def test_arguments_arrive_as_they_are(box: Box) -> None:
    words = ("$(id)", "a b", "; rm -rf /", "한글")

    outcome = box.run(Command(argv=("/usr/bin/printf", "%s|", *words), limits=limits()))

    assert outcome.stdout.decode() == "$(id)|a b|; rm -rf /|한글|"


def test_a_descriptor_can_be_closed_here_once_the_run_has_it(box: Box) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"all there is")

    outcome = box.run(
        Command(
            argv=("/usr/bin/python3", "-I", "-S", "-c", COPY),
            limits=limits(wall_time_ms=5_000),
            stdin=reading,
            # Its input never ends as long as this side could write more.
            on_start=lambda: os.close(writing),
        )
    )
    os.close(reading)

    assert outcome.stdout == b"all there is"


def test_files_may_stand_in_directories(box: Box) -> None:
    code = "print(open('a/b/c.txt').read(), open('a/d').read(), open('e').read())"
    code += "\nopen('a/b/own', 'w').close()"
    outcome = python(box, code, files={"a/b/c.txt": b"1", "a/d": b"2", "e": b"3"})

    assert (outcome.stdout, outcome.stderr) == (b"1 2 3\n", b"")
    # and the next run finds nothing of them
    assert python(box, "import os; print(os.listdir())").stdout == b"[]\n"
