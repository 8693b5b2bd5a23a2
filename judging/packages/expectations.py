"""Whether judging an example submission brought what its package says. Pure.

Packages speak of four words (AC, WA, TLE, RTE) where this site has more verdicts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from judging.contract import JudgeReport, RunReport
from judging.packages.globs import is_matched, is_matched_itself
from judging.packages.source import Expectation, ExpectationRule, Grading
from judging.verdicts import Verdict

_WORDS: dict[Verdict, frozenset[str]] = {
    Verdict.ACCEPTED: frozenset({"AC"}),
    Verdict.WRONG_ANSWER: frozenset({"WA"}),
    Verdict.TIME_LIMIT: frozenset({"TLE"}),
    Verdict.WALL_TIME_LIMIT: frozenset({"TLE"}),
    Verdict.MEMORY_LIMIT: frozenset({"RTE", "MLE"}),
    # Judges differ in whether too much output crashes a program, makes its answer wrong, or is
    # dropped until its time is up.
    Verdict.OUTPUT_LIMIT: frozenset({"RTE", "WA", "TLE", "OLE"}),
    Verdict.RUN_TIME_ERROR: frozenset({"RTE"}),
    Verdict.COMPILE_ERROR: frozenset({"CE"}),
    Verdict.COMPILE_TIME_LIMIT: frozenset({"CE"}),
    Verdict.JUDGING_ERROR: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Points:
    """The points in question."""

    scores: tuple[float, ...] = ()
    best: float | None = None
    """None: not known, or without a bound."""


def is_met_by(
    expectation: Expectation, report: JudgeReport, grading: Grading | None = None
) -> bool:
    """Whether a whole report is as expected, on the test cases that the expectation is about."""
    grading = grading or Grading()
    runs = runs_in_question(expectation, report)
    points = Points(
        scores=_scores_in_question(expectation, report),
        best=0.0 if grading.prefers_less else grading.max_score,
    )
    if report.runs and not runs:
        # What was not run because its required groups failed counts as rejected.
        return report.verdict is not Verdict.JUDGING_ERROR and (
            not expectation.any_of
            or any(_allows_no_run(rule, points) for rule in expectation.any_of)
        )
    return is_met(expectation, report.verdict, [run.verdict for run in runs], points) and (
        not expectation.message or any(expectation.message in run.judge_message for run in runs)
    )


def runs_in_question(expectation: Expectation, report: JudgeReport) -> tuple[RunReport, ...]:
    """The runs that an expectation is about."""
    if expectation.test_cases is None:
        return report.runs
    patterns = expectation.test_cases
    return tuple(run for run in report.runs if is_matched(patterns, run.test_case))


def _scores_in_question(expectation: Expectation, report: JudgeReport) -> tuple[float, ...]:
    if report.score is None:
        return ()
    if expectation.test_cases is None:
        return (report.score,)
    scores = {"secret": report.score} | {group.name: group.score for group in report.groups}
    patterns = expectation.test_cases
    return tuple(score for name, score in scores.items() if is_matched_itself(patterns, name))


def is_met(
    expectation: Expectation,
    verdict: Verdict,
    runs: Sequence[Verdict],
    points: Points | None = None,
) -> bool:
    """Whether a judgement and the verdicts of its runs are as expected.

    A judging error never is. A submission that never ran counts as one run of its verdict.
    """
    if Verdict.JUDGING_ERROR in {verdict, *runs}:
        return False
    return not expectation.any_of or any(
        _holds(rule, verdict, runs or [verdict], points or Points()) for rule in expectation.any_of
    )


def _allows_no_run(rule: ExpectationRule, points: Points) -> bool:
    only_accepted = frozenset({"AC"})
    return only_accepted not in {rule.permitted, rule.required} and _has_score(rule, points)


def _has_score(rule: ExpectationRule, points: Points) -> bool:
    if rule.is_partial and any(_is_best(score, points) for score in points.scores):
        return False
    if rule.score is None:
        return True
    low, high = rule.score
    return bool(points.scores) and all(low <= score <= high for score in points.scores)


def _is_best(score: float, points: Points) -> bool:
    return points.best is not None and abs(score - points.best) < 1e-6


def _holds(
    rule: ExpectationRule, verdict: Verdict, runs: Sequence[Verdict], points: Points
) -> bool:
    if not _has_score(rule, points):
        return False
    if rule.permitted is not None and not all(_WORDS[run] & rule.permitted for run in runs):
        return False
    if rule.required is not None and not any(_WORDS[run] & rule.required for run in runs):
        return False
    return rule.final is None or bool(_WORDS[verdict] & rule.final)
