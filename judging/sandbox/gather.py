"""Taking a run's files out of the box: descriptors in, copies of our own out."""

import os
import socket
from pathlib import Path, PurePosixPath

from judging.sandbox import wire
from judging.sandbox.protocol import Collect, SandboxError

_TIMEOUT_MS = 60_000
_TOO_MUCH = 1
_COPY_BYTES = 1 << 20


def gather(agent: socket.socket, collect: Collect) -> bool:
    """Copy the files of the working directory into ``collect.into``.

    The directory is made readable for everyone, so that it can be mounted into another
    box; keep it beneath a directory that is not.
    False where there were more files or bytes than allowed: what has been copied then is
    incomplete. Raises SandboxError where the host can't keep them.
    """
    wire.send(agent, wire.Letter.GATHER, (collect.max_files, collect.max_bytes))
    collect.into.chmod(0o755)
    while True:
        reply = wire.receive_within(agent, _TIMEOUT_MS, "gathering files")
        if not reply.is_file:
            return not reply.words[0] & _TOO_MUCH
        assert reply.fd is not None  # noqa: S101 -- wire.receive has seen to it
        try:
            _copy(reply.fd, _place(collect.into, reply.text), reply.words)
        except OSError as error:
            raise SandboxError(f"can't keep a gathered file: {error}") from error
        finally:
            os.close(reply.fd)


def _place(into: Path, name: bytes) -> Path:
    """Where a gathered file goes. The directory is ours alone and holds only what is copied
    here, plain files and directories; the agent's word is checked nevertheless."""
    parts = PurePosixPath(os.fsdecode(name)).parts
    if not parts or name.startswith(b"/") or ".." in parts:
        raise SandboxError(f"the sandbox's agent sent a file named {name!r}")
    target = into.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _copy(source: int, target: Path, words: tuple[int, ...]) -> None:
    size, is_executable = words
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(target, flags, 0o755 if is_executable else 0o644)
    try:
        offset = 0
        while offset < size:
            sent = os.sendfile(fd, source, offset, min(_COPY_BYTES, size - offset))
            if sent == 0:
                break
            offset += sent
    finally:
        os.close(fd)
