"""A small supervisor: keeps a group of processes running, and leaves none behind."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

LOG_MAX_BYTES = 10 * 1024 * 1024
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 15.0
HEALTHY_AFTER_S = 30.0
"""A process that lived so long has the backoff of its former deaths forgiven."""

READY_POLL_S = 0.05
ALIVE_POLL_S = 5.0
MISSED_SIGNS = 3
FIRST_SIGN_S = 180.0
"""Within which a process that starts must have said yes once."""
SPARING = {"MALLOC_ARENA_MAX": "2"}
"""For the environment of programs with many threads, of which each gets a heap of its own
otherwise: many programs share one machine here."""
SERVERS_PLACE = "/usr/sbin"
"""Where Debian keeps programs that only root's PATH has."""


class ProcessError(Exception):
    """A process did not come up; the text says which, and where its log is."""


@dataclass(frozen=True, kw_only=True)
class ProcessSpec:
    """How one process is run."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    """The whole environment."""
    cwd: Path | None = None
    is_ready: Callable[[], bool] | None = None
    """Asked until it says yes; None: ready as soon as it runs."""
    ready_timeout_s: float = 60.0
    is_alive: Callable[[], bool] | None = None
    """Asked again and again; what says no MISSED_SIGNS times running is killed as hung. None:
    whatever runs is alive."""
    sign: Path | None = None
    """The file whose age ``is_alive`` looks at: one of a former process is no sign."""
    when_ready: Callable[[], None] | None = None
    """Called each time it has become ready, restarts included, and before others are told."""
    is_base: bool = False
    """Others need it: they are started after it is ready and stopped before it."""
    stop_grace_s: float = 10.0
    """From SIGTERM to SIGKILL."""
    is_restarted: bool = True
    """Whether it is started again when it has ended by itself."""


class LineSink(Protocol):
    """Shows one line that a process wrote."""

    def __call__(self, name: str, line: str) -> None: ...


class Process:
    """One supervised process.

    A thread of its own starts it, waits for its end and starts it again. The child dies
    with this program, even by SIGKILL: setpriv sets its parent-death signal, which counts
    from the thread that started it, so that thread stays with it to its end.
    """

    def __init__(self, spec: ProcessSpec, *, log_path: Path, show: LineSink | None) -> None:
        self.spec = spec
        self.log_path = log_path
        self.restarts = 0
        self._show = show
        self._lock = threading.Lock()
        self._popen: subprocess.Popen[bytes] | None = None
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """None while it isn't running."""
        popen = self._popen
        return popen.pid if popen is not None and popen.poll() is None else None

    def start(self) -> None:
        """Start it unless it is started; returns at once."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._stopping.clear()
        self._ready.clear()
        self._thread = threading.Thread(
            target=self._supervise, name=f"supervise-{self.spec.name}", daemon=True
        )
        self._thread.start()

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    @property
    def has_ended(self) -> bool:
        """It was started, and neither runs nor will be started again."""
        return self._thread is not None and not self._thread.is_alive()

    def wait_ready(self) -> None:
        """Raises ProcessError when it isn't ready in its time."""
        if not self._ready.wait(self.spec.ready_timeout_s):
            raise ProcessError(
                f"{self.spec.name} did not start within {self.spec.ready_timeout_s:.0f} s; "
                f"its log is {self.log_path}"
            )

    def signal(self, number: int) -> None:
        """Send a signal to the process alone. After its death it is started again."""
        with self._lock:
            if self._popen is not None and self._popen.poll() is None:
                self._popen.send_signal(number)

    def request_stop(self) -> None:
        """Send SIGTERM, and don't start it again; returns at once."""
        with self._lock:
            # Once: to many programs a second SIGTERM says "at once".
            if self._stopping.is_set():
                return
            self._stopping.set()
            if self._popen is not None and self._popen.poll() is None:
                self._popen.terminate()

    def stop(self, *, grace_s: float | None = None) -> None:
        """Stop it and everything it left behind, and return when it is gone.

        ``grace_s`` is in place of its own.
        """
        self.request_stop()
        if self._thread is None:
            return
        self._thread.join(self.spec.stop_grace_s if grace_s is None else grace_s)
        if self._thread.is_alive():
            self._kill_group()
            self._thread.join()

    def stop_soon(self, *, after_s: float = 0) -> None:
        """Stop it ``after_s``, within its grace time; returns at once."""

        def stop() -> None:
            self._stopping.wait(after_s)
            self.stop()

        threading.Thread(target=stop, name=f"stop-{self.spec.name}", daemon=True).start()

    def _supervise(self) -> None:
        backoff_s = FIRST_BACKOFF_S
        while not self._stopping.is_set():
            started_at = time.monotonic()
            popen = self._spawn()
            self._announce_when_ready(popen)
            status = self._watch(popen)
            self._ready.clear()
            self._kill_group()
            self._forget_signs()
            if self._stopping.is_set():
                return
            if not self.spec.is_restarted:
                self._say(f"ended with status {status}")
                return
            if time.monotonic() - started_at > HEALTHY_AFTER_S:
                backoff_s = FIRST_BACKOFF_S
            self._say(f"ended with status {status}; started again in {backoff_s:g} s")
            self._stopping.wait(backoff_s)
            backoff_s = min(backoff_s * 2, LONGEST_BACKOFF_S)
            self.restarts += 1

    def _forget_signs(self) -> None:
        sign = self.spec.sign
        if sign is not None:
            for path in (sign, sign.with_name(f"{sign.name}.ready")):
                path.unlink(missing_ok=True)

    def _watch(self, popen: "subprocess.Popen[bytes]") -> int:
        """Wait for its end, or end it when it hangs."""
        is_alive = self.spec.is_alive
        if is_alive is None:
            return popen.wait()
        began, missed, has_lived = time.monotonic(), 0, False
        while True:
            try:
                return popen.wait(ALIVE_POLL_S)
            except subprocess.TimeoutExpired:
                pass
            if is_alive():
                missed, has_lived = 0, True
            elif has_lived or time.monotonic() - began > FIRST_SIGN_S:
                missed += 1
            # What was told to stop has its grace time.
            if missed >= MISSED_SIGNS and not self._stopping.is_set():
                self._say("gives no sign of life: killed")
                self._kill_group()
                return popen.wait()

    def _spawn(self) -> "subprocess.Popen[bytes]":
        self._forget_signs()
        with self._lock:
            popen = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *self.spec.argv],  # noqa: S607 - util-linux, wherever PATH has it
                env=dict(self.spec.env),
                cwd=self.spec.cwd,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # A Ctrl-C at the terminal is for the supervisor, which stops all in order.
                start_new_session=True,
            )
            self._popen = popen
            if self._stopping.is_set():
                popen.terminate()
        threading.Thread(target=self._pump, args=(popen.stdout,), daemon=True).start()
        return popen

    def _announce_when_ready(self, popen: "subprocess.Popen[bytes]") -> None:
        """Wait for readiness here, in the supervising thread, as long as the process lives."""
        is_ready = self.spec.is_ready
        while is_ready is not None and not is_ready():
            try:
                popen.wait(READY_POLL_S)
            except subprocess.TimeoutExpired:
                continue
            return
        if self.spec.when_ready is not None:
            try:
                self.spec.when_ready()
            except Exception as error:  # noqa: BLE001 - a caller's hook must not end the supervision
                self._say(f"running, but unusable: {error}")
                popen.terminate()
                return
        self._ready.set()

    def _kill_group(self) -> None:
        popen = self._popen
        if popen is not None:
            try:
                os.killpg(popen.pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def _pump(self, stream: IO[bytes]) -> None:
        with stream, open_log(self.log_path) as log:
            for raw in stream:
                log.write(raw)
                if self._show is not None:
                    self._show(self.spec.name, raw.decode(errors="replace").rstrip())

    def _say(self, text: str) -> None:
        if self._show is not None:
            self._show(self.spec.name, text)


class ProcessGroup:
    """Processes that are started in order and stopped in the reverse order."""

    def __init__(
        self, specs: Iterable[ProcessSpec], *, log_dir: Path, show: LineSink | None = None
    ) -> None:
        log_dir.mkdir(parents=True, exist_ok=True)
        self.processes = {
            spec.name: Process(spec, log_path=log_dir / f"{spec.name}.log", show=show)
            for spec in specs
        }
        every = self.processes.values()
        self._bases = [process for process in every if process.spec.is_base]
        self._others = [process for process in every if not process.spec.is_base]

    def __getitem__(self, name: str) -> Process:
        return self.processes[name]

    def start_bases(self) -> None:
        """Start those that others need; returns at once, so that they come up meanwhile."""
        for process in self._bases:
            process.start()

    def start(self) -> None:
        """Start all, the bases first; returns when all are ready.

        Raises ProcessError, and then has stopped all.
        """
        try:
            for group in (self._bases, self._others):
                for process in group:
                    process.start()
                for process in group:
                    process.wait_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop all, the bases last; returns when they are gone."""
        for group in (self._others, self._bases):
            for process in group:
                process.request_stop()
            for process in group:
                process.stop()

    def __enter__(self) -> "ProcessGroup":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def open_log(path: Path) -> IO[bytes]:
    """A log to append to; one that has grown large begins anew and keeps its predecessor."""
    if path.exists() and path.stat().st_size > LOG_MAX_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab", buffering=0)


def missing_tools(names: Iterable[str]) -> list[str]:
    """Those of the programs that neither PATH nor the place for servers has."""
    path = f"{os.environ.get('PATH', os.defpath)}:{SERVERS_PLACE}"
    return [name for name in names if shutil.which(name, path=path) is None]


class ConsoleSink:
    """Writes lines to the console under their process's coloured name."""

    COLOURS = (36, 33, 32, 35, 34, 31)

    def __init__(self, out: IO[str] = sys.stdout, *, width: int = 9) -> None:
        self._out = out
        self._width = width
        self._colours: dict[str, int] = {}
        self._lock = threading.Lock()

    def __call__(self, name: str, line: str) -> None:
        with self._lock:
            colour = self._colours.setdefault(
                name, self.COLOURS[len(self._colours) % len(self.COLOURS)]
            )
            label = name.ljust(self._width)
            if self._out.isatty():
                label = f"\x1b[{colour}m{label}\x1b[0m"
            self._out.write(f"{label} | {line}\n")
            self._out.flush()
