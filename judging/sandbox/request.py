"""A run's request to the agent, and the descriptors that go with it."""

import os
import re
import socket
from types import TracebackType
from typing import Self

from judging.sandbox import wire
from judging.sandbox.hostfds import open_bytes, open_path
from judging.sandbox.protocol import Command, SandboxError

_PLAIN_NAME = re.compile(r"[^/\0]{1,255}", re.DOTALL)
_CPU_BACKSTOP_S = 2
"""The kernel's own limit counts single processes and whole seconds: only for the case that
the supervisor is starved. The cgroup's counter decides."""


class RunFds:
    """Opens what a run is given, and closes all of it at the end.

    ``stdout`` and ``stderr`` are the reading ends of pipes; ``stdout`` is None where the
    command brings its own.
    """

    def __init__(self, command: Command) -> None:
        self._given: list[int] = []
        self.sent: list[int] = []
        self.stdout: int | None = None
        self.stderr = -1
        self.file_bytes = 0
        """Of the files that the agent writes into the working directory."""
        try:
            self._open(command)
        except BaseException:
            self.close()
            raise

    def _open(self, command: Command) -> None:
        stdin = command.stdin
        if isinstance(stdin, bytes):
            self._give(open_bytes(stdin) if stdin else os.open(os.devnull, os.O_RDONLY))
        elif isinstance(stdin, int):
            self.sent.append(stdin)
        else:
            self._give(open_path(stdin))
        if command.stdout is None:
            self.stdout = self._pipe()
        else:
            self.sent.append(command.stdout)
        self.stderr = self._pipe()
        for name, content in command.files.items():
            self._give(open_bytes(content) if isinstance(content, bytes) else _open_file(content))
            self.file_bytes += os.fstat(self._given[-1]).st_size
            if not _is_below(name):
                raise SandboxError(f"a file in the working directory can't be named {name!r}")

    def _give(self, fd: int) -> None:
        self._given.append(fd)
        self.sent.append(fd)

    def _pipe(self) -> int:
        reading, writing = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(reading, False)
        self._give(writing)
        return reading

    def close_given(self) -> None:
        """Close this side's copies of what the run has now."""
        wire.close_quietly(self._given)
        self._given.clear()

    def close(self) -> None:
        """Close everything that was opened here."""
        self.close_given()
        wire.close_quietly([fd for fd in (self.stdout, self.stderr) if fd is not None and fd >= 0])
        self.stdout, self.stderr = None, -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _is_below(name: str) -> bool:
    """Whether it names a file of the working directory or of a directory in it."""
    parts = name.split("/")
    return all(_PLAIN_NAME.fullmatch(part) and part not in (".", "..") for part in parts)


def send_run(agent: socket.socket, command: Command, fds: RunFds, leaf: int | None) -> None:
    """Ask the agent to run it, in the cgroup ``leaf`` where there is one.

    Raises SandboxError where it doesn't fit.
    """
    if not command.argv or not command.argv[0].startswith("/"):
        raise SandboxError("a command needs an absolute path of its program in the box")
    if len(command.files) > wire.MAX_FILES_PER_RUN:
        raise SandboxError(f"a run gets at most {wire.MAX_FILES_PER_RUN} files")
    strings = [
        *map(os.fsencode, command.argv),
        *(os.fsencode(f"{name}={value}") for name, value in command.env.items()),
        *map(os.fsencode, command.files),
    ]
    if any(b"\0" in text for text in strings):
        raise SandboxError("an argument or environment variable of a run holds a NUL byte")
    words = (
        len(command.argv),
        len(command.env),
        len(command.files),
        -(-command.limits.cpu_time_ms // 1000) + _CPU_BACKSTOP_S,
        command.limits.file_bytes,
        int(leaf is not None),
    )
    sent = fds.sent if leaf is None else [*fds.sent[:3], leaf, *fds.sent[3:]]
    wire.send(agent, wire.Letter.RUN, words, strings, sent)


def _open_file(path: os.PathLike[str]) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise SandboxError(f"can't open {path}: {error.strerror}") from error
