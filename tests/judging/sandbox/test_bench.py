"""The benchmark measures, and the target of a boxed run holds with room for a busy host."""

from judging.sandbox.bench import bench_spawn
from tests.judging.sandbox.support import needs_sandbox


def test_a_boxed_run_is_measured_against_a_bare_one() -> None:
    needs_sandbox()

    figures = bench_spawn(runs=100, quiet_runs=0)

    assert 0 < figures["bare_us"] <= figures["bare_p99_us"]
    assert 0 < figures["boxed_us"] <= figures["boxed_p99_us"]
    assert figures["boxed_to_bare_ratio"] < 4
