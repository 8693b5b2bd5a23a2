"""The points of one test case: what its group gives, or its validator wrote. Pure."""

import re

from judging.packages.test_groups import TestGroup
from judging.verdicts import Verdict

DIGITS = 9
"""Points are rounded to as many decimals, so that a third three times is the whole."""

_NUMBER = re.compile(r"[+-]?(\d*\.\d+|\d+\.|\d+)([eE][+-]?\d+)?")
_MAX_POINTS = 1e12


class ScoreError(ValueError):
    """The package's validator, grader or groups gave points that its rules don't allow."""


def case_score(
    group: TestGroup | None, verdict: Verdict, *, points: str | None, factor: str | None
) -> float | None:
    """The points of one test case that is directly in ``group``; None where it has none of its own.

    ``points`` and ``factor`` are what the validator wrote (``score.txt`` and
    ``score_multiplier.txt``), None: nothing. Raises ScoreError.
    """
    if group is None:
        return None
    if group.score_files == "ignored":
        points = factor = None
    elif verdict is not Verdict.ACCEPTED or group.score_files == "forbidden":
        if group.score_files != "allowed" and (points is not None or factor is not None):
            why = "of a rejected output" if group.score_files != "forbidden" else "in this group"
            raise ScoreError(f"the validator gave points {why}, where there are none")
        points = factor = None
    if points is not None and factor is not None:
        raise ScoreError("the validator wrote both score.txt and score_multiplier.txt")
    if factor is not None and group.score_files != "allowed":
        return _multiplied(group, factor)
    if points is not None:
        return _within_bounds(group, _number(points, "score.txt"))
    if verdict is not Verdict.ACCEPTED:
        return _own(group, group.reject_score)
    if group.accept_score is None:
        raise ScoreError("the validator accepted without writing score.txt, which this group needs")
    return _own(group, group.accept_score)


def _own(group: TestGroup, score: float) -> float | None:
    """Where the worst or best test case decides, a single one has no points of its own; nor
    has any where there are none to be had."""
    is_worth_some = group.accept_score != 0 or group.reject_score != 0
    adds_up = group.score_rule in {"sum", "avg"} and group.grader_args is None
    return score if is_worth_some and adds_up else None


def _number(text: str, file_name: str) -> float:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise ScoreError(f"{file_name} holds {text[:50]!r}, which is no number")
    value = float(text)
    if not 0 <= value <= _MAX_POINTS:
        raise ScoreError(f"{file_name} holds {text[:50]}: points are from 0 to {_MAX_POINTS:.0f}")
    return value


def _multiplied(group: TestGroup, factor: str) -> float:
    value = _number(factor, "score_multiplier.txt")
    if group.accept_score is None or value > 1:
        raise ScoreError(
            f"score_multiplier.txt holds {value:g}: it is a factor from 0 to 1 of the maximum"
        )
    return round(value * group.accept_score, DIGITS)


def _within_bounds(group: TestGroup, score: float) -> float:
    bound = group.accept_score
    if group.score_files != "bounded" or bound is None or score <= bound:
        return score
    if round(score - bound, 6) > 0:
        raise ScoreError(f"score.txt holds {score:g}; this test case has at most {bound:g} points")
    return bound
