"""Descriptors that the host hands into a box: input and files of a run."""

import ctypes
import fcntl
import os
import struct
from pathlib import Path

from judging.sandbox.protocol import SandboxError

_SYS_OPEN_TREE = 428
_SYS_MOUNT_SETATTR = 442
_AT_FDCWD = -100
_OPEN_TREE_CLONE = 1
_OPEN_TREE_CLOEXEC = os.O_CLOEXEC
_SEALS = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL

# struct mount_attr: attr_set (read-only, no setuid, no devices), attr_clr, propagation, userns_fd
_READ_ONLY = struct.pack("=4Q", 1 | 2 | 4, 0, 0, 0)
_AT_EMPTY_PATH = 0x1000

_libc = ctypes.CDLL(None, use_errno=True)


def open_bytes(content: bytes) -> int:
    """A sealed file in memory, for reading, at its start."""
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

    ``/proc/self/fd/0`` would tell a program which test it is given, and let it be opened
    anew for writing where the file's mode allows. Opened through a detached read-only
    mount of only that file, it reads ``/`` and stays read-only.
    Raises SandboxError where the file can't be opened.
    """
    tree = _libc.syscall(
        _SYS_OPEN_TREE, _AT_FDCWD, os.fsencode(path), _OPEN_TREE_CLONE | _OPEN_TREE_CLOEXEC
    )
    if tree < 0:
        raise SandboxError(f"can't open {path}: {os.strerror(ctypes.get_errno())}")
    try:
        if _libc.syscall(
            _SYS_MOUNT_SETATTR, tree, b"", _AT_EMPTY_PATH, _READ_ONLY, len(_READ_ONLY)
        ):
            raise SandboxError(f"can't open {path} read-only: {os.strerror(ctypes.get_errno())}")
        return os.open(f"/proc/self/fd/{tree}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise SandboxError(f"can't open {path}: {error.strerror}") from error
    finally:
        os.close(tree)
