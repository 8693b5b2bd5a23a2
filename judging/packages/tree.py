"""The files of a package, in a folder or a zip, and the rules that keep a hostile one out.

Nothing is ever extracted to a path that a package names. A tree holds regular files
only: symbolic links, devices, absolute paths, ``..`` and names that aren't UTF-8 refuse
the package, and so do sizes that no honest package has. Only in a folder may a link stand
for another file or directory of the same package, as published collections have them.
"""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from judging.packages.findings import Findings, PackageProblem, PackageRefused

MAX_FILES = 20_000
MAX_FILE_BYTES = 512 * 1024 * 1024
MAX_TOTAL_BYTES = 2 * 1024 * 1024 * 1024
MAX_RATIO = 200
"""Of unpacked to packed size; real test data compress 5 to 50 times."""
RATIO_FREE_BYTES = 64 * 1024 * 1024
"""Small packages may compress as well as they like."""

TIME_LIMIT_FILE = ".timelimit"
"""The one hidden file that counts: where older tools keep the time limit."""

_CHUNK_BYTES = 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")


class PackageTree(Protocol):
    """Read access to a package's files by their path within it, with ``/`` between names."""

    @property
    def name(self) -> str:
        """The package's own name: that of its directory or zip."""
        ...

    @property
    def sizes(self) -> Mapping[str, int]:
        """Size in bytes of every file."""
        ...

    def chunks(self, path: str) -> Iterator[bytes]:
        """The bytes of a file of ``sizes``, in pieces.

        Raises PackageRefused where they can't be read.
        """
        ...

    def read_bytes(self, path: str) -> bytes:
        """As chunks, in one."""
        ...


class FolderTree:
    """A package in a directory."""

    def __init__(self, root: Path, findings: Findings) -> None:
        self.name = root.resolve().name
        self.sizes: dict[str, int] = {}
        self._root = root.resolve()
        self._linked: dict[str, str] = {}
        links: list[str] = []
        for path, entry in _walk(root, ""):
            if _is_hidden(path) or not _is_clean(path, findings):
                continue
            kind = entry.stat(follow_symlinks=False)
            if stat.S_ISLNK(kind.st_mode):
                links.append(path)
            elif not stat.S_ISREG(kind.st_mode):
                findings.problem(path, "neither a regular file nor a directory: remove it")
            else:
                self.sizes[path] = kind.st_size
        own = tuple(self.sizes)
        for path in links:
            self._follow(path, own, findings)
        _check_sizes(self.sizes, findings)

    def _follow(self, path: str, own: Iterable[str], findings: Findings) -> None:
        """Let a link stand for the file, or the directory's files, that it leads to.

        ``own`` are the files that are there without links; links within a linked directory
        are none of them, so links can't lead in circles.
        """
        target = Path(os.path.realpath(self._root / path))
        below = target.relative_to(self._root) if target.is_relative_to(self._root) else None
        if below is not None and target.is_file():
            self._link(path, below.as_posix())
        elif below is not None and below.parts and target.is_dir():
            place = f"{below.as_posix()}/"
            for file in own:
                if file.startswith(place):
                    self._link(f"{path}/{file.removeprefix(place)}", file)
        else:
            findings.problem(
                path,
                "symbolic links are not accepted but to a file or directory of the package: "
                "put the file itself here",
            )

    def _link(self, path: str, file: str) -> None:
        self._linked[path] = file
        self.sizes[path] = (self._root / file).stat().st_size

    def chunks(self, path: str) -> Iterator[bytes]:
        file = self._root / self._linked.get(path, path)
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    yield chunk
        except OSError as error:
            raise _unreadable(path, error) from error

    def read_bytes(self, path: str) -> bytes:
        return b"".join(self.chunks(path))


class ZipTree:
    """A package in a zip, with its files at the top or in one directory."""

    def __init__(self, path: Path, findings: Findings) -> None:
        self.name = path.stem
        self.sizes: dict[str, int] = {}
        self._members: dict[str, zipfile.ZipInfo] = {}
        try:
            self._zip = zipfile.ZipFile(path)
        except UnicodeDecodeError:
            findings.problem("", "a name in the zip is not UTF-8: pack it again with UTF-8 names")
            return
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            findings.problem("", f"not a readable zip file ({error}): pack it again")
            return
        members = self._zip.infolist()
        if len(members) > MAX_FILES:
            findings.problem("", f"{len(members)} files; at most {MAX_FILES} are accepted")
            return
        files = [member for member in members if _is_wanted(member, findings)]
        prefix = _common_directory([member.filename for member in files])
        for member in files:
            name = member.filename.removeprefix(prefix)
            if name in self.sizes:
                findings.problem(name, "stands in the zip twice: pack it again")
            self.sizes[name] = member.file_size
            self._members[name] = member
        _check_sizes(self.sizes, findings)
        # The size of the zip itself, not what its members claim: overlapping members share bytes.
        total, packed = sum(self.sizes.values()), max(1, path.stat().st_size)
        if total > RATIO_FREE_BYTES and total > MAX_RATIO * packed:
            findings.problem("", f"unpacks to {total // packed} times its size, like a zip bomb")

    def chunks(self, path: str) -> Iterator[bytes]:
        try:
            with self._zip.open(self._members[path]) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    yield chunk
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise _unreadable(path, error) from error

    def read_bytes(self, path: str) -> bytes:
        return b"".join(self.chunks(path))


