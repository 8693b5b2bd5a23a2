"""Attempts in few words."""

from typing import Any

from hypothesis import strategies as st

from contests.scoring.formats import FORMATS
from contests.scoring.values import Attempt, ProblemRule, Rules
from judging.verdicts import Verdict

AC, WA, CE, JE = (
    Verdict.ACCEPTED,
    Verdict.WRONG_ANSWER,
    Verdict.COMPILE_ERROR,
    Verdict.JUDGING_ERROR,
)


def rules(contest_format: str = "icpc", *, problems: int = 3, **fields: Any) -> Rules:
    ordinals = range(1, problems + 1)
    return Rules(format=contest_format, problems=tuple(map(ProblemRule, ordinals)), **fields)


def attempt(
    number: int,
    minute: float,
    verdict: Verdict | None,
    *,
    problem: int = 1,
    entry: int = 1,
    **fields: Any,
) -> Attempt:
    return Attempt(
        id=number,
        entry_id=entry,
        problem=problem,
        submitted_at_ms=int(minute * 60_000),
        verdict=verdict,
        **fields,
    )


@st.composite
def contests(draw: st.DrawFn) -> tuple[Rules, list[Attempt]]:
    """Any contest of few entries, whose attempts lie close together, so that ties are many."""
    scored = st.sampled_from([None, 10.0, 30.0])
    problem_rules = [
        ProblemRule(ordinal, draw(st.sampled_from([1.0, 100.0])), draw(scored))
        for ordinal in range(1, 4)
    ]
    contest_rules = Rules(
        format=draw(st.sampled_from(sorted(FORMATS))),
        problems=tuple(problem_rules),
        penalty_minutes=draw(st.sampled_from([0, 5, 20])),
        counts_compile_errors=draw(st.booleans()),
        hidden_from_ms=draw(st.sampled_from([None, 0, 120_000])),
    )
    minutes = st.integers(0, 4).map(float)
    count = draw(st.integers(0, 14))
    return contest_rules, [_any_attempt(draw, n, minutes, problem_rules) for n in range(count)]


def _any_attempt(
    draw: st.DrawFn, number: int, minutes: st.SearchStrategy[float], problems: list[ProblemRule]
) -> Attempt:
    problem = draw(st.sampled_from(problems))
    verdict = draw(st.sampled_from([None, AC, AC, WA, CE, JE]))
    parts = [0.0, 1.0, 3.0, 5.0]
    groups = {}
    if problem.max_score is not None and verdict in {AC, WA}:
        groups = {name: draw(st.sampled_from(parts)) for name in ("1", "2")}
    return attempt(
        number,
        draw(minutes),
        verdict,
        problem=problem.ordinal,
        entry=draw(st.integers(1, 4)),
        score=sum(groups.values()) if groups else None,
        groups=groups,
    )
