"""What a run used, over all of its processes."""

from pathlib import Path

import pytest

from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import Box, BoxSpec, Command, Mount
from tests.judging.sandbox.support import MIB, compile_c, limits, python

THREE_CHILDREN = b"""
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    int ready[2], go[2];
    char byte = 0;
    if (pipe(ready) || pipe(go)) return 1;
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            close(go[1]);
            volatile char *memory = malloc(32 << 20);
            for (int at = 0; at < 32 << 20; at += 4096) memory[at] = 1;
            write(ready[1], &byte, 1);
            read(go[0], &byte, 1);
            _exit(0);
        }
    for (int i = 0; i < 3; i++) read(ready[0], &byte, 1);
    close(go[1]);
    while (wait(NULL) > 0) {}
    return 0;
}
"""

TOUCH = b"""
#include <stdlib.h>
#include <string.h>
int main(int n, char **a) {
    size_t size = (size_t)atoi(a[1]) << 20;
    volatile char *m = malloc(size);
    for (size_t i = 0; i < size; i += 4096) m[i] = 1;
    return 0;
}
"""


def test_memory_of_three_processes_adds_up(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    folder = compile_c(sandbox, THREE_CHILDREN, tmp_path / "p")
    spec = BoxSpec(name="three", mounts=(Mount(source=folder, target="/program"),))

    with sandbox.open_box(spec) as box:
        outcome = box.run(Command(argv=("/program/program",), limits=limits()))

    assert outcome.exit_code == 0
    assert 96 * MIB <= outcome.memory_kib <= 99 * MIB


@pytest.mark.parametrize("mebibytes", [64, 150])
def test_peak_memory_is_within_two_percent(
    sandbox: KeptBoxSandbox, tmp_path: Path, mebibytes: int
) -> None:
    folder = compile_c(sandbox, TOUCH, tmp_path / "p")
    spec = BoxSpec(name="touch", mounts=(Mount(source=folder, target="/program"),))
    ballast = bytearray(b"1") * (100 << 20)  # a big supervisor must not be counted

    with sandbox.open_box(spec) as box:
        command = Command(argv=("/program/program", str(mebibytes)), limits=limits())
        box.run(command)
        outcome = box.run(command)

    assert len(ballast) > 0
    assert outcome.memory_kib == pytest.approx(mebibytes * MIB, rel=0.02)


def test_memory_of_an_earlier_run_is_not_counted(box: Box) -> None:
    python(box, "open('/tmp/x', 'wb').write(b'1' * (100 << 20))")

    outcome = python(box, "pass")

    assert outcome.memory_kib < 20 * MIB


def test_cpu_time_of_a_grandchild_counts(box: Box) -> None:
    code = """
import os, time
if os.fork() == 0:
    if os.fork() == 0:
        while time.process_time() < 0.3: pass
        os._exit(0)
    os.wait()
    os._exit(0)
os.wait()
"""
    outcome = python(box, code)

    assert 300 <= outcome.cpu_time_ms < 500


def test_system_time_counts(box: Box) -> None:
    code = "import os, time\nwhile sum(os.times()[:2]) < 0.3: os.urandom(1 << 16)"

    outcome = python(box, code)

    assert 290 <= outcome.cpu_time_ms < 500


def test_wall_time_is_told(box: Box) -> None:
    outcome = python(box, "import time; time.sleep(0.2)")

    assert 200 <= outcome.wall_time_ms < 1000
    assert outcome.cpu_time_ms < 150
