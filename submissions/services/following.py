"""All that follows when many verdicts change at once: the same as after each single one, with
queries by problem and set instead of by submission."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Self

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.push import push_many
from contests.rules import Sight
from submissions.grades.recording import set_results_refresh
from submissions.live import judgement_message, submission_message
from submissions.models import Submission
from submissions.services.balloons import balloons_follow_many
from submissions.services.results import problem_results_update
from submissions.sight import SIGHT_COLUMNS, author_sight
from submissions.standings.recording import standings_rebuild

ANNOUNCED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """A submission of which something else counts now."""

    pk: int
    user_id: int
    problem_id: int
    problem_set_id: int | None
    entry_id: int | None


@dataclass(frozen=True, slots=True)
class Touched:
    """Submissions of which something else counts now."""

    rows: Sequence[TouchedRow]
    announced: Collection[int]
    """Those whose authors see a difference."""

    @classmethod
    def of(cls, submissions: QuerySet[Submission], announced: Collection[int]) -> Self:
        columns = ("pk", "user_id", "problem_id", "problem_set_id", "entry_id")
        found = submissions.order_by("pk").values_list(*columns)
        return cls([TouchedRow(*row) for row in found], announced)


def verdicts_follow(touched: Touched, *, now: datetime) -> None:
    """Bring results, standings, balloons and grades up to the submissions; call it in the
    transaction that changed them. Clients are told after commit."""
    users_by_problem: defaultdict[int, set[int]] = defaultdict(set)
    users_by_set: defaultdict[int, set[int]] = defaultdict(set)
    cells: set[tuple[int, int]] = set()
    contests: set[int] = set()
    for row in touched.rows:
        users_by_problem[row.problem_id].add(row.user_id)
        if row.problem_set_id is not None:
            users_by_set[row.problem_set_id].add(row.user_id)
            if row.entry_id is not None:
                contests.add(row.problem_set_id)
                cells.add((row.entry_id, row.problem_id))
    for problem_id in sorted(users_by_problem):
        problem_results_update(problem_id=problem_id, user_ids=users_by_problem[problem_id])
    for set_id in sorted(contests):
        standings_rebuild(set_id, now=now)
    balloons_follow_many(cells, now)
    for set_id in sorted(users_by_set):
        set_results_refresh(set_id, sorted(users_by_set[set_id]))
    if touched.announced:
        transaction.on_commit(partial(_announce, sorted(touched.announced)))


def _announce(ids: Sequence[int]) -> None:
    """Tell the authors' pages, and those who watch the submissions."""
    for start in range(0, len(ids), ANNOUNCED_AT_ONCE):
        some = ids[start : start + ANNOUNCED_AT_ONCE]
        found = Submission.objects.filter(pk__in=some).select_related(
            "problem", "current_judgement", *SIGHT_COLUMNS
        )
        rows = found.defer("source").prefetch_related("current_judgement__groups")
        push_many(list(_messages(rows)))


def _messages(submissions: Iterable[Submission]) -> Iterator[tuple[str, dict[str, Any]]]:
    now = timezone.now()
    for submission in submissions:
        judgement = submission.current_judgement
        if judgement is None:
            continue
        judgement.submission = submission
        sight = author_sight(submission, now)
        yield judgement_message(judgement, (), Sight.ALL)
        if sight is Sight.SAMPLES:
            yield judgement_message(judgement, (), sight)
        if sight is not Sight.NONE:
            yield submission_message(submission)
