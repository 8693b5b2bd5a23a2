"""Scores of assignments, added up."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Subquery

from common.ports import SetProgress
from contests.models import ProblemSet, ScoreAdjustment, SetProblem, VerdictPolicy
from courses.models import Membership, Role
from submissions.grades.models import SetResult
from submissions.models import Submission


@dataclass(kw_only=True)
class StudentScore:
    """One student's score in an assignment, adjustments included."""

    results: dict[int, SetResult] = field(default_factory=dict)
    """By the id of the problem's place."""
    adjustments: dict[int | None, ScoreAdjustment] = field(default_factory=dict)
    """By the id of the problem's place; None: of the total."""

    def points_at(self, place: SetProblem) -> float:
        """With the adjustment, never below zero, without the weight."""
        result, adjustment = self.results.get(place.pk), self.adjustments.get(place.pk)
        points = (result.points if result else 0.0) + (adjustment.points if adjustment else 0.0)
        return max(round(points, 4), 0.0)

    def total(self, places: Sequence[SetProblem]) -> float:
        adjustment = self.adjustments.get(None)
        total = sum(self.points_at(place) * place.weight for place in places)
        return max(round(total + (adjustment.points if adjustment else 0.0), 4), 0.0)


def max_total(places: Sequence[SetProblem]) -> float:
    return round(sum(place.points * place.weight for place in places), 4)


def scores_of(
    problem_set: ProblemSet, user_ids: Sequence[int] | None = None
) -> Mapping[int, StudentScore]:
    """By the student's id, of all who have handed something in or were given points.

    Two queries, however many students there are.
    """
    results = SetResult.objects.filter(problem_set=problem_set)
    adjustments = ScoreAdjustment.objects.filter(problem_set=problem_set, superseded_at=None)
    if user_ids is not None:
        results = results.filter(user__in=user_ids)
        adjustments = adjustments.filter(user__in=user_ids)
    scores: dict[int, StudentScore] = defaultdict(StudentScore)
    for result in results:
        scores[result.user_id].results[result.set_problem_id] = result
    for adjustment in adjustments:
        scores[adjustment.user_id].adjustments[adjustment.set_problem_id] = adjustment
    return scores


def totals_of_students(problem_set: ProblemSet, places: Sequence[SetProblem]) -> list[float]:
    """Each of the course's students' total, in no order that tells whose it is."""
    students = Membership.objects.filter(course=problem_set.course_id, role=Role.STUDENT)
    scores = scores_of(problem_set)
    user_ids = students.values_list("user_id", flat=True)
    return sorted(scores[one].total(places) if one in scores else 0.0 for one in user_ids)


def submission_counts(problem_set: ProblemSet, user_id: int) -> Mapping[int, int]:
    """How many submissions the student has handed in, by problem id."""
    own = Submission.objects.filter(problem_set=problem_set, user=user_id)
    counts = own.order_by().values("problem_id").annotate(count=Count("id"))
    return dict(counts.values_list("problem_id", "count"))


def set_progress_of(user_id: int, set_ids: Sequence[int]) -> Mapping[int, SetProgress]:
    """How far the student has come in each of the sets; two queries.

    What is solved is None where the set veils verdicts: see submissions.sight.
    """
    own = Submission.objects.filter(user=user_id, problem_set__in=set_ids)
    tried = own.order_by().values("problem_set_id").annotate(count=Count("problem", distinct=True))
    open_results = SetResult.objects.filter(
        user=user_id,
        problem_set__in=set_ids,
        problem_set__verdict_policy=VerdictPolicy.ALL,
        is_solved=True,
    )
    solved = open_results.order_by().values("problem_set_id").annotate(count=Count("id"))
    solved_counts = dict(solved.values_list("problem_set_id", "count"))
    return {
        set_id: SetProgress(tried=count, solved=solved_counts.get(set_id, 0))
        for set_id, count in tried.values_list("problem_set_id", "count")
    }


def set_finishers_of(set_id: int) -> Collection[int]:
    """Ids of those who have solved all problems of the set and know it; one query.

    Nobody where the set veils verdicts: to be left in peace would tell that all is solved.
    """
    problems = SetProblem.objects.filter(problem_set=set_id).order_by()
    solved = (
        SetResult.objects.filter(
            problem_set=set_id, problem_set__verdict_policy=VerdictPolicy.ALL, is_solved=True
        )
        .order_by()
        .values("user_id")
        .annotate(count=Count("id"))
    )
    all_of_them = problems.values("problem_set").annotate(count=Count("id")).values("count")
    return set(solved.filter(count=Subquery(all_of_them)).values_list("user_id", flat=True))
