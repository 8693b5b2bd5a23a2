"""The benchmark of whole submissions measures; its targets are for a machine that is free."""

import pytest

from judging.bench import bench_judging
from tests.judging.sandbox.support import needs_sandbox


@pytest.mark.slow
def test_whole_submissions_are_measured_against_bare_ones() -> None:
    needs_sandbox()

    figures = bench_judging(("c17",), scale=0.1)

    assert set(figures) == {
        "c17_per_minute",
        "c17_per_minute_two_workers",
        "c17_20_runs_s",
        "c17_bare_s",
        "c17_judged_to_bare_ratio",
    }
    # How fast is for a quiet machine to say: `make bench`.
    assert all(figure > 0 for figure in figures.values())
