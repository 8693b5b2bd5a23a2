"""Descriptors that the host hands into a box: input and files of a run."""

import ctypes
import fcntl
import os
from pathlib import Path

from judging.sandbox.protocol import SandboxError

_SYS_OPEN_TREE = 428
_AT_FDCWD = -100
_OPEN_TREE_CLONE = 1
_OPEN_TREE_CLOEXEC = os.O_CLOEXEC
_SEALS = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL

_libc = ctypes.CDLL(None, use_errno=True)


def open_bytes(content: bytes) -> int:
    """A sealed file in memory, for reading, at its start."""
    if not content:
        return os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    fd = os.memfd_create("", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(fd, view) :]
        os.lseek(fd, 0, os.SEEK_SET)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, _SEALS)
    except BaseException:
        os.close(fd)
        raise
    return fd


def open_path(path: Path) -> int:
    """A host file, for reading, whose name can't be read back from the descriptor.

    ``/proc/self/fd/0`` would tell a program which test it is given. Opened through a
    detached mount of only that file, it reads ``/``.
    Raises SandboxError where the file can't be opened.
    """
    tree = _libc.syscall(
        _SYS_OPEN_TREE, _AT_FDCWD, os.fsencode(path), _OPEN_TREE_CLONE | _OPEN_TREE_CLOEXEC
    )
    if tree < 0:
        raise SandboxError(f"can't open {path}: {os.strerror(ctypes.get_errno())}")
    try:
        return os.open(f"/proc/self/fd/{tree}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise SandboxError(f"can't open {path}: {error.strerror}") from error
    finally:
        os.close(tree)
