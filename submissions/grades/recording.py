"""Keeping scores of assignments up with what is judged, and with rules that change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from contests.models import Extension, ProblemSet, SetProblem
from contests.rules import Deadline, days_late, late_penalty_percent, points_of
from contests.selectors.entries import deadline_with
from judging.verdicts import Verdict
from submissions.grades.models import SetResult
from submissions.models import Submission

KEY = ("problem_set", "user", "set_problem")
FIGURES = ("submission", "points", "days_late", "penalty_percent", "is_solved")


def set_result_follow(submission: Submission) -> None:
    """Count one student's result at one problem anew; call it in the verdict's transaction.

    Needs the submission's set with its rule sheet. Anew, so that a rejudge can take a
    score back, and so that verdicts may come in any order.
    """
    problem_set = submission.problem_set
    if problem_set is None or problem_set.is_contest:
        return
    place = problem_set.problems.filter(problem=submission.problem_id).first()
    if place is None:
        return
    extension = Extension.objects.filter(problem_set=problem_set, user=submission.user_id).first()
    judged = _judged(problem_set).filter(user=submission.user_id, problem=submission.problem_id)
    result = _result(
        problem_set, place, submission.user_id, judged, deadline_with(problem_set, extension)
    )
    _save([result])


def results_counted(
    problem_set: ProblemSet,
    user_ids: Sequence[int] | None = None,
    seen_as: Callable[[Submission], Submission] = lambda submission: submission,
) -> list[SetResult]:
    """What results come to, unsaved: of all students or of some. Needs the set's rule sheet.

    ``seen_as`` shows submissions as they might be.
    """
    places = {place.problem_id: place for place in problem_set.problems.all()}
    extensions = {one.user_id: one for one in problem_set.extensions.all()}
    return [
        _result(
            problem_set,
            places[problem_id],
            user_id,
            submissions,
            deadline_with(problem_set, extensions.get(user_id)),
        )
        for (user_id, problem_id), submissions in _cells(problem_set, user_ids, seen_as).items()
        if problem_id in places
    ]


def set_results_refresh(set_id: int, user_ids: Sequence[int] | None = None) -> None:
    """Count results of a set anew: all, or those of some students.

    After a change of its deadlines, penalty, points or extensions.
    """
    problem_set = ProblemSet.objects.select_related("assignment_rules").filter(pk=set_id).first()
    if problem_set is None or problem_set.is_contest:
        return
    with transaction.atomic():
        kept = SetResult.objects.select_for_update().filter(problem_set=problem_set)
        list((kept if user_ids is None else kept.filter(user__in=user_ids)).order_by("id"))
        _save(results_counted(problem_set, user_ids))


def _cells(
    problem_set: ProblemSet,
    user_ids: Sequence[int] | None,
    seen_as: Callable[[Submission], Submission],
) -> Mapping[tuple[int, int], list[Submission]]:
    """What was judged, by user and problem."""
    judged = _judged(problem_set)
    if user_ids is not None:
        judged = judged.filter(user__in=user_ids)
    cells: dict[tuple[int, int], list[Submission]] = defaultdict(list)
    for submission in judged:
        cells[submission.user_id, submission.problem_id].append(seen_as(submission))
    return cells


def _judged(problem_set: ProblemSet) -> QuerySet[Submission]:
    final = Submission.objects.filter(problem_set=problem_set, verdict__isnull=False)
    return final.exclude(verdict=Verdict.JUDGING_ERROR).defer("source").order_by("id")


def _result(
    problem_set: ProblemSet,
    place: SetProblem,
    user_id: int,
    judged: Iterable[Submission],
    deadline: Deadline,
) -> SetResult:
    best = SetResult(problem_set=problem_set, set_problem=place, user_id=user_id)
    for submission in judged:
        is_accepted = submission.verdict == Verdict.ACCEPTED
        days = days_late(submitted_at=submission.created_at, due_at=deadline.due_at)
        penalty = late_penalty_percent(
            days=days, percent_per_day=problem_set.assignment_rules.late_penalty_percent
        )
        points = points_of(
            points=place.points,
            is_accepted=is_accepted,
            score=submission.score,
            max_score=submission.max_score,
            penalty_percent=penalty,
        )
        best.is_solved = best.is_solved or is_accepted
        if best.submission is None or points > best.points:
            best.submission, best.points = submission, points
            best.days_late, best.penalty_percent = days, penalty
    return best


def _save(results: Sequence[SetResult]) -> None:
    SetResult.objects.bulk_create(
        results,
        update_conflicts=True,
        unique_fields=list(KEY),
        update_fields=list(FIGURES),
        batch_size=500,
    )
