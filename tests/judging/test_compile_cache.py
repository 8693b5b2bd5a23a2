"""Compilations kept on disk."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from judging.compile_cache import CompileCache, Compiled
from judging.contract import CompileReport

MADE = Compiled(report=CompileReport(succeeded=True, message="a warning"), is_program=True)
FAILED = Compiled(report=CompileReport(succeeded=False, message="no"), is_program=False)


@pytest.fixture
def cache(tmp_path: Path) -> CompileCache:
    return CompileCache(tmp_path / "cache", max_bytes=1_000_000)


def program(folder: Path, content: bytes = b"\x7fELF") -> Path:
    (folder / "deep").mkdir(parents=True)
    (folder / "program").write_bytes(content)
    (folder / "program").chmod(0o755)
    (folder / "deep" / "A.class").write_bytes(b"class")
    return folder


def fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_what_is_kept_comes_back_whole(cache: CompileCache, tmp_path: Path) -> None:
    cache.keep("k", MADE, program(tmp_path / "made"))

    into = fresh(tmp_path / "into")

    assert cache.take("k", into) == MADE
    assert (into / "program").read_bytes() == b"\x7fELF"
    assert os.access(into / "program", os.X_OK)
    assert (into / "deep" / "A.class").stat().st_mode & 0o777 == 0o644


def test_a_failed_compilation_is_kept_too(cache: CompileCache, tmp_path: Path) -> None:
    cache.keep("k", FAILED, fresh(tmp_path / "nothing"))

    assert cache.take("k", fresh(tmp_path / "into")) == FAILED
    assert cache.take("other", tmp_path / "into") is None


def test_keys_differ_where_anything_does() -> None:
    one = CompileCache.key("cpp20", ["g++", "-O2"], {"a": "b"})

    assert one == CompileCache.key("cpp20", ["g++", "-O2"], {"a": "b"})
    assert one != CompileCache.key("cpp20", ["g++", "-O2"], {"a": "c"})
    assert one != CompileCache.key("cpp20", ["g++ -O2"], {"a": "b"})


@pytest.mark.parametrize("place", [0, 25, 60, -1])
def test_a_damaged_entry_is_none(cache: CompileCache, tmp_path: Path, place: int) -> None:
    cache.keep("k", MADE, program(tmp_path / "made"))
    entry = tmp_path / "cache" / "k"
    content = bytearray(entry.read_bytes())
    content[place] ^= 1
    entry.write_bytes(content)
    into = fresh(tmp_path / "into")

    assert cache.take("k", into) is None
    assert (list(into.iterdir()), entry.exists()) == ([], False)


def test_a_cut_entry_is_none(cache: CompileCache, tmp_path: Path) -> None:
    cache.keep("k", MADE, program(tmp_path / "made"))
    os.truncate(tmp_path / "cache" / "k", 55)

    assert cache.take("k", fresh(tmp_path / "into")) is None


def test_the_least_recently_used_goes(cache: CompileCache, tmp_path: Path) -> None:
    made = program(tmp_path / "made", bytes(200_000))
    for number in range(4):
        cache.keep(str(number), MADE, made)
        os.utime(tmp_path / "cache" / str(number), (number, number))
    cache.take("0", fresh(tmp_path / "into"))

    cache.keep("4", MADE, made)

    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"0", "2", "3", "4"}


def test_one_big_program_does_not_empty_the_cache(cache: CompileCache, tmp_path: Path) -> None:
    cache.keep("small", MADE, program(tmp_path / "small"))

    cache.keep("big", MADE, program(tmp_path / "big", bytes(300_000)))

    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"small"}


def test_several_may_keep_and_take_at_once(cache: CompileCache, tmp_path: Path) -> None:
    made = [program(tmp_path / f"made-{number}", bytes([number]) * 90_000) for number in range(4)]

    def work(number: int) -> bool:
        into = fresh(tmp_path / f"into-{number}")
        cache.keep(str(number % 20), MADE, made[number % 4])
        taken = cache.take(str(number % 20), into)
        return taken is None or (into / "program").read_bytes() == bytes([number % 4]) * 90_000

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(100)))
