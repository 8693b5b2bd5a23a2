"""An operator imports packages into the running site, whose judges check them."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra_control.localcloud.site import ROOT
from tests.live import RunningSite, Student
from tests.problems.packages import FILES, write_package

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


def import_problem(site: RunningSite, *paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "import_problem", "--timeout", "120", *paths],
        env=dict(site.site.web_env),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_judge_checks_what_an_operator_imports(site: RunningSite, tmp_path: Path) -> None:
    # given a package without a time limit, and one whose validator rejects its input
    yaml = str(FILES["problem.yaml"]).replace("limits: {time_limit: 2}\n", "")
    good = write_package(tmp_path / "measured", {"problem.yaml": yaml})
    bad = write_package(
        tmp_path / "rejected",
        {
            "problem.yaml": str(FILES["problem.yaml"]).replace("6b1d6a0e", "7b1d6a0e"),
            "input_validators/check.py": "raise SystemExit(43)\n",
        },
    )

    # when both are imported
    done = import_problem(site, good, bad)

    # then one is a problem with the limit that was measured, and nothing is left of the other
    assert done.returncode != 0
    assert "measured: created (version 1)" in done.stdout
    assert "set by submissions/accepted/sum.py" in done.stderr
    assert "data/secret/1.in: the input validator check" in done.stderr
    student = Student(site.url)
    assert student.get("/api/v1/problems/measured")["time_limit_ms"] >= 1_000
    assert student.http_status("/api/v1/problems/rejected") == 404
    submission_id = student.submit(str(FILES["submissions/accepted/sum.py"]), problem="measured")
    student.wait_until(submission_id, within_s=60, verdict="AC")
