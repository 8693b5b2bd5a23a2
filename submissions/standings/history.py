"""A contest that is over: how it went, minute by minute and in numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count

from contests.models import Entry, SetProblem
from contests.scoring.board import board_of, public_attempts
from contests.scoring.cells import attempt_points, is_try, to_points
from contests.scoring.values import Attempt, Board, Rules
from judging.verdicts import Verdict
from submissions.models import Submission
from submissions.standings.attempts import attempts_of
from submissions.standings.boards import board_is_frozen_now
from submissions.standings.shapes import board_json, entry_json, is_ranked
from submissions.standings.sheet import MILLISECOND, Sheet

BUCKETS = 20
"""Into so many pieces of time a contest's statistics are cut."""


def is_history(sheet: Sheet, *, now: datetime) -> bool:
    """Whether a contest is over and its results are known to all."""
    return now >= sheet.problem_set.ends_at and not board_is_frozen_now(sheet, now)


def replay_json(sheet: Sheet) -> dict[str, Any]:
    """What a client needs to play the contest again: a ReplayOut.

    It says what each attempt was worth, never another's exact verdict.
    """
    live, entries = _live_attempts(sheet)
    rules = {problem.ordinal: problem for problem in sheet.rules.problems}
    return {
        "contest": sheet.problem_set.slug,
        "format": sheet.rules.format,
        "penalty_minutes": sheet.rules.penalty_minutes,
        "duration_ms": duration_ms(sheet),
        "freeze_ms": _freeze_ms(sheet),
        "problems": [
            {
                "ordinal": one.ordinal,
                "label": one.label,
                "colour": one.colour,
                "points": one.points,
            }
            for one in sheet.problems
        ],
        "entries": [entry_json(entry) for entry in entries.values()],
        "attempts": [
            {
                "entry": one.entry_id,
                "problem": one.problem,
                "at_ms": one.submitted_at_ms,
                "result": _result(one, sheet.rules),
                "points": attempt_points(one, rules[one.problem]) if one.verdict else None,
                "groups": {
                    name: to_points(score, rules[one.problem]) for name, score in one.groups.items()
                },
            }
            for one in sorted(live, key=lambda one: (one.submitted_at_ms, one.id))
        ],
    }


def board_at(sheet: Sheet, at_ms: int) -> dict[str, Any]:
    """The board as it stood so long after the start: what a virtual entry races against."""
    live, entries = _live_attempts(sheet)
    freeze_ms = _freeze_ms(sheet)
    then = [one for one in live if one.submitted_at_ms <= at_ms]
    if freeze_ms is not None and at_ms < duration_ms(sheet):
        then = [one if one.submitted_at_ms < freeze_ms else one.hidden() for one in then]
    ranked = {pk: is_ranked(entry) for pk, entry in entries.items()}
    board = board_of(then, ranked, sheet.rules)
    return board_json(board, entries, sheet, sequence=0, is_frozen=False)


def statistics_json(sheet: Sheet) -> dict[str, Any]:
    """A StatisticsOut of the live entries' submissions."""
    live, entries = _live_attempts(sheet)
    verdicts, languages = _counted(sheet, "verdict"), _counted(sheet, "language")
    board = board_of(live, {pk: is_ranked(e) for pk, e in entries.items()}, sheet.rules)
    tried = [place for place in board.places if place.row.cells]
    return {
        "contest": sheet.problem_set.slug,
        "entries": len(entries),
        "entries_that_tried": len(tried),
        "submissions": len(live),
        "bucket_ms": _bucket_ms(sheet),
        "solved_distribution": _distribution(place.row.totals.solved for place in tried),
        "problems": [
            {
                **_problem_statistics(one, board, [a for a in live if a.problem == one.ordinal]),
                "verdicts": verdicts.get(one.problem_id, {}),
                "languages": languages.get(one.problem_id, {}),
                "timeline": _timeline([a for a in live if a.problem == one.ordinal], sheet),
            }
            for one in sheet.problems
        ],
    }


def _problem_statistics(one: SetProblem, board: Board, attempts: list[Attempt]) -> dict[str, Any]:
    cells = [p.row.cells[one.ordinal] for p in board.places if one.ordinal in p.row.cells]
    solved = [cell for cell in cells if cell.is_solved]
    times = [cell.time_ms for cell in solved if cell.time_ms is not None]
    scores = [cell.score for cell in cells]
    return {
        "ordinal": one.ordinal,
        "label": one.label,
        "submissions": len(attempts),
        "tried": len(cells),
        "solved": len(solved),
        "first_solver": board.first_solvers.get(one.ordinal),
        "first_solved_ms": min(times, default=None),
        "mean_score": round(sum(scores) / len(scores), 2) if scores else None,
    }


def duration_ms(sheet: Sheet) -> int:
    return (sheet.problem_set.ends_at - sheet.problem_set.starts_at) // MILLISECOND


def _live_attempts(sheet: Sheet) -> tuple[list[Attempt], dict[int, Entry]]:
    entries = {
        entry.pk: entry
        for entry in Entry.objects.filter(
            problem_set_id=sheet.problem_set.pk, virtual_starts_at__isnull=True
        ).order_by("id")
    }
    attempts = attempts_of(
        Submission.objects.filter(
            problem_set_id=sheet.problem_set.pk, entry__virtual_starts_at__isnull=True
        ),
        sheet,
    )
    return public_attempts(attempts, sheet.rules), entries


def _freeze_ms(sheet: Sheet) -> int | None:
    freeze_at = sheet.contest.freeze_at
    return None if freeze_at is None else (freeze_at - sheet.problem_set.starts_at) // MILLISECOND


def _result(attempt: Attempt, rules: Rules) -> str:
    if attempt.verdict is None:
        return "pending"
    if not is_try(attempt.verdict, rules):
        return "no_try"
    return "accepted" if attempt.verdict is Verdict.ACCEPTED else "rejected"


def _counted(sheet: Sheet, column: str) -> dict[int, dict[str, int]]:
    """How many live submissions have each value of a column, by the problem's id."""
    counted: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        Submission.objects.filter(
            problem_set_id=sheet.problem_set.pk,
            entry__isnull=False,
            entry__virtual_starts_at__isnull=True,
            verdict__isnull=False,
        )
        .order_by("problem_id", column)
        .values_list("problem_id", column)
        .annotate(count=Count("id"))
    )
    for problem_id, value, count in rows:
        counted[problem_id][value] = count
    return dict(counted)


def _timeline(attempts: list[Attempt], sheet: Sheet) -> list[dict[str, int]]:
    bucket_ms = _bucket_ms(sheet)
    places = [
        (min(one.submitted_at_ms // bucket_ms, BUCKETS - 1), one.verdict is Verdict.ACCEPTED)
        for one in attempts
    ]
    counts = Counter(places)
    return [
        {"accepted": counts[place, True], "others": counts[place, False]}
        for place in range(BUCKETS)
    ]


def _bucket_ms(sheet: Sheet) -> int:
    return max(1, -(-duration_ms(sheet) // BUCKETS))


def _distribution(values: Iterable[int]) -> list[dict[str, int]]:
    return [{"solved": solved, "entries": n} for solved, n in sorted(Counter(values).items())]
