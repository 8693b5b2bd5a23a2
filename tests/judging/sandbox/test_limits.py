"""Every limit ends a run, and says so."""

import os
import threading
import time

import pytest

from judging.sandbox.protocol import Box, Command, StopReason
from tests.judging.sandbox.support import MIB, limits, python


def test_an_exit_code_is_told(box: Box) -> None:
    outcome = python(box, "raise SystemExit(7)")

    assert (outcome.stop, outcome.exit_code, outcome.signal) == (StopReason.EXITED, 7, None)


def test_a_signal_is_told(box: Box) -> None:
    outcome = python(box, "import os; os.kill(os.getpid(), 11)")

    assert (outcome.stop, outcome.exit_code, outcome.signal) == (StopReason.SIGNALED, None, 11)


def test_a_loop_meets_the_cpu_limit_soon(box: Box) -> None:
    outcome = python(box, "while True: pass", run_limits=limits(cpu_time_ms=300))

    assert outcome.stop is StopReason.CPU_TIME
    assert 300 <= outcome.cpu_time_ms <= 600


def test_cpu_time_of_several_processes_adds_up(box: Box) -> None:
    code = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"

    outcome = python(box, code, run_limits=limits(cpu_time_ms=400))

    assert outcome.stop is StopReason.CPU_TIME
    assert 400 <= outcome.cpu_time_ms <= 1_000


def test_a_sleeper_meets_the_wall_limit(box: Box) -> None:
    started = time.monotonic()

    outcome = python(box, "import time; time.sleep(60)", run_limits=limits(wall_time_ms=300))

    assert outcome.stop is StopReason.WALL_TIME
    assert time.monotonic() - started < 5
    assert outcome.cpu_time_ms < 200


def test_too_much_memory_is_told_and_not_a_signal(box: Box) -> None:
    outcome = python(box, "x = b'1' * (200 << 20)", run_limits=limits(memory_kib=64 * MIB))

    assert (outcome.stop, outcome.signal) == (StopReason.MEMORY, None)
    assert outcome.memory_kib == 64 * MIB


def test_memory_just_below_the_limit_is_allowed(box: Box) -> None:
    outcome = python(box, "x = b'1' * (50 << 20)", run_limits=limits(memory_kib=64 * MIB))

    assert outcome.stop is StopReason.EXITED


def test_a_child_killed_for_memory_counts(box: Box) -> None:
    code = """
import os, time
if os.fork() == 0:
    x = b'1' * (200 << 20)
os.wait()
print('survived')
"""
    outcome = python(box, code, run_limits=limits(memory_kib=64 * MIB))

    assert outcome.stop is StopReason.MEMORY


def test_files_in_writable_places_count_as_memory(box: Box) -> None:
    code = """
f = open('/dev/shm/x', 'wb')
while True: f.write(b'1' * (1 << 20))
"""
    outcome = python(box, code, run_limits=limits(memory_kib=64 * MIB))

    assert outcome.stop is StopReason.MEMORY


def test_a_box_goes_on_after_its_memory_was_full(box: Box) -> None:
    python(box, "x = b'1' * (200 << 20)", run_limits=limits(memory_kib=64 * MIB))

    outcome = python(box, "print(1)", run_limits=limits(memory_kib=64 * MIB))

    assert outcome.stdout == b"1\n"
    assert outcome.memory_kib < 32 * MIB


def test_output_beyond_the_cap_ends_the_run(box: Box) -> None:
    code = "import os\nwhile True: os.write(1, b'x' * 65536)"

    outcome = python(box, code, run_limits=limits(stdout_bytes=100_000))

    assert outcome.stop is StopReason.OUTPUT
    assert outcome.stdout == b"x" * 100_000
    assert outcome.stdout_truncated


def test_output_of_just_the_cap_is_allowed(box: Box) -> None:
    outcome = python(box, "print('x' * 99_999)", run_limits=limits(stdout_bytes=100_000))

    assert outcome.stop is StopReason.EXITED
    assert len(outcome.stdout) == 100_000
    assert not outcome.stdout_truncated


def test_errors_beyond_the_cap_are_dropped(box: Box) -> None:
    code = "import sys; sys.stderr.write('e' * 500_000); print('end')"

    outcome = python(box, code, run_limits=limits(stderr_bytes=1000))

    assert (outcome.stop, outcome.stdout) == (StopReason.EXITED, b"end\n")
    assert outcome.stderr == b"e" * 1000
    assert outcome.stderr_truncated


def test_a_file_beyond_its_limit_counts_as_output(box: Box) -> None:
    code = """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
f = open('big', 'wb')
while True: f.write(b'1' * 65536)
"""
    outcome = python(box, code, run_limits=limits(file_bytes=1 << 20))

    assert outcome.stop is StopReason.OUTPUT


def test_processes_are_limited_and_threads_count(box: Box) -> None:
    code = """
import os, threading, time
made = 0
try:
    for _ in range(100):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        made += 1
except RuntimeError:
    pass
print(made, flush=True)
os._exit(0)
"""
    outcome = python(box, code, run_limits=limits(processes=16))

    assert outcome.stdout == b"15\n"


def test_a_missing_program_is_a_plain_failure(box: Box) -> None:

    outcome = box.run(Command(argv=("/w/nothing",), limits=limits()))

    assert (outcome.stop, outcome.exit_code) == (StopReason.EXITED, 127)
    assert b"No such file" in outcome.stderr


@pytest.mark.parametrize(
    ("code", "stop"),
    [
        ("os.write(1, b'x' * 900_000)", StopReason.EXITED),
        ("os.write(1, b'x' * 1_100_000)", StopReason.OUTPUT),
        ("while True: os.write(1, b'x')", StopReason.OUTPUT),
        ("os.write(2, b'x' * 5_000_000)", StopReason.EXITED),
        ("[os.fork() or (os.write(1, b'x' * 400_000), os._exit(0)) for _ in range(3)]\n"
         "[os.wait() for _ in range(3)]", StopReason.OUTPUT),
        ("[os.fork() or (os.write(1, b'x' * 400_000), os._exit(0)) for _ in range(3)]\n"
         "time.sleep(0.5)", StopReason.OUTPUT),
    ],
)  # fmt: skip
def test_output_that_goes_elsewhere_is_counted_too(box: Box, code: str, stop: StopReason) -> None:
    reading, writing = os.pipe()
    drain = threading.Thread(target=lambda: all(iter(lambda: os.read(reading, 1 << 16), b"")))
    drain.start()
    try:
        outcome = python(
            box,
            f"import os, time\n{code}",
            run_limits=limits(stdout_bytes=1_000_000),
            stdout=writing,
            files={"given.txt": b"x" * 3_000_000},
        )
    finally:
        os.close(writing)
        drain.join()
        os.close(reading)

    assert outcome.stop is stop, outcome
