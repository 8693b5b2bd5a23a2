"""The same code with PostgreSQL, Redis, a storage bucket and a collector of telemetry, as it runs
in production."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import httpx
import psycopg
import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from infra_control.localcloud.aws import answers
from infra_control.localcloud.site import ROOT
from tests.chaos.site.support import SLOW_SUM
from tests.e2e.cloud.operating import tasks_of
from tests.live import RunningSite, Student
from tests.otlp import Collector
from tests.prepared import postgres_programs

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

DATABASE_AWAY_S = 30
SUM = "a, b = map(int, input().split())\nprint(a + b)\n"


def wait_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, f"no {what}"
        time.sleep(0.1)


def test_a_submission_is_judged_by_a_package_from_the_bucket(site: RunningSite) -> None:
    # given a student of the demo course
    student = Student(site.url)
    # when they submit
    submission_id = student.submit(SUM)
    # then it is judged
    found = student.wait_until(submission_id, within_s=120, state="done")
    assert found["verdict"] == "AC"
    # and nothing was kept on the web's own disk
    assert not (site.site.var_dir / "media").exists()
    assert not (site.site.var_dir / "db.sqlite3").exists()
    s3 = boto3.client(
        "s3",
        endpoint_url=site.site.aws.endpoint_url,
        region_name=site.site.aws.region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    stored = s3.list_objects_v2(Bucket=site.site.aws.bucket, Prefix="packages/")
    assert stored["KeyCount"] > 5


def test_no_result_is_lost_while_postgresql_is_away(site: RunningSite) -> None:
    # given a submission that a judge is at
    student = Student(site.url)
    submission_id = student.submit(SLOW_SUM)
    student.wait_until(submission_id, within_s=60, state="judging")
    with psycopg.connect(site.site.web_env["DATABASE_URL"]) as database:
        asked = "SELECT id FROM submissions_judgement WHERE submission_id = %s"
        ((judgement_id,),) = database.execute(asked, [submission_id]).fetchall()
        ((data_folder,),) = database.execute("SHOW data_directory").fetchall()
    # when the database stops answering, and the result arrives meanwhile
    with stopped(Path(data_folder)):
        said = f"judgement {judgement_id}: done"
        wait_for(lambda: said in judges_log(site), "result")
        time.sleep(DATABASE_AWAY_S)
    # and the load balancer has found the site again
    wait_for(lambda: answers(f"{site.url}/healthz/ready"), "answer")
    # then it is recorded afterwards, once
    found = student.wait_until(submission_id, within_s=120, state="done")
    assert (found["verdict"], found["judgement_ordinal"]) == ("AC", 1)
    assert len(found["runs"]) == found["test_case_count"]


@contextmanager
def stopped(data_folder: Path) -> Iterator[None]:
    """PostgreSQL with all its processes, as if its machine hung."""
    server = int((data_folder / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGSTOP)
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    everybody = [server, *map(int, children)]
    try:
        for pid in everybody:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in reversed(everybody):
            os.kill(pid, signal.SIGCONT)


def test_one_trace_runs_from_the_click_to_the_push(site: RunningSite, collector: Collector) -> None:
    # given a student whose page watches
    student = Student(site.url)
    trace = secrets.token_hex(16)
    student.more_headers = {"traceparent": f"00-{trace}-{secrets.token_hex(8)}-01"}
    address = f"{site.url.replace('http', 'ws')}/ws/"
    headers = {"Cookie": student.cookie_header}
    with connect(address, origin=Origin(site.url), additional_headers=headers) as socket:
        socket.send(json.dumps({"type": "subscribe", "topic": "user:me"}))
        assert json.loads(socket.recv(timeout=30))["type"] == "subscribed"
        # when they submit
        student.wait_until(student.submit(SUM), within_s=120, state="done")
        wait_for(lambda: "submissions.report" in names(collector, trace), "report")
        wait_for(lambda: ("web", "pass on an event") in told(collector, trace), "push")

    # then every part told of it in that trace
    wait_for(lambda: ("judge", "judging.judge") in told(collector, trace), "judge")
    assert told(collector, trace) >= {
        ("web", "POST api/v1/submissions"),
        ("web", "INSERT"),
        ("web", "send to the judge"),
        ("judge", "judging.judge"),
        ("judge", "fetching"),
        ("judge", "compiling"),
        ("judge", "running"),
        ("judge", "test case"),
        ("judge", "reporting"),
        ("judge", "send submissions.report"),
        ("results", "submissions.report"),
        ("results", "UPDATE"),
        ("results", "push"),
        ("web", "pass on an event"),
    }
    # and each step hangs on another of them, or on the click
    spans = collector.of_trace(trace)
    known = {span.id for span in spans}
    assert len([span for span in spans if span.parent not in known]) == 1
    # and lines of the logs name it
    assert trace in {of for of, _ in collector.logs}
    lines = [line for line in judges_log(site).splitlines() if line[:1] == "{"]
    assert trace in {json.loads(line).get("trace_id") for line in lines}


def test_a_backup_of_the_running_site_comes_back_in_another_database(
    site: RunningSite, tmp_path: Path
) -> None:
    # given a site that runs, and another database
    url = site.site.web_env["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE restored")
    restored = urlsplit(url)._replace(path="/restored").geturl()

    # when a backup is made, and brought back there, with the files on a disk
    manage(site, "backup", str(tmp_path / "backup"))
    media = {"DATABASE_URL": restored, "STORAGE_BUCKET": "", "MEDIA_ROOT": str(tmp_path / "media")}
    told = manage(site, "restore", str(tmp_path / "backup"), **media)

    # then people and packages are there
    assert " rows, " in told
    asked = "SELECT username, password FROM accounts_user ORDER BY id"
    with psycopg.connect(url) as before, psycopg.connect(restored) as after:
        assert after.execute(asked).fetchall() == before.execute(asked).fetchall()
    assert len(list((tmp_path / "media/packages").iterdir())) > 5


def manage(site: RunningSite, *command: str, **env: str) -> str:
    path = f"{postgres_programs()}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env={**site.site.web_env, "PATH": path, **env},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_figures_come_from_every_process(site: RunningSite, collector: Collector) -> None:
    wanted = {
        "codedang_http_request_seconds",
        "codedang_queue_depth",
        "codedang_queue_age_seconds",
        "codedang_verdicts",
        "codedang_judge_stage_seconds",
        "codedang_judge_worker_busy",
    }

    wait_for(lambda: wanted <= collector.metrics, "figures")

    # The collector beside a task asks the task itself, not the edge.
    port = tasks_of(site, "client-api")[0].port
    scraped = httpx.get(f"http://127.0.0.1:{port}/metrics", headers={"Host": "10.0.1.7:32768"})
    assert 'codedang_queue_depth{queue="judge-practice",state="queued"} 0.0' in scraped.text


def judges_log(site: RunningSite) -> str:
    """What all judge tasks wrote so far."""
    logs = (site.site.var_dir / "log" / "tasks").glob("judge-*.log")
    return "".join(log.read_text() for log in logs)


def told(collector: Collector, trace: str) -> set[tuple[str, str]]:
    return {(span.service, span.name) for span in collector.of_trace(trace)}


def names(collector: Collector, trace: str) -> set[str]:
    return {span.name for span in collector.of_trace(trace)}
