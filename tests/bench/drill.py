"""A drill with 1,000 submissions: the broker is killed while it holds them all, and comes back
empty. Too long for the tests, which do it with 200 (tests/chaos/site/test_many.py)."""

import signal
import sqlite3
import tempfile
import time
from pathlib import Path

import httpx

from submissions.turns import SHARE
from tests.bench.class_work import CSRF
from tests.bench.load import sessions_make
from tests.live import RunningSite, running_site

QUEUED = 1_000
JUDGED_WITHIN_S = 1_200

GREETINGS = """#include <stdio.h>
int main(void) {
    char name[64];
    scanf("%*d");
    while (scanf("%63s", name) == 1) printf("Hello %s\\n", name);
}
"""
"""The same for all, so that it is compiled once; its problem has three test cases."""


def bench_drill(*, queued: int = QUEUED) -> dict[str, float]:
    """Raises RuntimeError where one is lost, judged twice, or wrongly."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder), RATE_LIMIT_SUBMIT="1000000") as site,
    ):
        judges = [site.processes["judge-1"], site.processes["judge-2"]]
        for judge in judges:
            judge.stop()
        (first,) = _row(site, "SELECT COALESCE(MAX(id), 0) FROM submissions_submission")
        _hand_in(site, queued)
        ours = f"FROM submissions_judgement WHERE submission_id > {first}"
        _until(site, f"SELECT COUNT(*) {ours} AND send_count > 0", queued)
        site.processes["aws"].signal(signal.SIGKILL)
        began = time.monotonic()
        for judge in judges:
            judge.start()
        done = f"FROM submissions_submission WHERE id > {first} AND state = 'done'"
        _until(site, f"SELECT COUNT(*) {done}", queued)
        judged_s = time.monotonic() - began
        (accepted,) = _row(site, f"SELECT COUNT(*) {done} AND verdict = 'AC'")
        (judgements,) = _row(site, f"SELECT COUNT(*) {ours}")
        (sent,) = _row(site, f"SELECT SUM(send_count) {ours}")
        counted = "FROM submissions_run r JOIN submissions_judgement j ON j.id = r.judgement_id"
        (runs,) = _row(site, f"SELECT COUNT(*) {counted} WHERE j.submission_id > {first}")
    if (accepted, judgements, runs) != (queued, queued, 3 * queued):
        raise RuntimeError(f"{accepted} accepted, {judgements} judgements, {runs} runs")
    return {
        "queued_when_the_broker_forgot": float(queued),
        "judged_once": float(accepted),
        "sent_again": float(sent - queued),
        "judged_after_s": round(judged_s, 1),
    }


def _hand_in(site: RunningSite, number: int) -> None:
    """As many of each as the broker gets at once, so that it holds them all."""
    body = {"problem": "choir", "language": "c17", "source": GREETINGS}
    with httpx.Client(base_url=site.url, timeout=120) as client:
        for session in sessions_make(site, number // SHARE):
            headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
            for _ in range(SHARE):
                client.post("/api/v1/submissions", json=body, headers=headers).raise_for_status()


def _until(site: RunningSite, asked: str, count: int) -> None:
    deadline = time.monotonic() + JUDGED_WITHIN_S
    while (found := _row(site, asked)[0]) != count:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{found} of {count}: {asked}")
        time.sleep(0.2)


def _row(site: RunningSite, asked: str) -> tuple[int, ...]:
    database = site.site.var_dir / "db.sqlite3"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        row: tuple[int, ...] = connection.execute(asked).fetchone()
    return row
