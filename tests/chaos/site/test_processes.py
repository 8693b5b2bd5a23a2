"""Processes of the web side are lost or hang, and their database is away."""

import json
import signal
import sqlite3
import time

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from submissions.turns import SHARE
from tests.chaos.site.support import SLOW_SUM, SUM, assert_counted_once, rows, until
from tests.live import RunningSite, Student

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

DATABASE_AWAY_S = 30


def test_no_result_is_lost_while_the_database_is_away(site: RunningSite, student: Student) -> None:
    # given jobs that are being judged
    submission_ids = [student.submit(f"{SLOW_SUM}# {number}") for number in range(SHARE)]
    those = ", ".join(str(one) for one in submission_ids)
    asked = f"FROM submissions_judgement WHERE submission_id IN ({those})"
    until(lambda: rows(site, f"SELECT MIN(send_count) {asked}") >= [(1,)], within_s=60)
    judgement_ids = [key for (key,) in rows(site, f"SELECT id {asked}")]
    # when nothing can be written for longer than anybody waits for it, while their results arrive
    lock = sqlite3.connect(site.site.var_dir / "db.sqlite3", isolation_level=None, timeout=60)
    lock.execute("BEGIN IMMEDIATE")
    try:
        until(
            lambda: all(f"judgement {one}: done" in judges_said(site) for one in judgement_ids),
            within_s=60,
        )
        assert rows(site, f"SELECT COUNT(*) {asked} AND state = 'done'") < [(SHARE,)]
        time.sleep(DATABASE_AWAY_S)
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    # then every result is there afterwards, once
    for one in submission_ids:
        assert_counted_once(student.wait_until(one, within_s=120, state="done"))


def test_what_hangs_is_replaced(site: RunningSite, student: Student) -> None:
    # given a results worker and a sweeper that hang
    hung = [site.processes["results"], site.processes["sweeper"]]
    before = {process.spec.name: process.restarts for process in hung}
    for process in hung:
        process.signal(signal.SIGSTOP)
    # when somebody submits
    submission_id = student.submit(SUM)
    # then others take their place, and the verdict comes
    assert_counted_once(student.wait_until(submission_id, within_s=120, state="done"))
    until(lambda: all(one.restarts > before[one.spec.name] for one in hung), within_s=120)


def test_pages_that_watch_catch_up_after_the_web_was_lost(
    site: RunningSite, student: Student
) -> None:
    # given a page that watches its submission
    with watching(site, student) as socket:
        assert asked(socket, "user:me")["sequence"] == 0
        # when the web process dies meanwhile
        submission_id = student.submit(SUM)
        site.processes["web"].signal(signal.SIGKILL)
        with pytest.raises(ConnectionClosed):
            hear_all(socket)
    # then it can watch again as soon as the web is back
    until(lambda: student.http_status("/healthz/ready") == 200, within_s=60)
    with watching(site, student) as socket:
        subscribed = asked(socket, f"submission:{submission_id}")
        missed = student.submission(submission_id)
        assert missed["sequence"] >= subscribed["sequence"]
        # and hears what comes after what it read
        sequence, state = missed["sequence"], missed["state"]
        while state != "done":
            event = json.loads(socket.recv(timeout=60))
            if event["sequence"] > sequence:
                sequence, state = event["sequence"], event["payload"]["state"]
    assert_counted_once(student.submission(submission_id))


def watching(site: RunningSite, student: Student) -> ClientConnection:
    address = f"{site.url.replace('http', 'ws')}/ws/"
    cookie = {"Cookie": student.cookie_header}
    return connect(address, origin=Origin(site.url), additional_headers=cookie, open_timeout=30)


def asked(socket: ClientConnection, topic: str) -> dict[str, int]:
    socket.send(json.dumps({"type": "subscribe", "topic": topic}))
    answer: dict[str, int] = json.loads(socket.recv(timeout=30))
    return answer


def hear_all(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=30)


def judges_said(site: RunningSite) -> str:
    return site.log("judge-1") + site.log("judge-2")
