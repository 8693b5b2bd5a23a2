"""From what the sandbox saw to verdicts. Pure."""

import re
import signal
from collections.abc import Iterable, Sequence
from typing import Literal

from judging.contract import RunReport
from judging.sandbox.protocol import Outcome, StopReason
from judging.verdicts import Verdict

VALIDATOR_ACCEPTS = 42
VALIDATOR_REJECTS = 43
"""Exit codes of the package format; any other says that the validator did not do its work."""

_BROKEN_PIPE_IN_SHELL = 128 + signal.SIGPIPE
"""With which a package's ``run`` script ends where that signal ended the interactor that it
started: the shell reports it so."""

TESTLIB_FAILS = 3
TESTLIB_POINTS = 7
_TESTLIB_VERDICTS = {
    0: Verdict.ACCEPTED,
    1: Verdict.WRONG_ANSWER,
    2: Verdict.WRONG_ANSWER,
    4: Verdict.WRONG_ANSWER,
    TESTLIB_POINTS: Verdict.ACCEPTED,
    8: Verdict.WRONG_ANSWER,
}
"""Testlib's exit codes: ok, wrong answer, presentation error, dirt, points, unexpected end."""
_TESTLIB_POINTS = re.compile(rb"points ([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?:\s|$)")
_TESTLIB_PARTIAL = b"partially correct ("

ValidatorProtocol = Literal["icpc", "testlib"]

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


def validator_exit_codes(protocol: ValidatorProtocol) -> frozenset[int]:
    """With which of them a validator has done its work."""
    if protocol == "testlib":
        return frozenset(_TESTLIB_VERDICTS)
    return frozenset({VALIDATOR_ACCEPTS, VALIDATOR_REJECTS})


def validator_verdict(outcome: Outcome, protocol: ValidatorProtocol = "icpc") -> Verdict:
    """What a package's own validator says. JE: it says nothing, for it failed."""
    if outcome.stop is not StopReason.EXITED or outcome.exit_code is None:
        return Verdict.JUDGING_ERROR
    if protocol == "testlib":
        return _testlib_verdict(outcome, outcome.exit_code)
    words = {VALIDATOR_ACCEPTS: Verdict.ACCEPTED, VALIDATOR_REJECTS: Verdict.WRONG_ANSWER}
    return words.get(outcome.exit_code, Verdict.JUDGING_ERROR)


def _testlib_verdict(outcome: Outcome, exit_code: int) -> Verdict:
    # The exit code of "partially correct" is the part itself, so only the words tell it.
    if outcome.stderr.startswith(_TESTLIB_PARTIAL):
        return Verdict.WRONG_ANSWER
    points = testlib_points(outcome)
    if points is not None and float(points) <= 0:
        return Verdict.WRONG_ANSWER
    return _TESTLIB_VERDICTS.get(exit_code, Verdict.JUDGING_ERROR)


def testlib_points(outcome: Outcome) -> str | None:
    """The points that a testlib checker gave; None where it gave a verdict alone."""
    found = _TESTLIB_POINTS.match(outcome.stderr)
    return found[1].decode() if found and outcome.exit_code == TESTLIB_POINTS else None


def interactive_verdict(
    program: Outcome,
    validator: Outcome,
    *,
    validator_was_first: bool,
    cpu_time_ms: int,
    memory_errors: Sequence[str] = (),
    protocol: ValidatorProtocol = "icpc",
) -> Verdict:
    """Whose fault it was that a program and its interactor ended as they did.

    When one side ends, the other loses its partner and often fails in the wake. So the
    side that ended first is believed, but for three things: an interactor that had to be
    stopped is at fault in any case, unless it drowned in what the program wrote; and one
    that has accepted doesn't excuse a program that then breaks a limit or crashes by itself.
    ``validator_was_first``: it ended without knowing that the program had.
    """
    word = validator_verdict(validator, protocol)
    fault = program_fault(program, cpu_time_ms=cpu_time_ms, memory_errors=memory_errors)
    if program.stop is StopReason.OUTPUT and not (
        validator_was_first and word is Verdict.WRONG_ANSWER
    ):
        return Verdict.OUTPUT_LIMIT
    if validator.stop in _STOPPED:
        return Verdict.JUDGING_ERROR
    if validator_was_first:
        if word is not Verdict.ACCEPTED:
            return word
        excused = fault is Verdict.RUN_TIME_ERROR and _lost_its_partner(program)
        return Verdict.ACCEPTED if fault is None or excused else fault
    if fault is not None:
        return fault
    if word is Verdict.JUDGING_ERROR and (
        _lost_its_partner(validator) or validator.exit_code == _BROKEN_PIPE_IN_SHELL
    ):
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
