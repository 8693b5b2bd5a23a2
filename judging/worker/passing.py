"""Passing on a job whose language this host doesn't have: to the next worker, and not for ever.

A queue can't be filtered, so a worker learns what a job needs when it has taken it. Handing the
delivery back would spend one of the few after which a job counts as poison. So the worker sends an
equal message to the same queue and settles the one it has; how often which judgehost has done so
travels in a header of the message, which is none of the contract's business.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from judging.queues import AVOID_HEADER
from judging.signing import SIGNATURE_HEADER

HEADER = "codedang_passed"
KEPT_HEADERS = (SIGNATURE_HEADER, AVOID_HEADER)

PASSES_EACH = 8
"""A job is given up only when each judgehost that ever passed it on has done so this often: by then
an idle one that has the language would have got it (by chance alone, missed once in 20,000)."""

PASSING_S = 300
"""And not before it has been passed on for so long: who has the language may be busy."""

MAX_PASSES = 1_000
_QUICK_PASSES = 4
"""So many at once, then so many after each second more."""
_MAX_DELAY_S = 5
_MAX_HOSTS = 200


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Where a job has been that could not judge it."""

    began_at: float = 0.0
    """Seconds of the Unix epoch; 0: it has not been passed on yet."""
    passes: Mapping[str, int] = field(default_factory=dict)
    """How often by each judgehost."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """The message's other headers, which go on with it: who signed it, and who avoids it."""

    @classmethod
    def of(cls, header: object, kept: Mapping[str, str] | None = None) -> Self:
        """From the message's header. What can't be read counts as no trail."""
        try:
            raw: Any = json.loads(header) if isinstance(header, str) else {}
            passes = {str(host): int(count) for host, count in raw["passes"].items()}
            return cls(began_at=float(raw["began_at"]), passes=passes, kept=kept or {})
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls(kept=kept or {})

    def to_header(self) -> str:
        return json.dumps({"began_at": self.began_at, "passes": dict(self.passes)})

    def avoids(self, judgehost: str) -> bool:
        """Whether the job is not for this judgehost."""
        return judgehost in self.kept.get(AVOID_HEADER, "").split(",")

    def by(self, judgehost: str) -> Self:
        """The trail once this judgehost has passed the job on, too."""
        passes = {**self.passes, judgehost: self.passes.get(judgehost, 0) + 1}
        return replace(self, began_at=self.began_at or time.time(), passes=passes)

    @property
    def count(self) -> int:
        return sum(self.passes.values())

    @property
    def delay_s(self) -> int:
        """How long the message is hidden from all; each round waits longer for who is busy."""
        return min(max(0, self.count - 1) // _QUICK_PASSES, _MAX_DELAY_S)

    def is_exhausted(self, *, least_s: float) -> bool:
        """Whether nobody is left to hope for."""
        if self.count >= MAX_PASSES or len(self.passes) > _MAX_HOSTS:
            return True
        went_round = bool(self.passes) and min(self.passes.values()) >= PASSES_EACH
        return went_round and time.time() - self.began_at >= least_s

    def __str__(self) -> str:
        hosts = ", ".join(sorted(self.passes))
        return f"passed on {self.count} times in {time.time() - self.began_at:.0f} s, by {hosts}"
