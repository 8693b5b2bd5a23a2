"""Files leave a box as copies of regular files, and never through a link."""

import stat
from pathlib import Path

import pytest

from judging.sandbox.protocol import Box, Collect, StopReason
from tests.judging.sandbox.support import SECRET, limits, python


@pytest.fixture
def into(tmp_path: Path) -> Path:
    path = tmp_path / "collected"
    path.mkdir()
    return path


def names(into: Path) -> list[str]:
    return sorted(str(path.relative_to(into)) for path in into.rglob("*") if not path.is_dir())


def test_files_and_directories_are_copied(box: Box, into: Path) -> None:
    code = """
import os
os.makedirs('a/b')
open('a/b/c', 'w').write('deep')
open('run', 'w').write('x')
os.chmod('run', 0o700)
"""
    outcome = python(box, code, collect=Collect(into=into))

    assert outcome.exit_code == 0
    assert names(into) == ["a/b/c", "run"]
    assert (into / "a/b/c").read_text() == "deep"
    assert stat.S_IMODE((into / "run").stat().st_mode) == 0o755
    assert stat.S_IMODE((into / "a/b/c").stat().st_mode) == 0o644
    assert (into / "run").stat().st_uid == 0


def test_links_fifos_and_sockets_stay_behind(box: Box, into: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    code = f"""
import os, socket
os.symlink('{secret}', 'answer')
os.symlink('/etc/passwd', 'passwd')
os.symlink('/etc', 'etc')
os.symlink('/proc/self/fd', 'fds')
os.mkfifo('fifo')
socket.socket(socket.AF_UNIX).bind('socket')
open('good', 'w').write('1')
os.link('good', 'twin')
try: os.link('/etc/passwd', 'hard')
except OSError as error: print(error.strerror)
try: os.mknod('device', 0o60666, os.makedev(254, 0))
except OSError as error: print(error.strerror)
"""
    outcome = python(box, code, collect=Collect(into=into))

    assert outcome.exit_code == 0
    assert outcome.stdout.splitlines()[0] == b"Invalid cross-device link"
    assert names(into) == ["good", "twin"]
    assert all(not path.is_symlink() for path in into.rglob("*"))
    assert (into / "twin").stat().st_nlink == 1


def test_nothing_is_collected_after_a_failure(box: Box, into: Path) -> None:
    python(box, "open('x', 'w'); raise SystemExit(1)", collect=Collect(into=into))

    assert names(into) == []


@pytest.mark.parametrize(
    ("code", "max_files", "max_bytes"),
    [
        ("for n in range(20): open(f'f{n}', 'w')", 10, 1 << 20),
        ("open('x', 'wb').write(b'1' * 2000)", 1_000, 1000),
        ("open('x', 'wb').truncate(1 << 30)", 1_000, 256 << 20),
        ("import os\nfor _ in range(40):\n os.mkdir('d')\n os.chdir('d')", 1_000, 1 << 20),
        ("import os\nfor n in range(500): os.mkdir(f'd{n}')", 10, 1 << 20),
    ],
    ids=["files", "bytes", "sparse", "depth", "directories"],
)
def test_too_much_is_told(box: Box, into: Path, code: str, max_files: int, max_bytes: int) -> None:
    outcome = python(
        box,
        code,
        run_limits=limits(file_bytes=1 << 31),
        collect=Collect(into=into, max_files=max_files, max_bytes=max_bytes),
    )

    assert outcome.stop is StopReason.OUTPUT
    assert outcome.exit_code is None


def test_odd_names_are_only_names(box: Box, into: Path) -> None:
    code = "open('a\\nb', 'w'); open('-rf', 'w'); open(b'\\xff\\xfe', 'w'); open('...', 'w')"

    outcome = python(box, code, collect=Collect(into=into))

    assert outcome.exit_code == 0
    assert len(names(into)) == 4


def test_unreadable_files_are_collected_all_the_same(box: Box, into: Path) -> None:
    code = "import os; open('x', 'w').write('1'); os.chmod('x', 0)"

    python(box, code, collect=Collect(into=into))

    assert (into / "x").read_text() == "1"


def test_other_exit_codes_can_be_good_ones(box: Box, into: Path) -> None:
    code = "import sys; open('x', 'w').write('1'); sys.exit(42)"
    good = frozenset({42, 43})

    python(box, code, collect=Collect(into=into, exit_codes=frozenset({43})))
    assert names(into) == []

    python(box, code, collect=Collect(into=into, exit_codes=good))
    assert names(into) == ["x"]
