"""The time limit that follows from example submissions."""

import pytest

from judging.packages.source import TimeLimitRule
from judging.packages.time_limit import Measured, infer_time_limit

MODERN = TimeLimitRule(
    is_stated=False, ac_to_time_limit=2.0, time_limit_to_tle=1.5, resolution_s=1.0
)
FINE = TimeLimitRule(is_stated=False, ac_to_time_limit=3.0, time_limit_to_tle=2.0, resolution_s=0.1)
LEGACY = TimeLimitRule(
    is_stated=False,
    ac_to_time_limit=5.0,
    time_limit_to_tle=2.0,
    resolution_s=1.0,
    rounds_to_nearest=True,
)


@pytest.mark.parametrize(
    ("rule", "slowest_ms", "time_limit_ms", "least_too_slow_ms"),
    [
        (MODERN, 0, 1000, 1500),
        (MODERN, 500, 1000, 1500),
        (MODERN, 501, 2000, 3000),
        (MODERN, 1500, 3000, 4500),
        (FINE, 1100, 3300, 6600),
        (FINE, 1101, 3400, 6800),
        (LEGACY, 10, 1000, 2000),
        (LEGACY, 299, 1000, 2000),
        (LEGACY, 300, 2000, 4000),
        (LEGACY, 1000, 5000, 10000),
    ],
)
def test_the_rule_of_the_format(
    rule: TimeLimitRule, slowest_ms: int, time_limit_ms: int, least_too_slow_ms: int
) -> None:
    measured = [
        Measured(submission="accepted/quick.py", test_case="secret/1", cpu_time_ms=0),
        Measured(submission="accepted/slow.py", test_case="secret/2", cpu_time_ms=slowest_ms),
    ]

    inferred = infer_time_limit(rule, measured[slowest_ms == 0 :])

    assert inferred.time_limit_ms == time_limit_ms
    assert inferred.least_too_slow_ms == least_too_slow_ms
    assert inferred.set_by.submission == "accepted/slow.py"
    assert "set by submissions/accepted/slow.py, which needs" in str(inferred)
