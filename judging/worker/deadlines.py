"""How long each step of a job may take before its worker is thought to hang."""

from judging.languages import UnknownLanguageError, language_table
from judging.limits import Limits, wall_time_ms_for
from judging.sandbox.starving import longest_ms

FETCH_S = 180.0
"""For a test package from the store, the wait for another worker's fetch included."""

REPORT_S = 120.0
"""For the broker to take the report; an outage may last so long."""

CHECK_S = 1_800.0
"""For a whole package check: it judges many submissions on many test cases."""

SLACK_S = 15.0
"""For the sandbox and a busy host, beside what a program may use."""


def step_s(language_id: str, limits: Limits, *, passes: int = 1) -> float:
    """The longest time between two news of a job: one compilation, or one test case's run with
    its check, ``passes`` times at most.

    All of it may be done twice (reruns.py), but for the check of the run that was too slow.
    """
    # A validator of the package's own is compiled under the site's limits.
    compile_ms = wall_time_ms_for(max(limits.compile_time_ms, Limits().compile_time_ms))
    run_ms = longest_ms(_run_wall_time_ms(language_id, limits))
    check_ms = wall_time_ms_for(limits.validation_time_ms)
    case_ms = 2 * passes * run_ms + (2 * passes - 1) * check_ms
    return max(compile_ms, case_ms) / 1000 + SLACK_S


def _run_wall_time_ms(language_id: str, limits: Limits) -> int:
    try:
        cpu_time_ms = language_table().get(language_id).cpu_time_ms(limits)
    except UnknownLanguageError:
        # The runner reports it at once.
        cpu_time_ms = limits.cpu_time_ms
    return max(limits.wall_time_ms or 0, wall_time_ms_for(cpu_time_ms))
