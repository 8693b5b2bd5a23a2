"""What applying a rejudging would change on scoreboards and in grades, by the same scoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contests.models import Entry, ProblemSet
from contests.scoring.board import board_of
from contests.scoring.values import Board, Place, Rules
from judging.verdicts import Verdict
from submissions.grades.recording import results_counted
from submissions.models import Rejudging, RejudgingItem, Submission
from submissions.rejudging.applying import Chosen, chosen_filter
from submissions.standings.attempts import Instead, attempts_of
from submissions.standings.shapes import is_ranked
from submissions.standings.sheet import Sheet, sheet_of

MAX_SETS = 50
MAX_ROWS = 500


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a board that would be another one."""

    entry: Entry
    before: Place
    after: Place


@dataclass(frozen=True, slots=True)
class BoardEffect:
    """What would change on a contest's board as its staff see it."""

    problem_set: ProblemSet
    is_final: bool
    """The results are official: they stay as they are."""
    changed_count: int
    rows: Sequence[RowChange]
    """The first ``MAX_ROWS`` by their rank afterwards."""


@dataclass(frozen=True, slots=True)
class GradeChange:
    """A student's points at a problem that would be others."""

    user_id: int
    set_problem_id: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class GradeEffect:
    """What would change in an assignment's grades."""

    problem_set: ProblemSet
    changed_count: int
    grades: Sequence[GradeChange]


def replacements_of(rejudging: Rejudging, chosen: Chosen | None) -> dict[int, Instead]:
    """By submission, what would count instead; as applying decides it."""
    items = RejudgingItem.objects.filter(rejudging=rejudging, is_finished=True).exclude(
        new_verdict=Verdict.JUDGING_ERROR
    )
    if chosen is not None:
        items = items.filter(chosen_filter(chosen))
    rows = items.values_list(
        "submission_id",
        "submission__current_judgement_id",
        "old_judgement_id",
        "new_verdict",
        "new_score",
        "new_judgement__test_package__max_score",
        "new_judgement_id",
        "submission__override__verdict",
        "submission__override__score",
    )
    return {
        submission_id: Instead(set_verdict or verdict, score, max_score, judgement_id or 0)
        if set_score is None
        else Instead(set_verdict or verdict, set_score, max_score, judgement_id or 0)
        for (
            submission_id,
            current,
            old,
            verdict,
            score,
            max_score,
            judgement_id,
            set_verdict,
            set_score,
        ) in rows
        if current == old
    }


def board_effects(
    rejudging: Rejudging, chosen: Chosen | None, *, now: datetime
) -> list[BoardEffect]:
    """For each contest with submissions of the rejudging."""
    instead = replacements_of(rejudging, chosen)
    contests = ProblemSet.objects.filter(
        pk__in=_set_ids(rejudging), contest_rules__isnull=False
    ).select_related("contest_rules")
    return [
        _board_effect(rejudging, one, instead, now) for one in contests.order_by("pk")[:MAX_SETS]
    ]


def grade_effects(rejudging: Rejudging, chosen: Chosen | None) -> list[GradeEffect]:
    """For each assignment or exercise with submissions of the rejudging."""
    instead = replacements_of(rejudging, chosen)
    sets = ProblemSet.objects.filter(
        pk__in=_set_ids(rejudging), assignment_rules__isnull=False
    ).select_related("assignment_rules")
    return [_grade_effect(one, instead) for one in sets.order_by("pk")[:MAX_SETS]]


def _set_ids(rejudging: Rejudging) -> list[int]:
    held = Submission.objects.filter(
        pk__in=RejudgingItem.objects.filter(rejudging=rejudging).values("submission"),
        problem_set__isnull=False,
    )
    return list(held.order_by().values_list("problem_set_id", flat=True).distinct())


def _board_effect(
    rejudging: Rejudging, contest: ProblemSet, instead: Mapping[int, Instead], now: datetime
) -> BoardEffect:
    if contest.contest_rules.finalized_at is not None:
        return BoardEffect(contest, True, 0, ())
    sheet = sheet_of(contest, now=now)
    entries = {entry.pk: entry for entry in contest.entries.all()}
    before = _board(sheet, entries, sheet.rules, {})
    after = _board(sheet, entries, _rules_after(rejudging, sheet), instead)
    former = {place.row.entry_id: place for place in before.places}
    changed = [
        RowChange(entries[place.row.entry_id], former[place.row.entry_id], place)
        for place in after.places
        if (former[place.row.entry_id].rank, former[place.row.entry_id].row.totals)
        != (place.rank, place.row.totals)
    ]
    return BoardEffect(contest, False, len(changed), changed[:MAX_ROWS])


def _board(
    sheet: Sheet, entries: Mapping[int, Entry], rules: Rules, instead: Mapping[int, Instead]
) -> Board:
    attempts = attempts_of(
        Submission.objects.filter(problem_set=sheet.problem_set), sheet, instead=instead
    )
    shown = replace(rules, hidden_from_ms=None)
    return board_of(attempts, {pk: is_ranked(entry) for pk, entry in entries.items()}, shown)


def _rules_after(rejudging: Rejudging, sheet: Sheet) -> Rules:
    """With the full score of a version that would become the live one."""
    package = rejudging.test_package
    if package is None:
        return sheet.rules
    ordinals = {one.ordinal for one in sheet.problems if one.problem_id == package.problem_id}
    return replace(
        sheet.rules,
        problems=tuple(
            replace(one, max_score=package.max_score) if one.ordinal in ordinals else one
            for one in sheet.rules.problems
        ),
    )


def _grade_effect(problem_set: ProblemSet, instead: Mapping[int, Instead]) -> GradeEffect:
    touched = Submission.objects.filter(problem_set=problem_set, pk__in=instead)
    user_ids = sorted(set(touched.values_list("user_id", flat=True)))

    def changed(submission: Submission) -> Submission:
        if (other := instead.get(submission.pk)) is not None:
            submission.verdict, submission.score = other.verdict, other.score
            submission.max_score = other.max_score
        return submission

    before = {
        (one.user_id, one.set_problem_id): one.points
        for one in results_counted(problem_set, user_ids)
    }
    after = {
        (one.user_id, one.set_problem_id): one.points
        for one in results_counted(problem_set, user_ids, changed)
    }
    changes = [
        GradeChange(*key, before.get(key, 0.0), after.get(key, 0.0))
        for key in sorted({*before, *after})
        if before.get(key, 0.0) != after.get(key, 0.0)
    ]
    return GradeEffect(problem_set, len(changes), changes[:MAX_ROWS])
