"""Several results workers at once: no verdict is lost from the standings, and nobody waits for
ever."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from judging.verdicts import Verdict
from submissions.models import Audience, Submission
from submissions.standings.recording import standings_rebuild
from tests.contest_factories import make_contest, make_entry
from tests.factories import make_problem
from tests.people import Cast
from tests.submissions.standings.support import at, hand_in, judge, scratch, stored

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs: list[Callable[[], object]]) -> None:
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        start.wait(10)
        try:
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(run, job) for job in jobs]:
            future.result(60)


def test_verdicts_and_a_rebuild_at_once(transactional_db: None) -> None:
    """Given 12 waiting submissions of 3 entries, when their reports come at once with two
    rebuilds between them, then both boards are those from scratch."""
    cast = Cast()
    problems = [make_problem(name) for name in ("apples", "bridges")]
    contest = make_contest(problems=problems, freeze_at=at(3))
    entries = [make_entry(contest, user) for user in (cast.minsu, cast.jiwoo, cast.sora)]
    waiting = [
        hand_in(entry, problem, minute)
        for minute in (1, 5)
        for entry in entries
        for problem in problems
    ]

    def record(submission: Submission) -> Callable[[], object]:
        verdict = (Verdict.ACCEPTED, Verdict.WRONG_ANSWER)[submission.pk % 2]
        return lambda: judge(submission, verdict)

    jobs = [record(submission) for submission in waiting]
    rebuild: Callable[[], object] = lambda: standings_rebuild(contest.pk, now=at(9))  # noqa: E731 - a job
    at_once([*jobs[:6], rebuild])
    at_once([*jobs[6:], rebuild])

    for audience in Audience:
        assert stored(contest, audience) == scratch(contest, audience)
    assert not Submission.objects.filter(verdict__isnull=True).exists()
