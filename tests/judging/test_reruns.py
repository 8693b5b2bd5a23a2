"""Runs that were a little too slow get a second one, and nothing else does."""

import pytest

from judging.contract import RunReport
from judging.reruns import Reruns
from judging.verdicts import Verdict

LIMIT_MS = 1_000


def report(verdict: Verdict, cpu_time_ms: int, exit_code: int | None = 0) -> RunReport:
    return RunReport(
        ordinal=1,
        test_case="secret/1",
        verdict=verdict,
        cpu_time_ms=cpu_time_ms,
        wall_time_ms=cpu_time_ms,
        memory_kib=1,
        exit_code=exit_code,
    )


STOPPED = report(Verdict.TIME_LIMIT, 1_103, exit_code=None)
SLOW = report(Verdict.TIME_LIMIT, 1_050)
SLOWER = report(Verdict.TIME_LIMIT, 1_060)
IN_TIME = report(Verdict.ACCEPTED, 990)
WRONG_IN_TIME = report(Verdict.WRONG_ANSWER, 980)


class Script:
    def __init__(self, *reports: RunReport) -> None:
        self._reports = list(reports)
        self.runs = 0

    def __call__(self) -> RunReport:
        self.runs += 1
        return self._reports[self.runs - 1]


def test_a_program_may_run_a_tenth_longer_than_it_is_allowed() -> None:
    assert Reruns().run_time_ms(LIMIT_MS) == 1_100
    assert Reruns(is_on=False).run_time_ms(LIMIT_MS) == LIMIT_MS


@pytest.mark.parametrize("second", [IN_TIME, WRONG_IN_TIME], ids=lambda one: str(one.verdict))
def test_a_second_run_in_time_counts(second: RunReport) -> None:
    kept = Reruns().lesser(Script(SLOW, second))

    assert kept == second.model_copy(update={"attempts": 2})


@pytest.mark.parametrize("both", [(SLOW, SLOWER), (SLOWER, SLOW)])
def test_of_two_slow_runs_the_faster_is_told(both: tuple[RunReport, RunReport]) -> None:
    kept = Reruns().lesser(Script(*both))

    assert (kept.verdict, kept.cpu_time_ms, kept.attempts) == (Verdict.TIME_LIMIT, 1_050, 2)


@pytest.mark.parametrize(
    "only",
    [STOPPED, IN_TIME, report(Verdict.RUN_TIME_ERROR, 999, 1), report(Verdict.WALL_TIME_LIMIT, 5)],
    ids=lambda one: str(one.verdict),
)
def test_what_is_no_matter_of_luck_is_run_once(only: RunReport) -> None:
    script = Script(only)

    kept = Reruns().lesser(script)

    assert (kept, script.runs, kept.attempts) == (only, 1, 1)


def test_a_submission_that_was_slow_twice_gets_no_other_chance() -> None:
    reruns = Reruns()
    reruns.lesser(Script(SLOW, SLOWER))
    script = Script(SLOW)

    kept = reruns.lesser(script)

    assert (kept, script.runs) == (SLOW, 1)


def test_a_submission_that_was_in_time_after_all_keeps_its_chance() -> None:
    reruns = Reruns()
    reruns.lesser(Script(SLOW, IN_TIME))

    assert reruns.lesser(Script(SLOW, IN_TIME)).verdict is Verdict.ACCEPTED


def test_nothing_is_run_again_where_it_is_off() -> None:
    script = Script(SLOW)

    assert Reruns(is_on=False).lesser(script) == SLOW
    assert script.runs == 1
