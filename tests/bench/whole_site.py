"""What a student waits for beyond compiling and running, and how much the site gets through."""

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import websockets

from tests.live import RunningSite, Student, running_site

SUM_PYTHON = "a, b = map(int, input().split())\nprint(a + b)\n"
SUM_C = """#include <stdio.h>
int main(void) {
    long long a, b;
    if (scanf("%lld %lld", &a, &b) != 2) return 1;
    printf("%lld\\n", a + b);
}
"""
WARM_UPS = 4
SINGLE_SUBMISSIONS = 40
BURST_SUBMISSIONS = 60
JUDGED_WITHIN_S = 300
REST_POLL_S = 0.02


def bench_whole_site() -> dict[str, float]:
    """Figures of one run on a new site with two judge workers; milliseconds unless named."""
    with tempfile.TemporaryDirectory() as folder:
        var_dir = Path(folder)
        with running_site(var_dir) as site:
            student = Student(site.url)
            for number in range(WARM_UPS):
                _judged(student, student.submit(_numbered(SUM_PYTHON, number, "#")))
            by_push, by_rest = _overheads_ms(site, student, var_dir / "db.sqlite3")
            return {
                "push_overhead_p50_ms": _quantile(by_push, 0.50),
                "push_overhead_p99_ms": _quantile(by_push, 0.99),
                "rest_overhead_p50_ms": _quantile(by_rest, 0.50),
                "rest_overhead_p99_ms": _quantile(by_rest, 0.99),
                "python_submissions_per_minute": _per_minute(student, SUM_PYTHON, "python3", "#"),
                "c_submissions_per_minute": _per_minute(student, SUM_C, "c17", "//"),
            }


def _overheads_ms(
    site: RunningSite, student: Student, database: Path
) -> tuple[list[float], list[float]]:
    """From the click to the verdict by push and by REST, less what the judge itself took."""
    by_push, by_rest = [], []
    for number in range(SINGLE_SUBMISSIONS):
        source = _numbered(SUM_PYTHON, 1_000 + number, "#")
        submission_id, push_ms = asyncio.run(_submit_and_watch(site, student, source))
        by_push.append(push_ms - _judge_ms(database, submission_id))
        began = time.perf_counter()
        submission_id = student.submit(_numbered(SUM_PYTHON, 2_000 + number, "#"))
        _judged(student, submission_id)
        rest_ms = (time.perf_counter() - began) * 1000
        by_rest.append(rest_ms - _judge_ms(database, submission_id))
    return by_push, by_rest


async def _submit_and_watch(site: RunningSite, student: Student, source: str) -> tuple[int, float]:
    address = f"{site.url.replace('http', 'ws', 1)}/ws/"
    headers = {"Cookie": student.cookie_header}
    async with websockets.connect(
        address, origin=websockets.Origin(site.url), additional_headers=headers
    ) as socket:
        await socket.send(json.dumps({"type": "subscribe", "topic": "user:me"}))
        await socket.recv()
        began = time.perf_counter()
        submission_id = await asyncio.to_thread(student.submit, source)
        while True:
            message = json.loads(await asyncio.wait_for(socket.recv(), JUDGED_WITHIN_S))
            news = message.get("payload", {}).get("submission", {})
            if news.get("id") == submission_id and news["state"] == "done":
                return submission_id, (time.perf_counter() - began) * 1000


def _judge_ms(database: Path, submission_id: int) -> float:
    """CPU time of the compilation and wall time of the runs, as the judge reported them."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "select j.compile_time_ms + (select sum(r.wall_time_ms) from submissions_run r"
            " where r.judgement_id = j.id) from submissions_judgement j where j.submission_id = ?",
            (submission_id,),
        ).fetchone()
    return float(row[0])


def _per_minute(student: Student, source: str, language: str, comment: str) -> float:
    """How many submissions of 20 test cases two workers get through when many come at once."""
    sources = [_numbered(source, number, comment) for number in range(BURST_SUBMISSIONS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda text: student.submit(text, language=language), sources))
    for submission_id in ids:
        _judged(student, submission_id)
    return round(BURST_SUBMISSIONS / (time.perf_counter() - began) * 60, 1)


def _judged(student: Student, submission_id: int) -> None:
    found = student.wait_until(
        submission_id, within_s=JUDGED_WITHIN_S, poll_s=REST_POLL_S, state="done"
    )
    if found["verdict"] != "AC":
        raise RuntimeError(f"a right solution got {found['verdict']}: {found}")


def _numbered(source: str, number: int, comment: str) -> str:
    """The same program as a text of its own, so that no cache can answer."""
    return f"{source}{comment} {number}\n"


def _quantile(values: Sequence[float], share: float) -> float:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return round(cuts[round(share * 100) - 1], 1)
