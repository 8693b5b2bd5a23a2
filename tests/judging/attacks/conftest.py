import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.judging.attacks.world import CANARY, World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A judgehost with secrets wherever a judge might have some."""
    monkeypatch.setenv("SECRET_KEY", f"{CANARY}environment")
    host_file = tmp_path / "host" / "file"
    others = tmp_path / "work" / "judgement-7-abcdefgh"
    for path in (host_file, others / "program" / "main.c"):
        path.parent.mkdir(parents=True)
        path.write_text(f"{CANARY}{path.parent.name}")
        path.chmod(0o644)
    inherited = os.open(host_file, os.O_RDWR)
    os.set_inheritable(inherited, True)
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as network,
            socket.socket(socket.AF_UNIX) as abstract,
            socket.socket(socket.AF_UNIX) as named,
        ):
            name = f"codedang-attacks-{os.getpid()}"
            abstract.bind(f"\0{name}")
            named.bind(str(tmp_path / "host" / "socket"))
            for listener in (network, abstract, named):
                listener.listen()
                listener.setblocking(False)
            yield World(
                directory=tmp_path,
                host_file=host_file,
                others=others,
                abstract_name=name,
                port=network.getsockname()[1],
                listeners=(network, abstract, named),
            )
    finally:
        os.close(inherited)
