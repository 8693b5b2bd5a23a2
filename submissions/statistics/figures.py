"""How submissions went, in numbers for plots. Plain values in, figures out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

TIME_BOUNDS_MS = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000)
SCORE_STEP_PERCENT = 10
STUCK_ATTEMPTS = 5
"""As many judged attempts without a solution, and somebody is stuck."""
MAX_STUCK = 50
MAX_CURVE_POINTS = 200


@dataclass(frozen=True, slots=True)
class Fact:
    """One submission that was judged."""

    user_id: int
    problem_id: int
    language: str
    verdict: str
    is_solved: bool
    share: float
    """Of its points, from 0 to 1."""
    cpu_time_ms: int | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """Somebody who tries and does not solve."""

    user_id: int
    problem_id: int
    attempts: int
    last_at: datetime


def verdicts_by_language(facts: Sequence[Fact]) -> list[tuple[str, str, int]]:
    counts = Counter((one.language, one.verdict) for one in facts)
    return [(language, verdict, n) for (language, verdict), n in sorted(counts.items())]


def time_counts(facts: Sequence[Fact]) -> list[tuple[int, int | None, int]]:
    """CPU times of accepted submissions: from, up to but without (None: no bound), how many."""
    counts: Counter[int] = Counter()
    for one in facts:
        if one.is_solved and one.cpu_time_ms is not None:
            counts[sum(bound <= one.cpu_time_ms for bound in TIME_BOUNDS_MS)] += 1
    bounds = (0, *TIME_BOUNDS_MS, None)
    return [(bounds[n] or 0, bounds[n + 1], counts[n]) for n in range(len(bounds) - 1)]


def score_counts(facts: Sequence[Fact]) -> list[tuple[int, int, int]]:
    """The best of each person at each problem: from percent, to percent, how many."""
    best: dict[tuple[int, int], float] = {}
    for one in facts:
        key = (one.user_id, one.problem_id)
        best[key] = max(best.get(key, 0.0), one.share)
    pieces = 100 // SCORE_STEP_PERCENT
    counts = Counter(min(int(share * pieces + 1e-9), pieces - 1) for share in best.values())
    step = SCORE_STEP_PERCENT
    return [(n * step, (n + 1) * step, counts[n]) for n in range(pieces)]


def solve_curves(facts: Sequence[Fact], since: datetime | None) -> dict[int, list[tuple[int, int]]]:
    """By problem: (minutes, how many have solved it by then), since a moment, or (None) since each
    person's own first attempt."""
    first: dict[tuple[int, int], datetime] = {}
    solved: dict[tuple[int, int], datetime] = {}
    for one in sorted(facts, key=lambda fact: fact.created_at):
        key = (one.user_id, one.problem_id)
        first.setdefault(key, one.created_at)
        if one.is_solved:
            solved.setdefault(key, one.created_at)
    minutes: defaultdict[int, list[int]] = defaultdict(list)
    for key, moment in solved.items():
        elapsed = (moment - (since or first[key])).total_seconds()
        minutes[key[1]].append(max(0, int(elapsed // 60)))
    return {problem_id: _curve(sorted(found)) for problem_id, found in minutes.items()}


def _curve(minutes: Sequence[int]) -> list[tuple[int, int]]:
    points = sorted({minute: n for n, minute in enumerate(minutes, start=1)}.items())
    step = -(-len(points) // MAX_CURVE_POINTS)
    return [*points[:-1:step], points[-1]]


def by_day(facts: Sequence[Fact], zone: ZoneInfo) -> list[tuple[date, int, int]]:
    """Days with submissions: how many, and how many of them solved."""
    counts: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    for one in facts:
        day = counts[one.created_at.astimezone(zone).date()]
        day[0] += 1
        day[1] += one.is_solved
    return [(day, total, solved) for day, (total, solved) in sorted(counts.items())]


def by_hour(facts: Sequence[Fact], zone: ZoneInfo) -> list[int]:
    """How many were handed in during each of the day's 24 hours."""
    counts = Counter(one.created_at.astimezone(zone).hour for one in facts)
    return [counts[hour] for hour in range(24)]


def stuck(facts: Sequence[Fact]) -> list[Stuck]:
    """Those who tried often and have not solved; most attempts first."""
    solved = {(one.user_id, one.problem_id) for one in facts if one.is_solved}
    tries: defaultdict[tuple[int, int], list[datetime]] = defaultdict(list)
    for one in facts:
        if (one.user_id, one.problem_id) not in solved:
            tries[one.user_id, one.problem_id].append(one.created_at)
    found = [
        Stuck(user_id=user, problem_id=problem, attempts=len(times), last_at=max(times))
        for (user, problem), times in tries.items()
        if len(times) >= STUCK_ATTEMPTS
    ]
    return sorted(found, key=lambda one: (-one.attempts, one.user_id, one.problem_id))[:MAX_STUCK]
