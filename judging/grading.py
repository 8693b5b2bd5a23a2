"""From what the sandbox saw to verdicts. Pure."""

from collections.abc import Iterable, Sequence

from judging.contract import RunReport
from judging.sandbox.protocol import Outcome, StopReason
from judging.verdicts import Verdict

_STOPPED = {
    StopReason.CPU_TIME: Verdict.TIME_LIMIT,
    StopReason.WALL_TIME: Verdict.WALL_TIME_LIMIT,
    StopReason.MEMORY: Verdict.MEMORY_LIMIT,
    StopReason.OUTPUT: Verdict.OUTPUT_LIMIT,
}


def program_fault(
    outcome: Outcome, *, cpu_time_ms: int, memory_errors: Sequence[str] = ()
) -> Verdict | None:
    """What the program itself did wrong; None where its output is still to be validated.

    ``cpu_time_ms`` is the time limit; a program that ended by itself but later than that
    is too slow all the same. ``memory_errors`` are the texts by which the language's
    runtime says that memory ran out before the sandbox saw it.
    """
    if outcome.stop in _STOPPED:
        return _STOPPED[outcome.stop]
    if outcome.cpu_time_ms > cpu_time_ms:
        return Verdict.TIME_LIMIT
    if outcome.stop is StopReason.SIGNALED or outcome.exit_code != 0:
        said = outcome.stderr.decode("utf-8", "replace")
        if any(text in said for text in memory_errors):
            return Verdict.MEMORY_LIMIT
        return Verdict.RUN_TIME_ERROR
    return Verdict.OUTPUT_LIMIT if outcome.stdout_truncated else None


def compile_fault(outcome: Outcome) -> Verdict | None:
    """What came of compiling; None where there is a program."""
    if outcome.stop in {StopReason.CPU_TIME, StopReason.WALL_TIME}:
        return Verdict.COMPILE_TIME_LIMIT
    if outcome.stop is not StopReason.EXITED or outcome.exit_code != 0:
        return Verdict.COMPILE_ERROR
    return None


def judgement_verdict(runs: Iterable[RunReport]) -> Verdict:
    """That of the first run, in judging order, that was not accepted."""
    rejected = (run.verdict for run in runs if run.verdict is not Verdict.ACCEPTED)
    return next(rejected, Verdict.ACCEPTED)
