"""What a scoreboard of 1,000 entries × 13 problems costs, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.databases import postgres

MEASURED_WITHIN_S = 600


def bench_scoreboards() -> dict[str, float]:
    """Figures by database; milliseconds unless named."""
    figures: dict[str, float] = {}
    for name in ("sqlite", "postgres"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(postgres()) if name == "postgres" else ""
            found = run_with_site("tests.bench.scoreboard_site", folder, DATABASE_URL=url)
            figures |= {f"{name}_{key}": value for key, value in found.items()}
    return figures


def run_with_site(module: str, var_dir: Path, **env: str) -> Any:
    """What a module prints as JSON that runs with settings of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        env={
            **os.environ,
            "VAR_DIR": str(var_dir),
            "SECRET_KEY": "bench-" + "0" * 50,
            "LOG_LEVEL": "WARNING",
            "REDIS_URL": "",
            **env,
        },
        stdout=subprocess.PIPE,
        timeout=MEASURED_WITHIN_S,
        check=True,
    )
    return json.loads(done.stdout)
