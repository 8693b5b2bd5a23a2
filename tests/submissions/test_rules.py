"""The pure decisions about submissions."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError, TooManyRequestsError
from judging.verdicts import Stage
from submissions.rules import SILENCE_S, later_stage, lost_rows, rate_check, source_check
from submissions.sources import Source
from tests.factories import NOON


def check(source: str, language: str = "c17", limit_bytes: int = 20) -> int:
    return source_check(
        Source(source),
        language=language,
        allowed_languages=["c17", "java17"],
        limit_bytes=limit_bytes,
    )


def test_a_source_is_measured_in_bytes() -> None:
    assert check("// 한글") == 9


@pytest.mark.parametrize(
    ("source", "language", "code", "status"),
    [
        ("", "c17", "source_empty", 422),
        (" \n\t", "c17", "source_empty", 422),
        ("x" * 21, "c17", "source_too_large", 413),
        ("한" * 7, "c17", "source_too_large", 413),
        ("a\x00b", "c17", "source_not_text", 422),
        ("a\ud800b", "c17", "source_not_text", 422),
        ("x", "brainfuck", "language_not_allowed", 422),
    ],
)
def test_a_source_that_breaks_a_rule_is_refused_by_name(
    source: str, language: str, code: str, status: int
) -> None:
    with pytest.raises(DomainError) as caught:
        check(source, language)
    assert (caught.value.code, caught.value.status) == (code, status)


def wait_s(*seconds_ago: float) -> int:
    earlier = [NOON - timedelta(seconds=ago) for ago in seconds_ago]
    try:
        rate_check(earlier, now=NOON, per_minute=3, interval_ms=2_000)
    except TooManyRequestsError as error:
        return error.retry_after_s
    return 0


def test_requests_at_once_do_not_hinder_one_another() -> None:
    # given an earlier submission whose request looked at the clock a moment later
    earlier = [NOON + timedelta(milliseconds=5)]
    # then it costs no more than the interval
    rate_check(earlier, now=NOON, per_minute=3, interval_ms=0)


def test_the_rate_of_submissions() -> None:
    assert wait_s() == 0
    assert wait_s(0) == 2
    assert wait_s(1.5) == 1
    assert wait_s(2) == 0
    assert wait_s(2, 10, 59.5) == 1
    assert wait_s(2, 10, 60) == 0


def test_a_stage_goes_back_only_on_another_judgehost() -> None:
    assert later_stage(None, Stage.TAKEN, same_judgehost=False) is Stage.TAKEN
    assert later_stage("running", Stage.COMPILING, same_judgehost=True) is Stage.RUNNING
    assert later_stage("running", Stage.COMPILING, same_judgehost=False) is Stage.COMPILING


def lost(ages_s: dict[int, float], held: int) -> list[int]:
    signs = {key: NOON - timedelta(seconds=age) for key, age in ages_s.items()}
    return lost_rows(signs, now=NOON, unanswered=len(signs), held=held)


def test_nothing_is_lost_while_the_broker_holds_as_many_as_wait() -> None:
    assert lost({1: 900, 2: 800}, held=2) == []


def test_the_oldest_silent_rows_are_lost_as_many_as_the_broker_lacks() -> None:
    assert lost({1: 20, 2: 900, 3: 30}, held=1) == [2, 3]


def test_a_row_that_spoke_just_now_is_never_lost() -> None:
    assert lost({1: SILENCE_S - 1, 2: SILENCE_S}, held=0) == [2]


@given(st.dictionaries(st.integers(1, 50), st.floats(0, 1000)), st.integers(0, 60))
def test_never_more_are_sent_again_than_the_broker_lacks(
    ages_s: dict[int, float], held: int
) -> None:
    assert len(lost(ages_s, held)) <= max(0, len(ages_s) - held)
