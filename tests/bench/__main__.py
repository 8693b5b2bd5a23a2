"""``make bench``: measures the sandbox, the whole site and scoreboards; writes JSON and tables.

Figures of a shared machine drift: compare ratios and figures of the same run.
"""

import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from judging.bench import bench_judging
from judging.sandbox.bench import bench_spawn
from judging.sandbox.truths import bench_truths
from tests.bench.drill import bench_drill
from tests.bench.fan_out import bench_fan_out
from tests.bench.lists import bench_lists
from tests.bench.load import bench_load
from tests.bench.plagiarism import bench_plagiarism
from tests.bench.scoreboards import bench_scoreboards
from tests.bench.whole_site import bench_whole_site

RESULTS_DIR = Path("bench-results")


def main() -> int:
    began = datetime.now(UTC)
    machine = {
        "date": began.date().isoformat(),
        "cores": os.cpu_count() or 0,
        "kernel": platform.release(),
        "python": platform.python_version(),
    }
    figures = {
        "one_run": bench_spawn(),
        "truth": bench_truths(),
        "judging": bench_judging(),
        "whole_site": bench_whole_site(),
        "lists": bench_lists(),
        "scoreboards": bench_scoreboards(),
        "fan_out": bench_fan_out(),
        "plagiarism": bench_plagiarism(),
        "load": bench_load(),
        "drill": bench_drill(),
    }
    for title, table in figures.items():
        _print_table(title, table)
    RESULTS_DIR.mkdir(exist_ok=True)
    path = RESULTS_DIR / f"{began:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps({"machine": machine, **figures}, indent=2) + "\n")
    sys.stdout.write(f"\nwritten to {path}\n")
    return 0


def _print_table(title: str, figures: Mapping[str, float]) -> None:
    sys.stdout.write(f"\n{title}\n")
    for name, value in figures.items():
        sys.stdout.write(f"  {name:<36} {value:>12,.2f}\n")


if __name__ == "__main__":
    sys.exit(main())
