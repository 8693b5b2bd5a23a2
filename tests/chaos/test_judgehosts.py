"""Judgehosts that are replaced, whose disks fill up, or whose store is slow, broken or lying."""

import os
import resource
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.processes import Process
from judging.limits import Limits
from judging.packages import build_test_package, read
from judging.store import PackageCache, S3Store, StoreError
from judging.verdicts import Verdict
from tests.cloud import eventually
from tests.judging.packages.support import LEGACY, write_package
from tests.judging.worker import jobs
from tests.judging.worker.house import JudgeHouse, wait_for_log

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="the sandbox needs root")

SUM = "print(sum(map(int, input().split())))"
NAP = "import time; time.sleep({}); "
STOP_S = 2
MIB = 1024 * 1024


@pytest.fixture
def house(aws: LocalAws, tmp_path: Path) -> JudgeHouse:
    return JudgeHouse(aws=aws, var_dir=tmp_path)


@pytest.fixture
def sha256(house: JudgeHouse, tmp_path: Path) -> str:
    """Of a test package of two test cases in the workers' store."""
    house.store_dir.mkdir()
    return build_test_package(
        read(write_package(tmp_path / "sums", LEGACY)), house.store_dir
    ).sha256


@needs_root
@pytest.mark.slow
def test_judges_that_are_replaced_finish_or_hand_back(house: JudgeHouse, sha256: str) -> None:
    """A whole site with 200 submissions: site/test_many.py."""
    # given many short jobs, and one that takes longer than a stop may
    short = [
        jobs.job(source=NAP.format(0.01) + SUM, package_sha256=sha256, judgement_id=n)
        for n in range(1, 9)
    ]
    long = jobs.job(
        source=NAP.format(4) + SUM,
        package_sha256=sha256,
        judgement_id=99,
        limits=Limits(cpu_time_ms=5_000),
    )
    env = {"JUDGE_STOP_S": str(STOP_S), "JUDGE_LANGUAGES": "python3"}
    with house.workers(envs=[env, env]) as group:
        house.send(long)
        for job in short:
            house.send(job)
        house.wait(lambda: any(news.judgement_id == 99 for news in house.progress), within_s=40)
        # when all workers are replaced, one after the other
        for worker in group.processes.values():
            worker.request_stop()
            eventually(partial(has_ended, worker), within_s=STOP_S + 20)
            worker.start()
        house.wait(lambda: len(house.reports) == 9, within_s=90)
        house.settle()
    # then each is judged once, and only the long one in two attempts
    assert sorted(report.judgement_id for report in house.reports) == [*range(1, 9), 99]
    assert {report.verdict for report in house.reports} == {Verdict.ACCEPTED}
    assert {report.judgement_id for report in house.reports if report.delivery > 1} == {99}


def has_ended(worker: Process) -> bool:
    return worker.has_ended


@contextmanager
def small_disk(folder: Path, size_bytes: int) -> Iterator[Path]:
    folder.mkdir(parents=True)
    size = f"size={size_bytes}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@needs_root
@pytest.mark.slow
def test_a_host_with_a_full_disk_leaves_its_jobs_to_others(house: JudgeHouse, sha256: str) -> None:
    with small_disk(house.var_dir / "full", 40 * MIB) as disk:
        full = {"JUDGE_CACHE_DIR": str(disk), "JUDGE_LANGUAGES": "python3"}
        with house.workers(envs=[full, {"JUDGE_LANGUAGES": "python3"}]) as group:
            # given a host whose disk fills up, and which is the only one that is free
            group["judge-2"].stop()
            filler = disk / "filler"
            room_bytes = shutil.disk_usage(disk).free
            filler.write_bytes(bytes(room_bytes - room_bytes % resource.getpagesize()))
            house.send(jobs.job(source=SUM, package_sha256=sha256))
            # when it takes the job
            wait_for_log(group["judge-1"], "this worker leaves")
            group["judge-2"].start()
            # then another judges it
            house.wait(lambda: bool(house.reports), within_s=60)
            wait_for_log(group["judge-1"], "waiting for room on the disk")
            # and it is back as soon as there is room
            ready = group["judge-1"].log_path.read_text().count(" ready.")
            filler.unlink()
            eventually(
                lambda: group["judge-1"].log_path.read_text().count(" ready.") > ready, within_s=60
            )
    (report,) = house.reports
    assert (report.verdict, report.delivery, report.judgehost) == (Verdict.ACCEPTED, 2, "judge-2")


class Answers:
    """How a store answers, one request after the other; the last way goes on."""

    def __init__(self, *ways: str) -> None:
        self._ways = list(ways)

    def next(self) -> str:
        return self._ways.pop(0) if len(self._ways) > 1 else self._ways[0]


@contextmanager
def store_that_answers(answers: Answers, content: bytes) -> Iterator[int]:
    """The port of a store of one package."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            way = answers.next()
            body = content[:-1] + b"?" if way == "lies" else content
            self.close_connection = True
            self.send_response_only(500 if way == "fails" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if way == "is cut off" else body)

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("ways", "is_had"),
    [
        (["fails", "well"], True),
        (["lies", "well"], True),
        (["lies"], False),
        (["is cut off"], False),
        (["fails"], False),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_a_package_is_had_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ways: list[str], *, is_had: bool
) -> None:
    """Without it there is no verdict: the job is handed to others (test_handler.py)."""
    built = build_test_package(read(write_package(tmp_path / "sums", LEGACY)), tmp_path)
    content = built.path.read_bytes()
    with store_that_answers(Answers(*ways), content) as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
            monkeypatch.setenv(name, "local")
        cache = PackageCache(tmp_path / "cache", S3Store("bucket"), max_bytes=MIB)
        if is_had:
            with cache.package(built.sha256) as package:
                assert package.manifest == built.manifest
        else:
            with pytest.raises(StoreError), cache.package(built.sha256):
                pass
        assert list((tmp_path / "cache" / "incoming").iterdir()) == []
