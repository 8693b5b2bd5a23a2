"""Runs and boxes don't see one another, and see nothing of the host."""

import threading
from pathlib import Path

import pytest

from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import Box, BoxSpec, Command, Mount, Outcome, SandboxError, StopReason
from tests.judging.sandbox.support import SECRET, limits, python, remains

LEAVE_TRACES = """
import os, socket
for place in ('/w', '/tmp', '/dev/shm'):
    open(place + '/trace', 'w').write('left')
    os.chmod(place, 0o700) if place == '/w' else None
os.symlink('/etc/passwd', '/w/link')
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        s = socket.socket(socket.AF_UNIX)
        s.bind(b'\\0trace')
        s.listen()
        import time
        time.sleep(100)
    os._exit(0)
os.wait()
"""

LOOK_FOR_TRACES = """
import os, socket
found = [p for p in ('/w', '/tmp', '/dev/shm') if os.listdir(p)]
found += [p for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid())]
try:
    socket.socket(socket.AF_UNIX).connect(b'\\0trace')
    found.append('socket')
except OSError:
    pass
print(found, oct(os.stat('/w').st_mode & 0o777))
"""


def test_a_run_sees_nothing_of_the_one_before(box: Box) -> None:
    first = python(box, LEAVE_TRACES)

    second = python(box, LOOK_FOR_TRACES)

    assert first.exit_code == 0
    assert second.stdout == b"[] 0o755\n"


def test_two_boxes_see_nothing_of_each_other(sandbox: KeptBoxSandbox) -> None:
    with (
        sandbox.open_box(BoxSpec(name="one")) as one,
        sandbox.open_box(BoxSpec(name="two")) as two,
    ):
        outcomes: list[Outcome] = []
        code = LEAVE_TRACES + "import time; time.sleep(1)"
        thread = threading.Thread(target=lambda: outcomes.append(python(one, code)))
        thread.start()
        seen = [python(two, LOOK_FOR_TRACES).stdout for _ in range(5)]
        thread.join()

    assert set(seen) == {b"[] 0o755\n"}
    assert outcomes[0].exit_code == 0


def test_boxes_work_in_several_threads(sandbox: KeptBoxSandbox) -> None:
    said: dict[int, set[bytes]] = {}

    def work(number: int) -> None:
        with sandbox.open_box(BoxSpec(name=f"thread-{number}")) as box:
            said[number] = {python(box, f"print({number})").stdout for _ in range(10)}

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == {number: {f"{number}\n".encode()} for number in range(4)}


def test_mounts_are_shown_read_only_even_from_a_private_place(
    sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    private = tmp_path / "private"
    shown = private / "shown"
    shown.mkdir(parents=True)
    (shown / "data").write_text("visible")
    (private / "answer").write_text(SECRET)
    private.chmod(0o700)
    shown.chmod(0o777)
    spec = BoxSpec(name="mounts", mounts=(Mount(source=shown, target="/program/deep/er"),))
    code = f"""
import os
print(open('/program/deep/er/data').read(), os.listdir('/program/deep/er'))
for path in ('/program/deep/er/new', '/program/deep/er/../new', '{private}/answer'):
    try:
        open(path, 'a+')
        print('opened', path)
    except OSError as error:
        print(error.strerror)
"""
    with sandbox.open_box(spec) as box:
        outcome = python(box, code)

    assert outcome.stdout.splitlines()[0] == b"visible ['data']"
    assert b"opened" not in outcome.stdout
    assert [path.name for path in shown.iterdir()] == ["data"]


@pytest.mark.parametrize(
    "target", ["/", "/usr/x", "/etc", "/w/x", "/tmp", "/proc/x", "/a/../w", "a"]
)
def test_a_mount_over_the_boxs_own_places_is_refused(
    sandbox: KeptBoxSandbox, tmp_path: Path, target: str
) -> None:
    spec = BoxSpec(name="bad", mounts=(Mount(source=tmp_path, target=target),))

    with pytest.raises(SandboxError, match="mount"), sandbox.open_box(spec):
        pass


def test_a_missing_mount_is_told(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    spec = BoxSpec(name="bad", mounts=(Mount(source=tmp_path / "no", target="/program"),))

    with pytest.raises(SandboxError, match="there is no"), sandbox.open_box(spec):
        pass


def test_nothing_is_left_of_runs_and_boxes() -> None:
    before = remains()

    with KeptBoxSandbox() as sandbox:
        for _ in range(3):
            with sandbox.open_box(BoxSpec(name="left")) as box:
                python(box, LEAVE_TRACES)
                python(box, "while True: pass", run_limits=limits(cpu_time_ms=50))
        idle = remains()

    assert idle.processes == before.processes + 1  # the launcher
    assert remains().beyond(before) == {}


def test_a_box_is_removed_when_its_user_fails(sandbox: KeptBoxSandbox) -> None:
    def fail() -> None:
        with sandbox.open_box(BoxSpec(name="fails")) as box:
            python(box, LEAVE_TRACES)
            raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        fail()

    with sandbox.open_box(BoxSpec(name="after")) as box:
        assert python(box, LOOK_FOR_TRACES).stdout == b"[] 0o755\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("/usr/bin/java", "-version"), b""),
        (("/usr/bin/javac", "-version"), b"javac"),
        (("/usr/bin/node", "-e", "console.log(6 * 7)"), b"42"),
        (("/usr/bin/python3", "-c", "import sys, json, random, decimal; print(42)"), b"42"),
        (("/usr/bin/gcc", "--version"), b"gcc"),
        (("/usr/bin/g++", "--version"), b"g++"),
    ],
    ids=["java", "javac", "node", "python", "gcc", "g++"],
)
def test_languages_start_in_a_box(box: Box, argv: tuple[str, ...], said: bytes) -> None:
    if not Path(argv[0]).exists():
        pytest.skip(f"{argv[0]} is not installed")

    outcome = box.run(
        Command(argv=argv, limits=limits(memory_kib=1 << 20), env={"PATH": "/usr/bin"})
    )

    assert (outcome.stop, outcome.exit_code) == (StopReason.EXITED, 0), outcome.stderr
    assert said in outcome.stdout
