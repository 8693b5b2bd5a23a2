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


ACCEPTS = outcome(exit_code=42)
REJECTS = outcome(exit_code=43)
ENDLESS = outcome(stop=StopReason.CPU_TIME)
CRASHED = outcome(exit_code=1)
BROKEN_PIPE = outcome(stop=StopReason.SIGNALED, signal=13)
BROKEN_PIPE_IN_SHELL = outcome(exit_code=141)
BROKEN_PIPE_SAID = outcome(exit_code=1, stderr=b"BrokenPipeError: [Errno 32] Broken pipe\n")
FLOOD = outcome(stop=StopReason.OUTPUT)
SILENT = outcome(stop=StopReason.WALL_TIME)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (ACCEPTS, Verdict.ACCEPTED),
        (REJECTS, Verdict.WRONG_ANSWER),
        (outcome(exit_code=0), Verdict.JUDGING_ERROR),
        (outcome(exit_code=1), Verdict.JUDGING_ERROR),
        (outcome(stop=StopReason.SIGNALED, signal=11), Verdict.JUDGING_ERROR),
        *((outcome(stop=stop), Verdict.JUDGING_ERROR) for stop in grading._STOPPED),
    ],
)
def test_what_a_validator_says(seen: Outcome, verdict: Verdict) -> None:
    assert grading.validator_verdict(seen) is verdict


@pytest.mark.parametrize(
    ("program", "validator", "validator_was_first", "verdict"),
    [
        pytest.param(outcome(), ACCEPTS, False, "AC", id="both end well"),
        pytest.param(outcome(), ACCEPTS, True, "AC", id="accepted, then the program ends"),
        pytest.param(outcome(), REJECTS, False, "WA", id="program leaves early"),
        pytest.param(outcome(), REJECTS, True, "WA", id="rejected"),
        pytest.param(CRASHED, REJECTS, False, "RTE", id="program crashes"),
        pytest.param(CRASHED, ACCEPTS, False, "RTE", id="right answer, then a crash"),
        pytest.param(CRASHED, REJECTS, True, "WA", id="rejected, and the program minds"),
        pytest.param(CRASHED, ACCEPTS, True, "RTE", id="accepted, then a crash of its own"),
        pytest.param(BROKEN_PIPE, ACCEPTS, True, "AC", id="accepted, then a word too much"),
        pytest.param(BROKEN_PIPE_SAID, ACCEPTS, True, "AC", id="the same, as an exception"),
        pytest.param(BROKEN_PIPE, REJECTS, True, "WA", id="rejected while it writes"),
        pytest.param(BROKEN_PIPE, REJECTS, False, "RTE", id="kills itself with SIGPIPE"),
        pytest.param(SILENT, REJECTS, False, "WTL", id="both silent"),
        pytest.param(SILENT, CRASHED, False, "WTL", id="both silent, clumsy interactor"),
        pytest.param(SILENT, REJECTS, True, "WA", id="rejected, program goes on"),
        pytest.param(SILENT, ACCEPTS, True, "WTL", id="accepted, program never ends"),
        pytest.param(ENDLESS, REJECTS, False, "TLE", id="program over its time"),
        pytest.param(ENDLESS, REJECTS, True, "WA", id="rejected, program computes on"),
        pytest.param(ENDLESS, ACCEPTS, True, "TLE", id="accepted, program computes on"),
        pytest.param(outcome(stop=StopReason.MEMORY), REJECTS, False, "MLE", id="program's memory"),
        pytest.param(outcome(), CRASHED, True, "JE", id="interactor crashes"),
        pytest.param(CRASHED, CRASHED, True, "JE", id="interactor crashes, program in its wake"),
        pytest.param(BROKEN_PIPE, CRASHED, True, "JE", id="interactor crashes under a writer"),
        pytest.param(outcome(), CRASHED, False, "JE", id="interactor can't take the end"),
        pytest.param(CRASHED, CRASHED, False, "RTE", id="program crashes, interactor in its wake"),
        pytest.param(outcome(), BROKEN_PIPE, False, "WA", id="interactor talks to nobody"),
        pytest.param(outcome(), BROKEN_PIPE_SAID, False, "WA", id="the same, as an exception"),
        pytest.param(outcome(), BROKEN_PIPE_IN_SHELL, False, "WA", id="the same, below a shell"),
        pytest.param(CRASHED, BROKEN_PIPE_IN_SHELL, False, "RTE", id="below a shell, in its wake"),
        pytest.param(outcome(), BROKEN_PIPE_IN_SHELL, True, "JE", id="below a shell, by itself"),
        pytest.param(BROKEN_PIPE_IN_SHELL, ACCEPTS, True, "RTE", id="a program's own exit code"),
        pytest.param(outcome(), BROKEN_PIPE, True, "JE", id="interactor kills itself"),
        pytest.param(SILENT, ENDLESS, False, "JE", id="interactor over its time"),
        pytest.param(outcome(), SILENT, False, "JE", id="interactor never ends"),
        pytest.param(CRASHED, ENDLESS, False, "JE", id="program crashes, interactor never ends"),
        pytest.param(outcome(), outcome(stop=StopReason.MEMORY), True, "JE", id="its memory"),
        pytest.param(FLOOD, ACCEPTS, False, "OLE", id="program floods"),
        pytest.param(FLOOD, ACCEPTS, True, "OLE", id="accepted, in the flood"),
        pytest.param(FLOOD, REJECTS, True, "WA", id="rejected, in the flood"),
        pytest.param(FLOOD, CRASHED, True, "OLE", id="interactor chokes on the flood"),
        pytest.param(FLOOD, ENDLESS, True, "OLE", id="interactor reads until its own time is up"),
        pytest.param(FLOOD, outcome(stop=StopReason.MEMORY), True, "OLE", id="it drowns"),
    ],
)
def test_who_is_to_blame_for_the_end_of_a_talk(
    program: Outcome, validator: Outcome, validator_was_first: bool, verdict: str
) -> None:
    found = grading.interactive_verdict(
        program, validator, validator_was_first=validator_was_first, cpu_time_ms=LIMIT_MS
    )

    assert found == verdict
