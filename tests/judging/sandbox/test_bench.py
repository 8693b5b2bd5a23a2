"""The benchmark measures; its targets are for `make bench`, where nothing else runs."""

import pytest

from judging.sandbox.bench import bench_spawn
from judging.sandbox.truths import bench_truths
from tests.judging.sandbox.support import needs_sandbox


def test_a_boxed_run_is_measured_against_a_bare_one() -> None:
    needs_sandbox()

    figures = bench_spawn(runs=100, quiet_runs=0)

    assert 0 < figures["bare_us"] <= figures["bare_p99_us"]
    assert 0 < figures["boxed_us"] <= figures["boxed_p99_us"]
    assert figures["boxed_to_bare_ratio"] == pytest.approx(
        figures["boxed_us"] / figures["bare_us"], rel=0.01
    )


def test_how_true_the_figures_are_is_measured() -> None:
    needs_sandbox()

    figures = bench_truths(runs=10)

    assert set(figures) == {
        "cpu_idle_ms",
        "cpu_busy_ms",
        "cpu_busy_difference_percent",
        "cpu_spread_percent",
        "flips_per_100",
        "flips_per_100_after_rerun",
        "memory_error_percent",
    }
    assert figures["memory_error_percent"] <= 2
    assert figures["flips_per_100_after_rerun"] <= figures["flips_per_100"]
