"""A program and its interactor at once, each in its own box, joined by two pipes.

No process stands between them. This host only keeps some ends of the pipes open for a
while, so that neither side can notice the other's end before it is on record here:
otherwise it would be a matter of luck who seems to have failed first.

A program may end before it has read all (or anything) of what it is told. What its
interactor then still writes goes nowhere, without an error: whether the write came just
before the program's end or just after it must not make a difference.
"""

import ctypes
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from judging.sandbox.protocol import Box, Command, Outcome

_DECIDING_S = 0.1
"""After a program's crash, for an interactor that is about to end by itself."""

_PIPE_BYTES = 1 << 16
_DRAINED_BYTES = 1 << 20
"""What an interactor may write to a program that has ended. One that goes on and on, as it never
looks whether its input has ended, is stopped by the broken pipe then."""

_libc = ctypes.CDLL(None)


def shared_core() -> int | None:
    """The core for both sides of a talk, which mostly wait for each other: the one that this
    thread leaves while it waits for both. None where it can't be told."""
    core: int = _libc.sched_getcpu()
    return core if core >= 0 else None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """How both sides ended."""

    program: Outcome
    validator: Outcome
    validator_was_first: bool
    """It ended without knowing that the program had."""


class _Pipe:
    """A pipe of which each end is closed once, whoever asks."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self._open = {self.reading, self.writing}
        self._lock = threading.Lock()

    def drain(self) -> None:
        """Let so much of what is written go nowhere, or all until nobody can write any more."""
        left_bytes = _DRAINED_BYTES
        while left_bytes > 0 and (got := os.read(self.reading, _PIPE_BYTES)):
            left_bytes -= len(got)

    def close_reading(self) -> None:
        self._close(self.reading)

    def close_writing(self) -> None:
        self._close(self.writing)

    def _close(self, end: int) -> None:
        with self._lock:
            if end in self._open:
                self._open.remove(end)
                os.close(end)


def run_interactive(
    program_box: Box,
    program: Command,
    validator_box: Box,
    validator: Command,
    *,
    rejects: Callable[[Outcome], bool],
) -> Talk:
    """Run both until both have ended; each one's output is the other's input.

    Once the interactor has ended in a way that ``rejects``, the program is stopped: nothing
    that it does can change the verdict.

    The program's output stays open here until its own end is known, and so does the
    interactor's input; the program's input until the interactor has ended. The interactor's
    output does not: by closing it an interactor may say that nothing more will come.
    Raises SandboxError.
    """
    to_program, to_validator = _Pipe(), _Pipe()
    validator_has_ended = threading.Event()
    has_rejected = threading.Event()

    def run_program() -> tuple[Outcome, bool]:
        command = replace(
            program,
            stdin=to_program.reading,
            stdout=to_validator.writing,
            settled=has_rejected,
        )
        try:
            outcome = program_box.run(command)
            if outcome.exit_code != 0:
                # It may have crashed over the end of the interactor's output.
                validator_has_ended.wait(_DECIDING_S)
            return outcome, validator_has_ended.is_set()
        finally:
            to_validator.close_writing()
            to_program.drain()
            to_program.close_reading()

    def run_validator() -> Outcome:
        command = replace(
            validator,
            stdin=to_validator.reading,
            stdout=to_program.writing,
            on_start=to_program.close_writing,
        )
        try:
            outcome = validator_box.run(command)
            if rejects(outcome):
                has_rejected.set()
            return outcome
        finally:
            validator_has_ended.set()
            to_program.close_writing()
            to_validator.close_reading()

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="program") as pool:
        running = pool.submit(run_program)
        validated = run_validator()
        outcome, validator_was_first = running.result()
    return Talk(program=outcome, validator=validated, validator_was_first=validator_was_first)
