"""Packets between the supervisor and its launchers and agents (agent.h is the twin)."""

import array
import contextlib
import os
import select
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from judging.sandbox.protocol import SandboxError

MAX_PACKET_BYTES = 160 * 1024
"""Arguments, environment and names of one run together; less than a socket's default buffer."""

MAX_FILES_PER_RUN = 200
"""A packet carries at most 253 descriptors."""

_HEAD = struct.Struct("=8Q")
_WORD = struct.Struct("=Q")
_REPLY_WORDS = {"D": 6, "f": 3, "E": 2}
_REPLY_BYTES = 16 * 1024


class Letter(Enum):
    """What is asked of a launcher or an agent."""

    SETTLE = ord("S")
    OPEN = ord("O")
    CLOSE = ord("C")
    RUN = ord("R")
    KILL = ord("K")
    GATHER = ord("G")
    FRESHEN = ord("F")


class PeerGoneError(SandboxError):
    """The launcher or the agent has died."""


@dataclass(frozen=True)
class Reply:
    """An answer. ``words`` are the letter's own; ``fd`` belongs to the receiver."""

    is_file: bool
    words: tuple[int, ...]
    text: bytes
    fd: int | None


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Two ends that keep packets whole; neither is inherited by other programs."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(
    peer: socket.socket,
    letter: Letter,
    words: Sequence[int] = (),
    strings: Sequence[bytes] = (),
    fds: Sequence[int] = (),
) -> None:
    """Send one request. Raises PeerGoneError, or SandboxError where it doesn't fit a packet."""
    head = _HEAD.pack(letter.value, *words, *([0] * (7 - len(words))))
    body = b"\0".join((*strings, b"")) if strings else b""
    if len(body) > MAX_PACKET_BYTES:
        raise SandboxError(
            f"the arguments and the environment of a run take {len(body)} bytes; "
            f"at most {MAX_PACKET_BYTES} fit"
        )
    control = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
    try:
        peer.sendmsg([head, body], control, socket.MSG_NOSIGNAL)
    except OSError as error:
        raise PeerGoneError(f"the sandbox's agent can't be reached: {error.strerror}") from error


def receive(peer: socket.socket) -> Reply:
    """Take one answer, waiting for it. Raises PeerGoneError, or SandboxError with its error."""
    try:
        data, control, _, _ = peer.recvmsg(
            _REPLY_BYTES, socket.CMSG_SPACE(_WORD.size), socket.MSG_CMSG_CLOEXEC
        )
    except ConnectionResetError as error:
        raise PeerGoneError("the sandbox's agent has died") from error
    fds = array.array("i")
    for level, kind, payload in control:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            fds.frombytes(payload)
    if not data:
        raise PeerGoneError("the sandbox's agent has died")
    letter = chr(_WORD.unpack_from(data)[0])
    count = min(_REPLY_WORDS.get(letter, 0), len(data) // _WORD.size)
    if letter not in _REPLY_WORDS or count < 2 or len(fds) != (letter == "f"):
        for fd in fds:
            os.close(fd)
        raise SandboxError("the sandbox's agent sent something unreadable")
    words = struct.unpack_from(f"={count}Q", data)[1:]
    text = data[count * _WORD.size :]
    if letter == "E":
        raise SandboxError(f"{text.decode(errors='replace')} (in the sandbox)")
    return Reply(is_file=letter == "f", words=words, text=text, fd=fds[0] if fds else None)


def receive_within(peer: socket.socket, timeout_ms: int, doing: str) -> Reply:
    """Like :func:`receive`. Raises SandboxError when no answer comes in time."""
    if not wait_readable(peer.fileno(), timeout_ms):
        raise SandboxError(f"the sandbox did not answer within {timeout_ms} ms while {doing}")
    return receive(peer)


def wait_readable(fd: int, timeout_ms: int) -> bool:
    """Whether something can be read from ``fd`` within that time."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(timeout_ms))


def close_quietly(fds: Sequence[int]) -> None:
    """Close descriptors, whatever becomes of them."""
    for fd in fds:
        with contextlib.suppress(OSError):
            os.close(fd)
