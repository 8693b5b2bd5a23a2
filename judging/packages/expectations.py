"""Whether judging an example submission brought what its package says. Pure.

Packages speak of four words (AC, WA, TLE, RTE) where this site has more verdicts.
"""

from collections.abc import Sequence

from judging.contract import JudgeReport, RunReport
from judging.packages.globs import is_matched
from judging.packages.source import Expectation, ExpectationRule
from judging.verdicts import Verdict

_WORDS: dict[Verdict, frozenset[str]] = {
    Verdict.ACCEPTED: frozenset({"AC"}),
    Verdict.WRONG_ANSWER: frozenset({"WA"}),
    Verdict.TIME_LIMIT: frozenset({"TLE"}),
    Verdict.WALL_TIME_LIMIT: frozenset({"TLE"}),
    Verdict.MEMORY_LIMIT: frozenset({"RTE", "MLE"}),
    # Judges differ in whether too much output crashes a program or makes its answer wrong.
    Verdict.OUTPUT_LIMIT: frozenset({"RTE", "WA", "OLE"}),
    Verdict.RUN_TIME_ERROR: frozenset({"RTE"}),
    Verdict.COMPILE_ERROR: frozenset({"CE"}),
    Verdict.COMPILE_TIME_LIMIT: frozenset({"CE"}),
    Verdict.JUDGING_ERROR: frozenset(),
}


def is_met_by(expectation: Expectation, report: JudgeReport) -> bool:
    """Whether a whole report is as expected, on the test cases that the expectation is about."""
    runs = runs_in_question(expectation, report)
    if report.runs and not runs:
        return report.verdict is not Verdict.JUDGING_ERROR
    return is_met(expectation, report.verdict, [run.verdict for run in runs]) and (
        not expectation.message or any(expectation.message in run.judge_message for run in runs)
    )


def runs_in_question(expectation: Expectation, report: JudgeReport) -> tuple[RunReport, ...]:
    """The runs that an expectation is about."""
    if expectation.test_cases is None:
        return report.runs
    patterns = expectation.test_cases
    return tuple(run for run in report.runs if is_matched(patterns, run.test_case))


def is_met(expectation: Expectation, verdict: Verdict, runs: Sequence[Verdict]) -> bool:
    """Whether a judgement and the verdicts of its runs are as expected.

    A judging error never is. A submission that never ran counts as one run of its verdict.
    """
    if Verdict.JUDGING_ERROR in {verdict, *runs}:
        return False
    return not expectation.any_of or any(
        _holds(rule, verdict, runs or [verdict]) for rule in expectation.any_of
    )


def _holds(rule: ExpectationRule, verdict: Verdict, runs: Sequence[Verdict]) -> bool:
    if rule.permitted is not None and not all(_WORDS[run] & rule.permitted for run in runs):
        return False
    if rule.required is not None and not any(_WORDS[run] & rule.required for run in runs):
        return False
    return rule.final is None or bool(_WORDS[verdict] & rule.final)
