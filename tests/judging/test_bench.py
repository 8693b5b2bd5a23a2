"""The benchmark of whole submissions measures; its targets are for a machine that is free."""

import pytest

from judging.bench import bench_judging
from tests.judging.sandbox.support import needs_sandbox


@pytest.mark.slow
def test_whole_submissions_are_measured_against_bare_ones() -> None:
    needs_sandbox()

    figures = bench_judging(("c17",), scale=0.1)

    assert figures["c17_per_minute"] > 0
    assert figures["c17_per_minute_two_workers"] > 0
    assert 0 < figures["c17_20_runs_s"] < 60 / figures["c17_per_minute"]
    assert figures["c17_judged_to_bare_ratio"] < 10
