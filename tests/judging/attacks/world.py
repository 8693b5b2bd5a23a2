"""The judgehost that is attacked: its secrets, and what must be as before afterwards."""

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from judging.packages import TestPackage, build_test_package, extract_test_package, read
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import Box, BoxSpec, SandboxError
from judging.sandbox.users import MAX_SLOTS, host_uid
from tests.judging.attacks.table import Attack, Role
from tests.judging.packages.support import MODERN, MODERN_YAML, write_package
from tests.judging.sandbox.support import Remains, limits, python, remains

CANARY = "CANARY-"
"""Every secret begins with it. No source spells it, but to cry out."""

CONTAINED = "contained"

_LOOK_ROUND = """
import os
print([p for p in ('/w', '/tmp', '/dev/shm') if os.listdir(p)],
      [p for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid())],
      os.uname().nodename)
"""


@dataclass(frozen=True)
class World:
    """Where the secrets are, and who listens."""

    directory: Path
    host_file: Path
    others: Path
    """What another submission left while it is judged."""
    abstract_name: str
    port: int
    listeners: tuple[socket.socket, ...]

    @property
    def work_dir(self) -> Path:
        return self.others.parent

    def package(self, attack: Attack) -> TestPackage:
        """A package whose tests ask for ``contained``, or for a secret."""
        answer = f"{CANARY}answer" if attack.is_secret else CONTAINED
        changes: dict[str, str | None] = {
            "data/sample/1.in": None,
            "data/sample/1.ans": None,
            "data/secret/1.in": None,
            "data/secret/1.ans": None,
            "submissions/accepted/sum.py": f"print({answer!r})\n",
        }
        for number in range(attack.test_cases):
            changes[f"data/secret/{number}.in"] = "input\n"
            changes[f"data/secret/{number}.ans"] = answer + "\n"
        if attack.role is not Role.SUBMISSION:
            name = attack.file.rpartition("/")[2]
            changes[f"output_validator/{name}"] = self.fill_in(attack.source, None)
        if attack.role is Role.INTERACTOR:
            changes["problem.yaml"] = MODERN_YAML + "type: interactive\n"
        folder = write_package(self.directory / "sources" / "attacked", MODERN, changes)
        built = build_test_package(read(folder), self.directory)
        into = self.directory / "cache" / "extracted"
        into.parent.mkdir()
        return extract_test_package(built.path, into, built.sha256)

    def fill_in(self, source: str, package: TestPackage | None) -> str:
        """A source with the places of this host's secrets."""
        answer = Path("/nowhere")
        if package is not None:
            answer = package.answer_path(package.manifest.test_cases[0])
        for name, value in {
            "HOST_FILE": self.host_file,
            "ANSWERS": answer.parent,
            "ANSWER": answer,
            "OTHERS": self.others,
            "OTHER": self.others / "program" / "main.c",
            "SOCKET": self.host_file.parent / "socket",
            "ABSTRACT": self.abstract_name,
            "PORT": self.port,
        }.items():
            source = source.replace(f"@{name}@", str(value))
        return source

    def state(self) -> "State":
        """What must be the same before and after."""
        return State(
            remains=remains(),
            processes=_processes_of_boxes(),
            files=_files_of_boxes(self.directory),
            contents={
                str(path): path.read_bytes()
                for path in self.directory.rglob("*")
                if path.is_file() and ".derived" not in str(path) and "validator-" not in str(path)
            },
        )

    def assert_nobody_called(self) -> None:
        """No one has connected to any of this host's listeners."""
        for listener in self.listeners:
            with contextlib.suppress(BlockingIOError):
                raise AssertionError(f"somebody connected to {listener.accept()}")


@dataclass(frozen=True)
class State:
    """This host, as far as an attack could change it."""

    remains: Remains
    processes: list[str]
    files: list[str]
    contents: dict[str, bytes]


def _processes_of_boxes() -> list[str]:
    users = range(host_uid(0), host_uid(0) + 2 * MAX_SLOTS)
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            lines = dict(line.partition(":")[::2] for line in status.read_text().splitlines())
            if any(int(user) in users for user in lines["Uid"].split()):
                found.append(f"{status.parent.name} {lines['Name'].strip()}")
    return found


def _files_of_boxes(directory: Path) -> list[str]:
    """Files of the users that boxes map theirs to, wherever anybody may write."""
    users = range(host_uid(0), host_uid(0) + 2 * MAX_SLOTS)
    found = []
    for folder in (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
        found += [str(path) for path in folder.iterdir() if _owner(path) in users]
    found += [str(path) for path in directory.rglob("*") if _owner(path) in users]
    return found


def _owner(path: Path) -> int:
    try:
        return path.lstat().st_uid
    except FileNotFoundError:  # another program's
        return -1


class WatchfulSandbox:
    """The real sandbox, but every box is looked into before it is closed: the runs in it must
    have left nothing for a next one."""

    def __init__(self, real: KeptBoxSandbox) -> None:
        self._real = real

    @contextlib.contextmanager
    def open_box(self, spec: BoxSpec) -> Iterator[Box]:
        """As the sandbox does. Raises AssertionError over what was left."""
        with self._real.open_box(spec) as box:
            yield box
            try:
                outcome = python(box, _LOOK_ROUND, run_limits=limits())
            except SandboxError as error:
                raise AssertionError(f"the box {spec.name} is broken") from error
            assert outcome.stdout == b"[] [] box\n", outcome
