"""Builds the sandbox's C program where it is missing or older than its sources."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from judging.sandbox.protocol import SandboxError

_HERE = Path(__file__).parent
_FLAGS = ("-std=c11", "-O2", "-static", "-Wall", "-Wextra", "-Wshadow", "-Werror")
_COMPILE_TIMEOUT_S = 120


def agent_path() -> Path:
    """The launcher and agent, built if need be. Raises SandboxError as :func:`built` does."""
    return built("agent", _HERE)


def probe_path() -> Path:
    """The program that tries from inside what a run can do. Raises SandboxError."""
    return built("probe", _HERE / "probe")


def built(name: str, folder: Path) -> Path:
    """The static program made of a folder's C files, built if it is missing.

    Its name holds its sources' hash, so it is never stale.

    Safe with several processes at once: one builds, the others wait. ``JUDGE_AGENT_DIR``
    says where it is kept, for an image whose code can't be written to.
    Raises SandboxError with what to do where it can't be built.
    """
    sources = sorted(folder.glob("*.c"))
    digest = hashlib.sha256(" ".join(_FLAGS).encode())
    for path in (*sources, *sorted(folder.glob("*.h"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    into = Path(os.environ.get("JUDGE_AGENT_DIR") or _HERE / "build")
    target = into / f"{name}-{digest.hexdigest()[:20]}"
    if target.exists():
        return target
    try:
        into.mkdir(parents=True, exist_ok=True)
        with (into / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                _build(sources, target)
                _forget_others(into, name, target)
    except OSError as error:
        raise SandboxError(
            f"can't write the sandbox's program to {into}: {error.strerror}. "
            "Make the directory writable or set JUDGE_AGENT_DIR to one that is."
        ) from error
    return target


def _build(sources: list[Path], target: Path) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise SandboxError(
            "the sandbox's program must be built and there is no C compiler: "
            "install gcc and libc6-dev"
        )
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    command = [compiler, *_FLAGS, "-o", str(fresh), *map(str, sources)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=_COMPILE_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode != 0:
            raise SandboxError(
                "building the sandbox's program failed (are libc6-dev and linux-libc-dev "
                f"installed?):\n{done.stderr.strip()}"
            )
        fresh.rename(target)
    except subprocess.TimeoutExpired as error:
        raise SandboxError(
            f"building the sandbox's program took more than {_COMPILE_TIMEOUT_S} s"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def _forget_others(folder: Path, name: str, target: Path) -> None:
    for other in folder.glob(f"{name}-*"):
        if other != target:
            other.unlink(missing_ok=True)
