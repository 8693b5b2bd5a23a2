"""A class of 300 at work, a burst of 1,000 submissions, and what the processes hold meanwhile."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from judging.bench import bench_judging
from tests.bench.class_work import CSRF, PROBLEM, SOURCE
from tests.live import RunningSite, running_site

STUDENTS = 300
STUDENTS_AT_WORK_S = 90
ARRIVING_PER_S = 10
BURST = 1_000
BURST_S = 10.0
BURST_JUDGED_WITHIN_S = 900
REQUESTS = 20_000
WARM_REQUESTS = 2_000
AT_ONCE = 8


def bench_load(
    *,
    students: int = STUDENTS,
    at_work_s: int = STUDENTS_AT_WORK_S,
    burst: int = BURST,
    requests: int = REQUESTS,
) -> dict[str, float]:
    """Figures of one site with two judge workers; milliseconds and MiB unless named."""
    own = bench_judging(("python3",))
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder), RATE_LIMIT_READ="1000000", RATE_LIMIT_SUBMIT="1000000") as site,
    ):
        sessions = sessions_make(site, students)
        figures = {
            **_class(site, sessions, students=students, at_work_s=at_work_s),
            **asyncio.run(_burst(site, sessions, burst)),
            **asyncio.run(_memory(site, sessions[0], requests)),
        }
    rate = own["python3_per_minute_two_workers"]
    figures["judges_own_rate_per_minute"] = rate
    figures["burst_to_judges_own_rate"] = round(figures["burst_judged_per_minute"] / rate, 2)
    return figures


def sessions_make(site: RunningSite, number: int) -> list[str]:
    """Of so many new people who are signed in."""
    argv = [sys.executable, "-m", "tests.bench.classroom", str(number)]
    made = subprocess.run(argv, env=site.site.web_env, stdout=subprocess.PIPE, check=True)
    sessions: list[str] = json.loads(made.stdout)
    return sessions


def _class(
    site: RunningSite, sessions: list[str], *, students: int, at_work_s: int
) -> dict[str, float]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "locust", "--headless", "--only-summary", "--json"),
            *("-f", str(Path(__file__).with_name("students.py")), "--host", site.url),
            *("--users", str(students), "--spawn-rate", str(ARRIVING_PER_S)),
            *("--run-time", f"{students // ARRIVING_PER_S + at_work_s}s", "--exit-code-on-error=0"),
            "--reset-stats",
        ],
        env={**os.environ, "BENCH_SESSIONS": json.dumps(sessions), "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        check=True,
    )
    took_ms: Counter[float] = Counter()
    failures = 0
    for row in json.loads(done.stdout):
        failures += row["num_failures"]
        took_ms.update({float(ms): count for ms, count in row["response_times"].items()})
    return {
        "students": float(students),
        "requests": float(took_ms.total()),
        "requests_failed": float(failures),
        "request_p50_ms": _quantile(took_ms, 0.50),
        "request_p95_ms": _quantile(took_ms, 0.95),
    }


async def _burst(site: RunningSite, sessions: list[str], number: int) -> dict[str, float]:
    """All handed in within BURST_S, each by the next of the class; then waited for."""
    statuses: Counter[int] = Counter()
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(base_url=site.url, timeout=120, limits=limits) as client:

        async def hand_in(one: int) -> None:
            await asyncio.sleep(one * BURST_S / number)
            body = {"problem": PROBLEM, "language": "python3", "source": SOURCE.format(f"b{one}")}
            headers = _headers(sessions[one % len(sessions)])
            answer = await client.post("/api/v1/submissions", json=body, headers=headers)
            statuses[answer.status_code] += 1

        began = time.monotonic()
        await asyncio.gather(*(hand_in(one) for one in range(number)))
        taken_s = time.monotonic() - began
        await asyncio.to_thread(_wait_until_judged, site)
        judged_s = time.monotonic() - began
    accepted = statuses[201]
    return {
        "burst": float(number),
        "burst_handed_in_s": round(taken_s, 1),
        "burst_accepted": float(accepted),
        "burst_refused_429": float(statuses[429]),
        "burst_other_answers": float(number - accepted - statuses[429]),
        "burst_judged_per_minute": round(accepted / judged_s * 60, 1),
        "burst_judging_errors": float(_rows(site, "state = 'done' AND verdict = 'JE'")),
    }


async def _memory(site: RunningSite, session: str, requests: int) -> dict[str, float]:
    """Of the web process, before and after so many requests; and of all processes together."""
    paths = ["/api/v1/problems?limit=50", f"/api/v1/problems/{PROBLEM}", "/api/v1/submissions"]
    async with httpx.AsyncClient(base_url=site.url, headers=_headers(session)) as client:

        async def ask(number: int) -> None:
            for one in range(number // AT_ONCE):
                (await client.get(paths[one % len(paths)])).raise_for_status()

        async def ask_all(number: int) -> None:
            await asyncio.gather(*(ask(number) for _ in range(AT_ONCE)))

        await ask_all(WARM_REQUESTS)
        before = _mib(site, "web")
        await ask_all(requests)
        after = _mib(site, "web")
    names = [name for name, one in site.processes.processes.items() if one.pid is not None]
    return {
        "web_mib_before": before,
        "web_mib_after_the_requests": after,
        "judge_worker_mib": _mib(site, "judge-1"),
        "all_processes_mib": round(sum(_mib(site, name) for name in names), 1),
    }


def _headers(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}


def _wait_until_judged(site: RunningSite) -> None:
    deadline = time.monotonic() + BURST_JUDGED_WITHIN_S
    while _rows(site, "state <> 'done'"):
        if time.monotonic() > deadline:
            raise RuntimeError("not all were judged")
        time.sleep(0.5)


def _rows(site: RunningSite, condition: str) -> int:
    database = site.site.var_dir / "db.sqlite3"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        asked = f"SELECT COUNT(*) FROM submissions_submission WHERE {condition}"  # noqa: S608 - our own words
        return int(connection.execute(asked).fetchone()[0])


def _mib(site: RunningSite, name: str) -> float:
    """What a process holds alone, and its part of what it shares."""
    pid: Any = site.processes[name].pid
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kib = next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return round(kib / 1024, 1)


def _quantile(took_ms: Counter[float], share: float) -> float:
    left = took_ms.total() * share
    for ms in sorted(took_ms):
        left -= took_ms[ms]
        if left <= 0:
            return ms
    return 0.0
