import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from common import health
from infra_control.localcloud import processes
from infra_control.localcloud.processes import (
    Process,
    ProcessError,
    ProcessGroup,
    ProcessSpec,
)
from tests.cloud import eventually

FOREVER = "import time; print('up', flush=True)\nwhile True: time.sleep(60)"


def spec(name: str, code: str = FOREVER, **options: object) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        argv=[sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"]},
        **options,  # type: ignore[arg-type]  # the test's own shorthand
    )


def is_alive(pid: int | None) -> bool:
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def log(process: Process) -> str:
    return process.log_path.read_text() if process.log_path.exists() else ""


def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    with ProcessGroup([spec("a")], log_dir=tmp_path) as group:
        first = group["a"].pid
        group["a"].signal(signal.SIGKILL)

        eventually(lambda: group["a"].restarts == 1 and group["a"].pid not in {None, first})


def test_leaving_ends_all_that_ignores_sigterm_and_all_it_started(tmp_path: Path) -> None:
    code = (
        "import signal, subprocess, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print('child', child.pid, flush=True)\n"
        "child.wait()\n"
    )
    with ProcessGroup([spec("deaf", code, stop_grace_s=0.2)], log_dir=tmp_path) as group:
        eventually(lambda: "child" in log(group["deaf"]))
        pid = group["deaf"].pid
        child = int(log(group["deaf"]).split()[1])

    eventually(lambda: not is_alive(pid) and not is_alive(child))


def test_children_die_with_their_supervisor_even_by_sigkill(tmp_path: Path) -> None:
    supervisor = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from infra_control.localcloud.processes import *\n"
        "spec = ProcessSpec(name='a', argv=['sleep', '600'], env={'PATH': '/usr/bin:/bin'})\n"
        "group = ProcessGroup([spec], log_dir=Path(sys.argv[1]))\n"
        "group.start()\n"
        "while group['a'].pid is None: time.sleep(0.01)\n"
        "print(group['a'].pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", supervisor, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    child = int(process.stdout.readline())
    # Before it is itself, it is a setpriv that has set nothing yet.
    eventually(lambda: Path(f"/proc/{child}/comm").read_text() == "sleep\n")

    process.kill()
    process.wait()
    process.stdout.close()

    eventually(lambda: not is_alive(child))


def test_a_base_is_ready_before_the_others_start_and_leaves_after_them(tmp_path: Path) -> None:
    order: list[str] = []
    goodbye = (
        "import signal, sys, time\n"
        # Not print: the signal may come in the middle of another.
        "import os\n"
        "def leave(*_): os.write(1, b'bye\\n'); time.sleep(0.2); sys.exit()\n"
        "signal.signal(signal.SIGTERM, leave)\n"
        "print('up', flush=True)\n"
        "while True: time.sleep(60)\n"
    )

    def show(name: str, line: str) -> None:
        order.append(f"{name} {line}")

    specs = [
        spec("base", goodbye, is_base=True, is_ready=lambda: "base up" in order),
        spec("user", goodbye, is_ready=lambda: "user up" in order),
    ]
    with ProcessGroup(specs, log_dir=tmp_path, show=show):
        pass

    assert order == ["base up", "user up", "user bye", "base bye"]


def test_what_must_follow_each_start_is_done_again_after_a_restart(tmp_path: Path) -> None:
    done = threading.Semaphore(0)
    with ProcessGroup([spec("a", when_ready=done.release)], log_dir=tmp_path) as group:
        assert done.acquire(timeout=5)
        group["a"].signal(signal.SIGKILL)

        assert done.acquire(timeout=10)


def test_a_process_that_never_comes_up_is_named_with_its_log(tmp_path: Path) -> None:
    never = spec("broken", "raise SystemExit(3)", is_ready=lambda: False, ready_timeout_s=0.5)

    with pytest.raises(ProcessError, match=rf"broken did not start.*{tmp_path}/broken.log"):
        ProcessGroup([never], log_dir=tmp_path).start()


def test_a_program_that_is_not_there_says_so_in_its_log(tmp_path: Path) -> None:
    missing = ProcessSpec(name="gone", argv=["/nowhere/program"], env={"PATH": "/usr/bin:/bin"})

    with ProcessGroup([missing], log_dir=tmp_path) as group:
        eventually(lambda: "/nowhere/program" in log(group["gone"]))


def test_a_process_is_asked_to_leave_once(tmp_path: Path) -> None:
    # given a process that tells when it is asked, and takes its time
    tells = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: os.write(1, b'asked\\n'))\n"
        "print('up', flush=True)\n"
        "signal.pause()\n"
        "time.sleep(0.5)\n"
    )
    said: list[str] = []
    only = spec("only", tells, is_ready=lambda: "up" in said)
    group = ProcessGroup([only], log_dir=tmp_path, show=lambda _, line: said.append(line))
    group.start()
    # when it is told to leave, and then its group is stopped
    group["only"].request_stop()
    eventually(lambda: "asked" in said)
    group.stop()
    # then it was asked once: a second SIGTERM says "at once" to many programs
    assert said == ["up", "asked"]


def test_what_hangs_is_killed_and_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ALIVE_POLL_S", 0.05)
    sign = tmp_path / "alive" / "a"
    beats = (
        f"import pathlib, time\nwhile True: pathlib.Path({str(sign)!r}).touch(); time.sleep(0.02)"
    )
    sign.parent.mkdir()
    hanging = spec(
        "a",
        beats,
        sign=sign,
        is_alive=lambda: health.is_alive(sign, silent_s=2, now_s=time.time()),
    )
    with ProcessGroup([hanging], log_dir=tmp_path) as group:
        eventually(sign.exists)
        first = group["a"].pid

        group["a"].signal(signal.SIGSTOP)

        eventually(lambda: group["a"].restarts == 1 and group["a"].pid not in {None, first})
        assert not is_alive(first)
        # The sign of the one before is none of its own.
        eventually(lambda: hanging.is_alive is not None and hanging.is_alive())
        assert group["a"].restarts == 1
    assert not sign.exists()
