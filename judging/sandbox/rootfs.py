"""What a box's root directory shows: the policy that the agent carries out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from judging.sandbox.protocol import BoxSpec, Mount, SandboxError

WORKING_DIRECTORY = "/w"
BOX_UID = 1000

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/libx32", "/lib64")

_ETC_SHOWN = (
    "alternatives",
    "ld.so.cache",
    "mono",
    "ghc",
    "php",
    "perl",
    "fpc.cfg",
    "lua",
    "nim",
    "racket",
    "R",
)
"""Of /etc, what compilers and runtimes of Debian need; nothing that names hosts or people."""

_ETC_SHOWN_PATTERNS = ("java*", "php*", "fpc-*.cfg")

_ETC_WRITTEN = {
    "/etc/passwd": f"solver:x:{BOX_UID}:{BOX_UID}::{WORKING_DIRECTORY}:/bin/false\n",
    "/etc/group": f"solver:x:{BOX_UID}:\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "/etc/hosts": "127.0.0.1 localhost box\n",
}

_DEVICES = {"null": "1:3", "zero": "1:5", "full": "1:7", "random": "1:8", "urandom": "1:9"}

_DEVICE_LINKS = {
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
}

_TAKEN = ("/w", "/tmp", "/dev", "/proc", "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib64")  # noqa: S108 -- the box's own /tmp


@dataclass(frozen=True)
class _Operation:
    """One step of building a root: a letter of ``operate`` in root.c, a path, an argument."""

    kind: str
    path: str
    argument: str = ""


def root_operations(spec: BoxSpec) -> list[bytes]:
    """The steps that build the root of a box, flat, three strings each.

    Raises SandboxError for a mount that can't be shown.
    """
    flat: list[bytes] = []
    for step in _steps(spec.mounts):
        flat += (step.kind.encode(), step.path.encode(), step.argument.encode())
    return flat


def _steps(mounts: Iterable[Mount]) -> Iterator[_Operation]:
    for path in map(Path, _SYSTEM):
        if path.is_symlink():
            yield _Operation("l", str(path), str(path.readlink()))
        elif path.is_dir():
            yield _Operation("d", str(path))
            yield _Operation("b", str(path), str(path))
    yield from _etc()
    yield _Operation("d", "/dev")
    for name, numbers in _DEVICES.items():
        yield _Operation("n", f"/dev/{name}", numbers)
    for path_text, target in _DEVICE_LINKS.items():
        yield _Operation("l", path_text, target)
    for path_text in ("/dev/shm", "/tmp", WORKING_DIRECTORY, "/proc"):  # noqa: S108 -- the box's own
        yield _Operation("d", path_text)
    made: set[str] = set()
    for mount in mounts:
        yield from _mount(mount, made)
    yield _Operation("p", "/proc", "hidepid=invisible,subset=pid")


def _etc() -> Iterator[_Operation]:
    yield _Operation("d", "/etc")
    for path_text, content in _ETC_WRITTEN.items():
        yield _Operation("f", path_text, content)
    shown = [Path("/etc") / name for name in _ETC_SHOWN]
    for pattern in _ETC_SHOWN_PATTERNS:
        shown += sorted(Path("/etc").glob(pattern))
    for path in dict.fromkeys(shown):
        if path.exists() and not path.is_symlink():
            yield from _bind(path, str(path))


def _mount(mount: Mount, made: set[str]) -> Iterator[_Operation]:
    target = PurePosixPath(mount.target)
    if not target.is_absolute() or ".." in target.parts or "\0" in mount.target:
        raise SandboxError(f"a mount's target must be a plain absolute path, not {mount.target!r}")
    if str(target) == "/" or any(target.is_relative_to(place) for place in _TAKEN):
        raise SandboxError(f"a mount can't be shown at {target}: the box has its own there")
    if not mount.source.exists():
        raise SandboxError(f"there is no {mount.source} to show at {target} in the box")
    for parent in reversed(target.parents):
        if str(parent) != "/" and str(parent) not in made:
            made.add(str(parent))
            yield _Operation("d", str(parent))
    yield from _bind(mount.source.resolve(), str(target))


def _bind(source: Path, target: str) -> Iterator[_Operation]:
    yield _Operation("d" if source.is_dir() else "f", target)
    yield _Operation("b", target, str(source))
