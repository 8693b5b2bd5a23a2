"""A contest of 1,000 entries, 13 problems and 20,000 submissions, in the database that the
environment names, and what its standings cost. Run as a process of its own: it sets Django up.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codedang.settings")

import django

django.setup()

# Models can be imported only now.
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from contests.models import ContestRules, Entry, EntryMember, ProblemSet, SetKind, SetProblem  # noqa: E402
from contests.models import SetVisibility as Visible  # noqa: E402
from judging.contract import JudgeReport  # noqa: E402
from judging.queues import JudgeQueue  # noqa: E402
from judging.verdicts import JudgementState, Verdict  # noqa: E402
from problems.models import Problem, TestPackage, Visibility  # noqa: E402
from submissions.models import Judgement, Reason, StandingsRow, Submission  # noqa: E402
from submissions.services import judgement_report_record  # noqa: E402
from submissions.standings.recording import standings_rebuild  # noqa: E402

ENTRIES, PROBLEMS, SUBMISSIONS, OPEN = 1_000, 13, 20_000, 400
SEED = 4
READS = 200
JUDGEMENTS = 200
CHANGES = 20
SLUG = "bench"


def seed(waiting: int = OPEN) -> ProblemSet:
    """The contest, three hours old; its last submissions wait for their verdicts."""
    chance = random.Random(SEED)  # noqa: S311 - the same contest every time
    start = timezone.now() - timedelta(hours=3)
    contest = ProblemSet.objects.create(
        kind=SetKind.CONTEST,
        slug=SLUG,
        title="Bench",
        visibility=Visible.PUBLIC,
        starts_at=start,
        ends_at=start + timedelta(hours=5),
    )
    ContestRules.objects.create(problem_set=contest, freeze_at=start + timedelta(hours=4))
    packages = [_problem(contest, number) for number in range(1, PROBLEMS + 1)]
    users = User.objects.bulk_create(
        User(username=f"team{n}", email=f"team{n}@example.com") for n in range(ENTRIES)
    )
    entries = Entry.objects.bulk_create(
        Entry(problem_set=contest, name=f"Team {n}", organization=f"School {n % 90}")
        for n in range(ENTRIES)
    )
    EntryMember.objects.bulk_create(
        EntryMember(entry=entry, user=user, problem_set=contest)
        for entry, user in zip(entries, users, strict=True)
    )
    submissions = Submission.objects.bulk_create(
        [
            _submission(contest, entries, users, packages, n, chance, n >= SUBMISSIONS - waiting)
            for n in range(SUBMISSIONS)
        ],
        batch_size=2_000,
    )
    judgements = Judgement.objects.bulk_create(
        [_judgement(submission, packages) for submission in submissions], batch_size=2_000
    )
    for submission, judgement in zip(submissions, judgements, strict=True):
        submission.current_judgement = judgement
    Submission.objects.bulk_update(submissions, ["current_judgement"], batch_size=500)
    return contest


def measure() -> dict[str, float]:
    """Milliseconds unless named."""
    contest = seed()
    began = time.perf_counter()
    standings_rebuild(contest.pk, now=timezone.now())
    figures = {"rebuild_20000_s": round(time.perf_counter() - began, 2)}
    figures |= _apply(contest)
    figures |= _read()
    return figures


def _apply(contest: ProblemSet) -> dict[str, float]:
    waiting = list(
        Judgement.objects.filter(
            submission__problem_set=contest, state=JudgementState.QUEUED
        ).select_related("submission")[: JUDGEMENTS + 1]
    )
    with CaptureQueriesContext(connection) as queries:
        record(waiting.pop())
    rows = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].startswith(("UPDATE", "INSERT"))
        and ("scoreboard" in query["sql"] or "standingsrow" in query["sql"])
    ]
    took = [_timed_ms(partial(record, judgement)) for judgement in waiting]
    return {
        "apply_p50": _quantile(took, 0.50),
        "apply_p95": _quantile(took, 0.95),
        "apply_rows_of_standings_written": float(len(rows)),
    }


def _read() -> dict[str, float]:
    settings.SCOREBOARD_MAX_AGE_MS = 0
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"Accept-Encoding": "gzip"})
    path = f"/api/v1/contests/{SLUG}/scoreboard"
    first_ms = _timed_ms(lambda: client.get(path))
    make_ms, make_cpu_ms = [], []
    waiting = Judgement.objects.filter(state=JudgementState.QUEUED).select_related("submission")
    for judgement in list(waiting[:CHANGES]):
        record(judgement)
        began = time.process_time()
        make_ms.append(_timed_ms(lambda: client.get(path)))
        make_cpu_ms.append((time.process_time() - began) * 1000)
    response = client.get(path)
    took_fresh = [_timed_ms(lambda: client.get(path)) for _ in range(READS)]
    settings.SCOREBOARD_MAX_AGE_MS = 1_000
    if response.status_code != 200 or len(response.content) < 10_000:
        raise RuntimeError(f"no board: {response.status_code} {response.content[:200]!r}")
    took = [_timed_ms(lambda: client.get(path)) for _ in range(READS)]
    return {
        "read_p50": _quantile(took, 0.50),
        "read_p95": _quantile(took, 0.95),
        "read_stored_p50": _quantile(took_fresh, 0.50),
        "read_stored_p95": _quantile(took_fresh, 0.95),
        "read_kib": round(len(response.content) / 1024, 1),
        "make_first_of_a_process": round(first_ms, 1),
        "make_after_a_change_p50": round(statistics.median(make_ms), 1),
        "make_after_a_change_cpu_p50": round(statistics.median(make_cpu_ms), 1),
        "rows": float(StandingsRow.objects.count()),
    }


def record(judgement: Judgement) -> None:
    accepted = judgement.pk % 3 == 0
    report = JudgeReport(
        submission_id=judgement.submission_id,
        judgement_id=judgement.pk,
        attempt_token=judgement.attempt_token,
        judgehost="bench",
        delivery=1,
        verdict=Verdict.ACCEPTED if accepted else Verdict.WRONG_ANSWER,
        test_case_count=0,
    )
    if not judgement_report_record(report=report, now=timezone.now()):
        raise RuntimeError("the report changed nothing")


def _problem(contest: ProblemSet, number: int) -> TestPackage:
    problem = Problem.objects.create(
        slug=f"bench-{number}", title=f"Problem {number}", visibility=Visibility.PUBLIC
    )
    package = TestPackage.objects.create(
        problem=problem,
        version=1,
        sha256=f"{number:064d}",
        source_sha256="0" * 64,
        size_bytes=1,
        manifest={},
        time_limit_ms=1_000,
        memory_limit_kib=262_144,
        source_limit_bytes=65_536,
        test_case_count=10,
    )
    Problem.objects.filter(pk=problem.pk).update(test_package=package)
    SetProblem.objects.create(
        problem_set=contest,
        problem=problem,
        ordinal=number,
        label=chr(64 + number),
        colour="#336699",
    )
    return package


def _submission(
    contest: ProblemSet,
    entries: Sequence[Entry],
    users: Sequence[User],
    packages: Sequence[TestPackage],
    number: int,
    chance: random.Random,
    is_open: bool,
) -> Submission:
    place = chance.randrange(ENTRIES)
    verdict = None if is_open else chance.choice(["AC", "WA", "WA", "TLE", "CE", "RTE"])
    return Submission(
        user=users[place],
        problem_id=packages[chance.randrange(PROBLEMS)].problem_id,
        problem_set=contest,
        entry=entries[place],
        language="cpp17",
        source="int main() {}",
        source_bytes=13,
        created_at=contest.starts_at + timedelta(hours=3) * (number / SUBMISSIONS),
        state=JudgementState.QUEUED if is_open else JudgementState.DONE,
        verdict=verdict,
    )


def _judgement(submission: Submission, packages: Sequence[TestPackage]) -> Judgement:
    package = next(one for one in packages if one.problem_id == submission.problem_id)
    return Judgement(
        submission=submission,
        ordinal=1,
        reason=Reason.SUBMIT,
        test_package=package,
        attempt_token=f"{submission.pk:032x}",
        queue=JudgeQueue.PRACTICE,
        state=submission.state,
        verdict=submission.verdict,
        created_at=submission.created_at,
    )


def _timed_ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _quantile(values: Sequence[float], share: float) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1], 2)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(measure()))
