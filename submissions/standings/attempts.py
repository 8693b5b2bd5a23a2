"""Submissions as attempts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import QuerySet

from contests.scoring.values import Attempt
from judging.verdicts import JudgementState, Verdict
from submissions.models import TOLERANCE, GroupResult, Submission
from submissions.reviewing.rules import groups_spread
from submissions.standings.sheet import MILLISECOND, Sheet

Row = tuple[
    int,
    int,
    datetime | None,
    int,
    datetime,
    str | None,
    float | None,
    float | None,
    int,
    float | None,
]
MAX_IDS_PER_QUERY = 20_000
"""SQLite takes a bounded number of variables; groups beyond it are asked for in pieces."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What would count of a submission."""

    verdict: str | None
    score: float | None
    max_score: float | None
    judgement_id: int


NOTHING: Mapping[int, Instead] = MappingProxyType({})


def attempts_of(
    submissions: QuerySet[Submission], sheet: Sheet, *, instead: Mapping[int, Instead] = NOTHING
) -> list[Attempt]:
    """Those of the submissions that count for an entry, with times since the entry's start.

    One query; a second one where the format looks at subtasks. ``instead`` shows some, by their
    ids, as they might be.
    """
    ordinals = {one.problem_id: one.ordinal for one in sheet.problems}
    rows = list(
        submissions.filter(entry__isnull=False, problem_id__in=ordinals)
        .exclude(state=JudgementState.CANCELLED)
        .values_list(
            "id",
            "entry_id",
            "entry__virtual_starts_at",
            "problem_id",
            "created_at",
            "verdict",
            "score",
            "max_score",
            "current_judgement_id",
            "override__score",
        )
    )
    if instead:
        rows = [_seen(row, instead.get(row[0])) for row in rows]
    groups = _groups(rows) if sheet.rules.format == "ioi" else {}
    starts_at = sheet.problem_set.starts_at
    return [
        Attempt(
            id=pk,
            entry_id=entry_id,
            problem=ordinals[problem_id],
            submitted_at_ms=_since(virtual_starts_at or starts_at, created_at),
            verdict=_verdict(verdict, score, max_score),
            score=score,
            groups=groups.get(pk, {}),
        )
        for (
            pk,
            entry_id,
            virtual_starts_at,
            problem_id,
            created_at,
            verdict,
            score,
            max_score,
            _,
            _,
        ) in rows
    ]


def _seen(row: Row, other: Instead | None) -> Row:
    if other is None:
        return row
    return (*row[:5], other.verdict, other.score, other.max_score, other.judgement_id, row[9])


def _verdict(verdict: str | None, score: float | None, max_score: float | None) -> Verdict | None:
    """Legacy packages call it accepted with part of the points, which solves nothing."""
    if not verdict:
        return None
    is_partial = score is not None and max_score is not None and score < max_score - TOLERANCE
    return Verdict.WRONG_ANSWER if is_partial and verdict == Verdict.ACCEPTED else Verdict(verdict)


def _since(start: datetime, moment: datetime) -> int:
    return max(0, (moment - start) // MILLISECOND)


def _groups(rows: Iterable[Row]) -> dict[int, Mapping[str, float]]:
    """Points of subtasks, by the submission's id.

    A score that staff set is spread over the subtasks that the entry's attempts at the problem
    have: added beside them it would count twice.
    """
    judged = {row[8]: row for row in rows if row[5] and row[8] is not None}
    found: defaultdict[int, dict[str, float]] = defaultdict(dict)
    max_scores: defaultdict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    ids = list(judged)
    for start in range(0, len(ids), MAX_IDS_PER_QUERY):
        piece = ids[start : start + MAX_IDS_PER_QUERY]
        groups = GroupResult.objects.filter(judgement_id__in=piece)
        columns = groups.values_list("judgement_id", "name", "score", "max_score")
        for judgement_id, name, score, max_score in columns:
            row = judged[judgement_id]
            found[row[0]][name] = score
            max_scores[row[1], row[3]][name] = max_score or 0.0
    for row in judged.values():
        if row[9] is not None:
            found[row[0]] = groups_spread(row[9], max_scores[row[1], row[3]])
    return dict(found)
