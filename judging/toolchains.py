"""What a judgehost has of the language table: versions, and where toolchains stand.

Only programs of the system itself are started here, never anything submitted, so no box
is needed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from judging.languages import ANSWER, Language, ToolchainSpec, language_table
from judging.scripted import SCRIPTED

_PROBE_TIMEOUT_S = 30
_PROBES_AT_ONCE = 8
_SYSTEM_ROOT = Path("/usr")
_PROBE_ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
_PACKAGES_OF_THE_SYSTEM = Path("/var/lib/dpkg/status")


@dataclass(frozen=True, kw_only=True)
class InstalledLanguage:
    """A language that this host can judge."""

    language: Language
    version: str
    toolchain_root: str = "/usr"
    """Where the toolchain stands inside a box."""
    mount: Path | None = None
    """The toolchain's directory on the host, to be mounted at ``toolchain_root``; None: in /usr."""


ANSWER_INSTALLED = InstalledLanguage(language=ANSWER, version="1")
SCRIPTED_INSTALLED = InstalledLanguage(language=SCRIPTED, version="1")
"""Every host has a shell."""


@cache
def installed_languages() -> Mapping[str, InstalledLanguage]:
    """The languages of the table that this host has, by id. Probed once per process."""
    with ThreadPoolExecutor(max_workers=_PROBES_AT_ONCE) as pool:
        found = tuple(pool.map(probe, language_table().language))
    installed = (*(one for one in found if one is not None), ANSWER_INSTALLED)
    return {one.language.id: one for one in installed}


def probe(language: Language) -> InstalledLanguage | None:
    """Look for one language on this host; None where something that it needs is missing."""
    root = _SYSTEM_ROOT
    if language.toolchain is not None:
        located = _locate(language.toolchain)
        if located is None:
            return None
        root = located
    is_mounted = not root.is_relative_to(_SYSTEM_ROOT)
    root_in_box = f"/opt/toolchain/{language.id}" if is_mounted else str(root)
    output = _output([part.replace("{toolchain}", str(root)) for part in language.probe])
    version = re.search(language.probe_pattern, output) if output is not None else None
    programs = (
        argv[0].replace("{toolchain}", str(root)) for argv in (language.compile, language.run)
    )
    is_whole = all(map(_is_there, programs)) and all(map(os.path.isdir, language.mounts))
    if version is None or not is_whole:
        return None
    return InstalledLanguage(
        language=language,
        version=version[1],
        toolchain_root=root_in_box,
        mount=root if is_mounted else None,
    )


def toolchain_stamp(installed: InstalledLanguage) -> str:
    """Changes whenever the compiler, or any package of the system, has been changed."""
    compiler = installed.language.compile[0]
    in_mount = compiler.replace("{toolchain}", str(installed.mount or installed.toolchain_root))
    return " ".join([installed.version, *map(_stamp, (Path(in_mount), _PACKAGES_OF_THE_SYSTEM))])


def _stamp(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError:
        return "none"
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ino}"


def _is_there(program: str) -> bool:
    """Whether a command's program is on this host; one below /program is yet to be made."""
    return program.startswith("/program/") or os.access(program, os.X_OK)


def _locate(toolchain: ToolchainSpec) -> Path | None:
    directories = [str(Path(directory).expanduser()) for directory in toolchain.directories]
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *directories])
    program = shutil.which(toolchain.program, path=path)
    if program is None:
        return None
    output = _output([part.replace("{program}", program) for part in toolchain.root])
    if not output or not Path(output.strip()).is_dir():
        return None
    return Path(output.strip()).resolve()


def _output(argv: list[str]) -> str | None:
    """What a program prints on either stream; None where it fails."""
    home = {"HOME": os.environ.get("HOME", "/")}
    try:
        done = subprocess.run(
            argv,
            env=_PROBE_ENV | home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_PROBE_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")
