"""The C program is built once, by whoever comes first."""

import shutil
import threading
from pathlib import Path

import pytest

from judging.sandbox import build
from judging.sandbox.protocol import SandboxError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDGE_AGENT_DIR", str(tmp_path / "agent"))
    return tmp_path / "agent"


def test_it_is_built_once_although_many_ask(place: Path) -> None:
    paths: list[Path] = []
    threads = [threading.Thread(target=lambda: paths.append(build.probe_path())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(paths)) == 1
    built = sorted(path.name for path in place.iterdir())
    assert built == [".lock", paths[0].name]


def test_changed_sources_are_built_anew(place: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "main.c").write_text("int main(void) { return 0; }\n")
    first = build.built("thing", sources)
    (sources / "main.c").write_text("int main(void) { return 1; }\n")

    second = build.built("thing", sources)

    assert first != second
    assert not first.exists()
    assert second.parent == place


def test_a_missing_compiler_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(SandboxError, match="install gcc"):
        build.agent_path()


def test_a_failing_compilation_is_told(place: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "main.c").write_text("int main(void) { return nonsense; }\n")

    with pytest.raises(SandboxError, match="nonsense"):
        build.built("thing", sources)

    assert [path.name for path in place.iterdir()] == [".lock"]
