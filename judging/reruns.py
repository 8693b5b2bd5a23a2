"""A second run for what was a little too slow: within 10 % of the CPU time limit.

The CPU time of one program spreads by some per cent from run to run, whatever else the host
does (docs/benchmarks.md). So a program is stopped at 110 % of its limit only, and one that ended
by itself between the limit and there is run again; the run of less CPU time counts, whole. What
was stopped there is no matter of luck: an endless program is never run again. Runs below the
limit aren't either, for less time would change nothing about them.
"""

import threading
from collections.abc import Callable

from judging.contract import RunReport
from judging.verdicts import Verdict

MARGIN_PER_CENT = 10


class Reruns:
    """Second runs of one submission. For several threads at once."""

    def __init__(self, *, is_on: bool = True) -> None:
        self._is_on = is_on
        self._lock = threading.Lock()
        self._is_spent = False

    def run_time_ms(self, limit_ms: int) -> int:
        """How much CPU time a run may take before it is stopped."""
        return limit_ms + limit_ms * MARGIN_PER_CENT // 100 if self._is_on else limit_ms

    def lesser(self, run: Callable[[], RunReport]) -> RunReport:
        """The result of ``run``, or of a second one where that may be kinder and was.

        A submission whose second run was too slow as well gets no other: it costs a judge one
        run more, however many test cases it is too slow for. Raises what ``run`` raises.
        """
        first = run()
        with self._lock:
            if not self._is_on or self._is_spent or not _is_close(first):
                return first
        second = run()
        if second.verdict is Verdict.TIME_LIMIT:
            with self._lock:
                self._is_spent = True
        kept = min(first, second, key=lambda report: report.cpu_time_ms)
        return kept.model_copy(update={"attempts": 2})


def _is_close(report: RunReport) -> bool:
    ended_by_itself = report.exit_code is not None or report.signal is not None
    return report.verdict is Verdict.TIME_LIMIT and ended_by_itself
