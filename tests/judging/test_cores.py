"""The host's cores, shared by locks."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from judging import cores
from judging.cores import Claim, HostCores, physical_cores


@pytest.fixture
def host(tmp_path: Path) -> HostCores:
    return HostCores(tmp_path / "cores", cores=(0, 1))


def test_each_core_is_given_once(host: HostCores) -> None:
    first, second, third = host.take(), host.take(), host.take()

    assert first is not None
    assert second is not None
    assert (first.core, second.core, third) == (0, 1, None)
    first.give_back()
    again = host.take()
    assert again is not None
    assert again.core == 0
    for token in (again, second):
        token.give_back()


def test_the_cores_of_a_process_that_was_killed_are_free(host: HostCores, tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from judging.cores import HostCores\n"
        "host = HostCores(pathlib.Path(sys.argv[1]), cores=(0, 1))\n"
        "held = [host.take(), host.take()]; print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "cores")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert host.take() is None
        other.kill()

    token = host.take()
    assert token is not None
    token.give_back()


def test_a_judgement_has_a_core_and_may_borrow_others(host: HostCores) -> None:
    with Claim(host) as claim:
        assert claim.core() == 0
        borrowed = claim.borrow()
        assert borrowed is not None
        assert borrowed.core == 1
        assert claim.borrow() is None
        assert not claim.must_return()
        borrowed.give_back()

    with Claim(host) as claim:
        assert claim.core() == 0


def test_what_is_borrowed_goes_to_who_has_none(host: HostCores) -> None:
    with Claim(host) as rich:
        borrowed = rich.borrow()
        assert borrowed is not None
        with Claim(host) as poor:
            assert rich.must_return()
            threading.Timer(0.05, borrowed.give_back).start()
            assert poor.core() == 1
            assert not rich.must_return()
            assert rich.borrow() is None


def test_nothing_is_borrowed_while_somebody_waits(host: HostCores) -> None:
    with Claim(host) as claim:
        line = host.wait_in_line()
        assert claim.borrow() is None
        os.close(line)
        token = claim.borrow()
        assert token is not None
        token.give_back()


def test_asking_is_not_wanting(host: HostCores) -> None:
    is_over = threading.Event()
    wants: list[bool] = []

    def ask() -> None:
        while not is_over.is_set():
            wants.append(host.is_wanted())

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    time.sleep(0.1)
    is_over.set()
    for asker in askers:
        asker.join()

    assert len(wants) > 3
    assert not any(wants)


def test_where_all_cores_stay_taken_one_is_shared(
    host: HostCores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "_PATIENCE_S", 0.05)
    began = time.monotonic()

    with Claim(host) as first, Claim(host) as second, Claim(host) as third:
        assert {first.core(), second.core()} == {0, 1}
        assert third.core() in (0, 1)
        assert not first.must_return()

    assert time.monotonic() - began < 2


def test_two_threads_of_one_core_count_once(tmp_path: Path) -> None:
    for cpu, siblings in enumerate(("0,2", "1,3", "0,2", "1,3")):
        (tmp_path / str(cpu)).write_text(siblings + "\n")

    assert physical_cores(range(4), str(tmp_path / "{cpu}")) == (0, 1)
    assert physical_cores({2, 3}, str(tmp_path / "{cpu}")) == (2, 3)
    assert physical_cores({4, 5}, str(tmp_path / "{cpu}")) == (4, 5)
