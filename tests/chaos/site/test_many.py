"""Many submissions at once, and everything that may go wrong meanwhile: none is lost, each counts
once."""

import json
import signal
import subprocess
import sys
from functools import partial

import httpx
import pytest

from infra_control.localcloud.processes import Process
from tests.bench.class_work import CSRF
from tests.chaos.site.support import rows, until
from tests.cloud import eventually
from tests.live import RunningSite

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PEOPLE = 100
SUBMISSIONS = 2 * PEOPLE
"""As many as the broker gets of each of them."""

GREETINGS = """#include <stdio.h>
int main(void) {
    char name[64];
    scanf("%*d");
    while (scanf("%63s", name) == 1) printf("Hello %s\\n", name);
}
"""
"""The same for all, so that it is compiled once."""

JUDGED = "SELECT COUNT(*) FROM submissions_submission WHERE state = 'done' AND id > {}"


def hand_in_all(site: RunningSite) -> None:
    argv = [sys.executable, "-m", "tests.bench.classroom", str(PEOPLE)]
    made = subprocess.run(argv, env=site.site.web_env, stdout=subprocess.PIPE, check=True)
    body = {"problem": "choir", "language": "c17", "source": GREETINGS}
    with httpx.Client(base_url=site.url, timeout=60) as client:
        for session in json.loads(made.stdout):
            headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
            for _ in range(SUBMISSIONS // PEOPLE):
                client.post("/api/v1/submissions", json=body, headers=headers).raise_for_status()


def test_neither_a_broker_that_forgets_nor_a_deployment_loses_any_of_200(site: RunningSite) -> None:
    """1,000 and an emptied broker are a part of ``make bench`` (tests/bench/drill.py)."""
    # given a queue of 200 jobs that nobody has taken
    judges = [site.processes["judge-1"], site.processes["judge-2"]]
    for judge in judges:
        judge.stop()
    (first,) = rows(site, "SELECT COALESCE(MAX(id), 0) FROM submissions_submission")[0]
    hand_in_all(site)
    ours = f"FROM submissions_judgement WHERE submission_id > {first}"
    sent = f"SELECT COUNT(*) {ours} AND send_count > 0"
    until(lambda: rows(site, sent) == [(SUBMISSIONS,)], within_s=120)

    # when the broker dies and comes back empty
    restarts = site.processes["aws"].restarts
    site.processes["aws"].signal(signal.SIGKILL)
    until(lambda: site.processes["aws"].restarts > restarts, within_s=30)
    for judge in judges:
        judge.start()
    # and everything is deployed anew while they are judged
    judged = JUDGED.format(first)
    until(lambda: rows(site, judged)[0][0] >= SUBMISSIONS // 10, within_s=120)
    for name in ("judge-1", "web", "results", "judge-2", "sweeper"):
        process = site.processes[name]
        process.request_stop()
        eventually(partial(has_ended, process), within_s=120)
        process.start()

    # then all are judged
    until(lambda: rows(site, judged) == [(SUBMISSIONS,)], within_s=400)
    # and each was counted once
    judgements = "SELECT COUNT(*) FROM submissions_judgement j WHERE j.submission_id = s.id"
    runs = "SELECT COUNT(*) FROM submissions_run r WHERE r.judgement_id = s.current_judgement_id"
    counted = f"s.verdict, ({judgements}), ({runs}) FROM submissions_submission s"
    assert set(rows(site, f"SELECT {counted} WHERE s.id > {first}")) == {("AC", 1, 3)}
    attempts = "SELECT DISTINCT r.attempts FROM submissions_problemresult r JOIN accounts_user u"
    of_the_class = "ON u.id = r.user_id WHERE u.username LIKE 'class%'"
    assert rows(site, f"{attempts} {of_the_class}") == [(SUBMISSIONS // PEOPLE,)]


def has_ended(process: Process) -> bool:
    return process.has_ended
