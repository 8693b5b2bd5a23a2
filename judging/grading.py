"""From what the sandbox saw to verdicts. Pure."""

import signal
from collections.abc import Iterable, Sequence

from judging.contract import RunReport
from judging.sandbox.protocol import Outcome, StopReason
from judging.verdicts import Verdict

VALIDATOR_ACCEPTS = 42
VALIDATOR_REJECTS = 43
"""Exit codes of the package format; any other says that the validator did not do its work."""

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


def validator_verdict(outcome: Outcome) -> Verdict:
    """What a package's own validator says. JE: it says nothing, for it failed."""
    words = {VALIDATOR_ACCEPTS: Verdict.ACCEPTED, VALIDATOR_REJECTS: Verdict.WRONG_ANSWER}
    if outcome.stop is not StopReason.EXITED or outcome.exit_code is None:
        return Verdict.JUDGING_ERROR
    return words.get(outcome.exit_code, Verdict.JUDGING_ERROR)


def interactive_verdict(
    program: Outcome,
    validator: Outcome,
    *,
    validator_was_first: bool,
    cpu_time_ms: int,
    memory_errors: Sequence[str] = (),
) -> Verdict:
    """Whose fault it was that a program and its interactor ended as they did.

    When one side ends, the other loses its partner and often fails in the wake. So the
    side that ended first is believed, but for two things: an interactor that had to be
    stopped is at fault in any case, and one that has accepted doesn't excuse a program
    that then breaks a limit or crashes by itself. ``validator_was_first``: it ended
    without knowing that the program had.
    """
    word = validator_verdict(validator)
    fault = program_fault(program, cpu_time_ms=cpu_time_ms, memory_errors=memory_errors)
    if validator.stop in _STOPPED:
        return Verdict.JUDGING_ERROR
    if validator_was_first:
        if word is not Verdict.ACCEPTED:
            return word
        excused = fault is Verdict.RUN_TIME_ERROR and _lost_its_partner(program)
        return Verdict.ACCEPTED if fault is None or excused else fault
    if fault is not None:
        return fault
    if word is Verdict.JUDGING_ERROR and _lost_its_partner(validator):
        return Verdict.WRONG_ANSWER
    return word


def _lost_its_partner(outcome: Outcome) -> bool:
    """Whether it failed because it wrote into a pipe that nobody read any more."""
    if outcome.stop is StopReason.SIGNALED:
        return outcome.signal == signal.SIGPIPE
    return any(words in outcome.stderr for words in (b"Broken pipe", b"BrokenPipe", b"EPIPE"))


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
