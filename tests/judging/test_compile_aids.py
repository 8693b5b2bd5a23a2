"""Compiling with what a host keeps for it: never another outcome, only a faster one."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.compile_cache import CompileCache
from judging.compiling import Compilation, CompileAids, compile_submission
from judging.languages import language_table
from judging.limits import Limits
from judging.precompiled import PRECOMPILED_DIR, PrecompiledHeaders
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.fake import Answer, FakeSandbox, Scripted, outcome
from judging.sandbox.protocol import Command, Outcome, Sandbox, SandboxError, StopReason
from judging.toolchains import InstalledLanguage, installed_languages
from tests.judging.sandbox.support import needs_sandbox

CPP = InstalledLanguage(language=language_table().get("cpp20"), version="1")
FILES = {"main.cpp": "int main() {}"}
MADE = Scripted(files={"program": b"\x7fELF"})


def compiled(
    sandbox: Sandbox,
    aids: CompileAids,
    into: Path,
    *,
    installed: InstalledLanguage = CPP,
    text: str = "int main() {}",
) -> Compilation:
    into.mkdir()
    return compile_submission(
        sandbox, installed, {"main.cpp": text}, Limits(), box_name="c", into=into, aids=aids
    )


def test_an_identical_submission_is_not_compiled_again(tmp_path: Path) -> None:
    aids = CompileAids(cache=CompileCache(tmp_path / "cache", max_bytes=10_000))
    sandbox = FakeSandbox([MADE])

    first = compiled(sandbox, aids, tmp_path / "1")
    second = compiled(sandbox, aids, tmp_path / "2")

    assert first == second
    assert (tmp_path / "2" / "program").read_bytes() == b"\x7fELF"
    assert len(sandbox.commands) == 1


def test_complaints_are_kept_but_not_what_a_limit_ended(tmp_path: Path) -> None:
    aids = CompileAids(cache=CompileCache(tmp_path / "cache", max_bytes=10_000))
    script: list[Answer] = [
        outcome(stop=StopReason.WALL_TIME),
        outcome(exit_code=1, stderr=b"main.cpp:1: no"),
    ]
    sandbox = FakeSandbox(script)

    verdicts = [compiled(sandbox, aids, tmp_path / str(number)).verdict for number in range(3)]

    assert verdicts == ["CTL", "CE", "CE"]
    assert compiled(sandbox, aids, tmp_path / "4").report.message == "main.cpp:1: no"


def test_another_text_or_compiler_is_compiled(tmp_path: Path) -> None:
    aids = CompileAids(cache=CompileCache(tmp_path / "cache", max_bytes=10_000))
    newer = InstalledLanguage(language=CPP.language, version="2")
    sandbox = FakeSandbox([MADE, MADE, MADE])

    compiled(sandbox, aids, tmp_path / "1")
    compiled(sandbox, aids, tmp_path / "2", text="int main() { }")
    compiled(sandbox, aids, tmp_path / "3", installed=newer)

    assert len(sandbox.commands) == 3


def test_a_precompiled_header_is_shown_once_it_is_made(tmp_path: Path) -> None:
    sandbox = FakeSandbox([Scripted(files={"header.gch": b"gch"}), MADE])
    headers = PrecompiledHeaders(tmp_path / "headers", sandbox)
    outdated = tmp_path / "headers" / "cpp20-0123"
    outdated.mkdir()

    headers.make(CPP)
    compiled(sandbox, CompileAids(precompiled=headers), tmp_path / "1")

    [mount] = sandbox.specs[1].mounts
    assert mount.target == PRECOMPILED_DIR
    assert (mount.source / "bits" / "stdc++.h.gch").read_bytes() == b"gch"
    assert not outdated.exists()
    flags = sandbox.commands[1][1].argv[1:7]
    assert sandbox.commands[0][1].argv[1:7] == flags
    assert f"-I{PRECOMPILED_DIR}" in flags


def test_a_missing_header_may_be_waited_for(tmp_path: Path) -> None:
    sandbox = FakeSandbox([Scripted(files={"header.gch": b"gch"}), MADE, MADE])
    headers = PrecompiledHeaders(tmp_path / "headers", sandbox, waits=True)

    for name in "12":
        compiled(sandbox, CompileAids(precompiled=headers), tmp_path / name)

    assert [spec.name for spec in sandbox.specs] == ["precompile-cpp20", "c", "c"]


def test_folders_that_a_cleaner_took_are_made_anew(tmp_path: Path) -> None:
    sandbox = FakeSandbox([Scripted(files={"header.gch": b"gch"}), MADE])
    aids = CompileAids(
        precompiled=PrecompiledHeaders(tmp_path / "headers", sandbox, waits=True),
        cache=CompileCache(tmp_path / "cache", max_bytes=10_000),
    )
    for name in ("headers", "cache"):
        (tmp_path / name).rmdir()

    verdicts = [compiled(sandbox, aids, tmp_path / name).verdict for name in "12"]

    assert verdicts == [None, None]
    assert len(sandbox.commands) == 2


def test_a_header_that_was_changed_is_not_shown(tmp_path: Path) -> None:
    again = threading.Event()

    def make_again(_: Command) -> Outcome:
        again.set()
        return outcome(exit_code=1)

    sandbox = FakeSandbox([Scripted(files={"header.gch": b"gch"}), make_again])
    headers = PrecompiledHeaders(tmp_path / "headers", sandbox)
    headers.make(CPP)
    [made] = (tmp_path / "headers").rglob("*.gch")
    made.write_bytes(b"changed")

    assert headers.mount(CPP) is None
    assert again.wait(10), "it was not made again in the background"


def test_what_chokes_on_a_header_is_compiled_without(tmp_path: Path) -> None:
    choke = outcome(exit_code=1, stderr=b"fatal error: cannot read PCH file")
    sandbox = FakeSandbox([Scripted(files={"header.gch": b"gch"}), choke, MADE])
    headers = PrecompiledHeaders(tmp_path / "headers", sandbox)
    headers.make(CPP)

    assert compiled(sandbox, CompileAids(precompiled=headers), tmp_path / "1").verdict is None
    assert [len(spec.mounts) for spec in sandbox.specs] == [0, 1, 0]


@pytest.mark.parametrize("fault", [SandboxError("broken"), outcome(exit_code=1), outcome()])
def test_compiling_goes_on_without_a_precompiled_header(tmp_path: Path, fault: Answer) -> None:
    sandbox = FakeSandbox([fault, MADE])
    headers = PrecompiledHeaders(tmp_path / "headers", sandbox)

    headers.make(CPP)

    assert compiled(sandbox, CompileAids(precompiled=headers), tmp_path / "1").verdict is None
    assert sandbox.specs[1].mounts == ()
    assert [path.name for path in (tmp_path / "headers").iterdir()] == [".lock"]


@pytest.fixture(scope="module")
def real_sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


@pytest.mark.slow
def test_a_real_precompiled_header_is_used_and_a_damaged_one_is_not(
    real_sandbox: KeptBoxSandbox, tmp_path: Path
) -> None:
    cpp = installed_languages()["cpp17"]
    headers = PrecompiledHeaders(tmp_path / "headers", real_sandbox)
    text = "#include <bits/stdc++.h>\nint main() { std::cout << 1; }"
    plain = compiled(real_sandbox, CompileAids(), tmp_path / "1", installed=cpp, text=text)

    headers.make(cpp)
    aids = CompileAids(precompiled=headers)
    faster = compiled(real_sandbox, aids, tmp_path / "2", installed=cpp, text=text)
    [made] = (tmp_path / "headers").rglob("*.gch")
    times = made.stat()
    with made.open("r+b") as file:
        file.seek(10_000_000)
        file.write(bytes(made.stat().st_size - 10_000_000))
    os.utime(made, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert headers.mount(cpp) is not None, "the damage should not be seen beforehand"
    damaged = compiled(real_sandbox, aids, tmp_path / "3", installed=cpp, text=text)

    assert [one.verdict for one in (plain, faster, damaged)] == [None, None, None]
    assert faster.report.cpu_time_ms < 0.7 * plain.report.cpu_time_ms
    programs = {(tmp_path / name / "program").read_bytes() for name in "123"}
    assert len(programs) == 1
