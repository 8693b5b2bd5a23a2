"""From outcomes to verdicts."""

import pytest

from judging import grading
from judging.contract import RunReport
from judging.sandbox.fake import outcome
from judging.sandbox.protocol import Outcome, StopReason
from judging.verdicts import Verdict

LIMIT_MS = 1000


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (outcome(), None),
        (outcome(cpu_time_ms=LIMIT_MS), None),
        (outcome(cpu_time_ms=LIMIT_MS + 1), Verdict.TIME_LIMIT),
        (outcome(stop=StopReason.CPU_TIME), Verdict.TIME_LIMIT),
        (outcome(stop=StopReason.WALL_TIME), Verdict.WALL_TIME_LIMIT),
        (outcome(stop=StopReason.MEMORY), Verdict.MEMORY_LIMIT),
        (outcome(stop=StopReason.OUTPUT), Verdict.OUTPUT_LIMIT),
        (outcome(stdout_truncated=True), Verdict.OUTPUT_LIMIT),
        (outcome(exit_code=1), Verdict.RUN_TIME_ERROR),
        (outcome(exit_code=42), Verdict.RUN_TIME_ERROR),
        (outcome(stop=StopReason.SIGNALED, signal=11), Verdict.RUN_TIME_ERROR),
        (outcome(exit_code=1, cpu_time_ms=LIMIT_MS + 1), Verdict.TIME_LIMIT),
        (outcome(exit_code=1, stderr=b"x: NoMemory here\n"), Verdict.MEMORY_LIMIT),
        (outcome(exit_code=0, stderr=b"NoMemory"), None),
    ],
)
def test_what_the_program_did_wrong(seen: Outcome, verdict: Verdict | None) -> None:
    found = grading.program_fault(seen, cpu_time_ms=LIMIT_MS, memory_errors=("NoMemory",))

    assert found is verdict


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (outcome(), None),
        (outcome(exit_code=1), Verdict.COMPILE_ERROR),
        (outcome(stop=StopReason.SIGNALED, signal=6), Verdict.COMPILE_ERROR),
        (outcome(stop=StopReason.MEMORY), Verdict.COMPILE_ERROR),
        (outcome(stop=StopReason.OUTPUT), Verdict.COMPILE_ERROR),
        (outcome(stop=StopReason.CPU_TIME), Verdict.COMPILE_TIME_LIMIT),
        (outcome(stop=StopReason.WALL_TIME), Verdict.COMPILE_TIME_LIMIT),
    ],
)
def test_what_came_of_compiling(seen: Outcome, verdict: Verdict | None) -> None:
    assert grading.compile_fault(seen) is verdict


@pytest.mark.parametrize(
    ("runs", "verdict"),
    [
        ("AC AC", "AC"),
        ("AC WA TLE", "WA"),
        ("RTE AC", "RTE"),
        ("", "AC"),
    ],
)
def test_a_judgement_is_its_first_run_not_accepted(runs: str, verdict: str) -> None:
    reports = [
        RunReport(
            ordinal=ordinal,
            test_case=f"secret/{ordinal}",
            verdict=Verdict(word),
            cpu_time_ms=0,
            wall_time_ms=0,
            memory_kib=0,
        )
        for ordinal, word in enumerate(runs.split(), start=1)
    ]

    assert grading.judgement_verdict(reports) == verdict
