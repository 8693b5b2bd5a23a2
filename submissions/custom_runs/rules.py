"""Decisions about custom runs that need no database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from common.errors import InvalidInputError, TooLargeError
from judging.contract_runs import MAX_RUN_BYTES, MAX_RUN_INPUTS, RunInput
from judging.limits import Limits, wall_time_ms_for

MAX_CPU_TIME_MS = 10_000
MAX_WALL_TIME_MS = 15_000
MAX_COMPILE_TIME_MS = 20_000
"""A trial has at most so long, even for a problem that gives more: somebody waits."""

PATIENCE_S = 60
"""A run that nobody answered by then is given up: it is cheap to try again."""

KEPT = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One input as a person asks for it: the name of a sample, or a text."""

    sample: str | None = None
    text: str | None = None
    expected: str | None = None


def inputs_check(
    trials: Sequence[Trial],
    *,
    samples: Collection[str],
    is_interactive: bool,
    takes_answers: bool = False,
) -> list[RunInput]:
    """The inputs for the judge. Raises InvalidInputError or TooLargeError, naming the input."""
    if takes_answers:
        message = "This problem takes answers and no program: there is nothing to run."
        raise _invalid("problem", message, "nothing_to_run")
    if not 1 <= len(trials) <= MAX_RUN_INPUTS:
        raise _invalid("inputs", f"Give 1 to {MAX_RUN_INPUTS} inputs.", "input_count")
    inputs = [
        _input(trial, f"inputs.{place}", samples, is_interactive)
        for place, trial in enumerate(trials)
    ]
    total_bytes = sum(
        len(one.stdin.encode()) + len((one.expected or "").encode()) for one in inputs
    )
    if total_bytes > MAX_RUN_BYTES:
        raise TooLargeError(
            f"The inputs and expected outputs have {total_bytes} bytes together; "
            f"at most {MAX_RUN_BYTES} are allowed.",
            code="inputs_too_large",
            fields={"inputs": [f"at most {MAX_RUN_BYTES} bytes"]},
        )
    return inputs


def _input(trial: Trial, place: str, samples: Collection[str], is_interactive: bool) -> RunInput:
    if (trial.sample is None) == (trial.text is None):
        raise _invalid(place, "An input is either a sample or a text.", "input_unclear")
    if trial.sample is not None:
        if trial.expected is not None:
            message = "A sample has its own expected output."
            raise _invalid(f"{place}.expected", message, "input_unclear")
        if trial.sample not in samples:
            known = ", ".join(sorted(samples)) or "none"
            message = f"There is no sample {trial.sample!r}; there are: {known}."
            raise _invalid(f"{place}.sample", message, "sample_unknown")
        return RunInput(sample=f"sample/{trial.sample}")
    if is_interactive:
        message = (
            "This problem is interactive: its interactor plays the samples, "
            "and an input of your own has nobody to talk to. Run the samples."
        )
        raise _invalid(place, message, "interactive_takes_samples")
    for name, text in (("input", trial.text), ("expected", trial.expected)):
        if text is not None and not _is_text(text):
            message = "It holds characters that are no text: use UTF-8 without NUL."
            raise _invalid(f"{place}.{name}", message, "input_not_text")
    return RunInput(stdin=trial.text or "", expected=trial.expected)


def run_limits(limits: Limits) -> Limits:
    """The problem's limits, no longer than a trial may take."""
    wall_time_ms = limits.wall_time_ms or wall_time_ms_for(limits.cpu_time_ms)
    return limits.model_copy(
        update={
            "cpu_time_ms": min(limits.cpu_time_ms, MAX_CPU_TIME_MS),
            "wall_time_ms": min(wall_time_ms, MAX_WALL_TIME_MS),
            "compile_time_ms": min(limits.compile_time_ms, MAX_COMPILE_TIME_MS),
        }
    )


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _invalid(field: str, message: str, code: str) -> InvalidInputError:
    return InvalidInputError(message, code=code, fields={field: [message]})
