"""Decisions about comments and overrides that need no database."""

from collections.abc import Mapping

from common.errors import InvalidInputError
from judging.verdicts import Verdict

COMMENT_MAX_CHARS = 5_000
REASON_MAX_CHARS = 2_000
MAX_COMMENTS = 200
"""On one submission."""


def comment_check(*, text: str, line: int, line_count: int) -> None:
    """Raise InvalidInputError where a comment says nothing or stands at no line."""
    _text_check(text, name="text", limit=COMMENT_MAX_CHARS)
    if not 1 <= line <= line_count:
        raise InvalidInputError(
            f"The source has lines 1 to {line_count}.",
            code="no_such_line",
            fields={"line": [f"1 to {line_count}"]},
        )


def override_check(
    *, verdict: Verdict | None, score: float | None, max_score: float | None, reason: str
) -> None:
    """Raise InvalidInputError where an override says nothing or what can't be."""
    _text_check(reason, name="reason", limit=REASON_MAX_CHARS)
    if verdict is None and score is None:
        raise InvalidInputError("Give a verdict, a score or both.")
    if verdict is Verdict.JUDGING_ERROR:
        raise InvalidInputError(
            "A judging error is the judge's own word: give another verdict.",
            fields={"verdict": ["must speak of the submission"]},
        )
    if score is None:
        return
    if max_score is None:
        raise InvalidInputError(
            "This problem has no points: give a verdict alone.",
            fields={"score": ["must be left out"]},
        )
    if not 0 <= score <= max_score:
        raise InvalidInputError(
            f"The score is 0 to {max_score:g}.", fields={"score": [f"0 to {max_score:g}"]}
        )


def groups_spread(score: float, max_scores: Mapping[str, float]) -> dict[str, float]:
    """An overriding score as points of subtasks, each with its share of its maximum; empty where
    nothing is known of any."""
    total = sum(max_scores.values())
    if not total:
        return {}
    return {name: score * max_score / total for name, max_score in max_scores.items()}


def _text_check(text: str, *, name: str, limit: int) -> None:
    if not text.strip() or len(text) > limit or "\x00" in text:
        raise InvalidInputError(
            f"The {name} has 1 to {limit} characters.", fields={name: [f"1 to {limit} characters"]}
        )