def open_tree(path: Path, findings: Findings) -> PackageTree:
    """Look at a folder or zip. What is wrong with it goes to ``findings``.

    Raises FileNotFoundError where ``path`` is neither.
    """
    if path.is_dir():
        return FolderTree(path, findings)
    if path.is_file():
        return ZipTree(path, findings)
    raise FileNotFoundError(f"{path}: no such folder or zip file")


def has_format_name(path: str) -> bool:
    """Whether each name of a path is one that the package format allows.

    Others (hidden files, names with spaces) are as good as not there.
    """
    return all(_NAME.fullmatch(name) for name in path.split("/"))


def _unreadable(path: str, error: Exception) -> PackageRefused:
    return PackageRefused(
        [PackageProblem(file=path, line=None, message=f"can't be read ({error}): pack it again")]
    )


def _walk(directory: Path, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(directory) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if not _is_hidden(path):
                    yield from _walk(Path(entry.path), f"{path}/")
            else:
                yield path, entry


def _is_hidden(path: str) -> bool:
    """Whether the format says to behave as if this were removed (or a system's litter is it)."""
    names = path.split("/")
    return (
        any(name.startswith((".", "-")) for name in names) and names[-1] != TIME_LIMIT_FILE
    ) or bool({"__MACOSX", "__pycache__"} & set(names))


def _is_clean(path: str, findings: Findings) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        findings.problem(shown, "the name is not UTF-8: rename the file")
        return False
    return True


def _is_wanted(member: zipfile.ZipInfo, findings: Findings) -> bool:
    name = member.filename
    mode = member.external_attr >> 16
    reason = None
    # Without its UTF-8 flag a zip's names are in the code page of whoever packed it.
    if not member.flag_bits & 0x800 and not name.isascii():
        reason = "the name is not marked as UTF-8: pack the zip again with UTF-8 names"
    elif name.startswith("/") or "\\" in member.orig_filename or re.match(r"[A-Za-z]:", name):
        reason = "an absolute or foreign path: pack the zip again with relative paths"
    elif ".." in name.split("/"):
        reason = "leaves the package by '..': pack the zip again"
    elif "\0" in member.orig_filename:
        reason = "the name holds a null byte: pack the zip again"
    elif stat.S_ISLNK(mode):
        reason = "symbolic links are not accepted: put the file itself here"
    elif stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        reason = "neither a regular file nor a directory: remove it"
    elif member.flag_bits & 0x1:
        reason = "is encrypted: pack the zip again without a password"
    elif member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        reason = "unusual compression: pack the zip again with deflate"
    if reason is not None:
        findings.problem(name.replace("\0", "?"), reason)
        return False
    return not member.is_dir() and not _is_hidden(name)


def _common_directory(names: list[str]) -> str:
    """The directory that holds the package: the one with problem.yaml, at the top or below it."""
    if "problem.yaml" in names:
        return ""
    tops = {name.split("/")[0] for name in names if has_format_name(name)}
    if len(tops) == 1:
        prefix = f"{tops.pop()}/"
        if all(name.startswith(prefix) for name in names):
            return prefix
    return ""


def _check_sizes(sizes: Mapping[str, int], findings: Findings) -> None:
    if len(sizes) > MAX_FILES:
        findings.problem("", f"{len(sizes)} files; at most {MAX_FILES} are accepted")
    for path, size_bytes in sizes.items():
        if size_bytes > MAX_FILE_BYTES:
            findings.problem(
                path, f"{size_bytes} bytes; a file may have {MAX_FILE_BYTES // 1024**2} MiB"
            )
    total = sum(sizes.values())
    if total > MAX_TOTAL_BYTES:
        findings.problem(
            "", f"{total} bytes unpacked; a package may have {MAX_TOTAL_BYTES // 1024**3} GiB"
        )
