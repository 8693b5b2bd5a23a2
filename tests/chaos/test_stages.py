"""A judge worker is lost while it fetches, or checks: another gives the verdict within 30 s."""

import os
import signal
from pathlib import Path

import pytest

from infra_control.localcloud.aws import LocalAws
from judging.packages import build_test_package, read
from judging.verdicts import Verdict
from tests.cloud import eventually
from tests.judging.packages.support import LEGACY, LEGACY_YAML, Changes, write_package
from tests.judging.worker import jobs
from tests.judging.worker.house import JudgeHouse

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="the sandbox needs root"),
    pytest.mark.slow,
]

VERDICT_AFTER_FAULT_S = 30
SLOW_VALIDATOR = "import time\ntime.sleep(0.7)\nraise SystemExit(42)\n"


@pytest.fixture
def house(aws: LocalAws, tmp_path: Path) -> JudgeHouse:
    return JudgeHouse(aws=aws, var_dir=tmp_path)


def test_while_a_validator_checks(house: JudgeHouse, tmp_path: Path) -> None:
    # given a problem whose runs take no time, and their checks nearly all of it
    changes: Changes = {
        "problem.yaml": LEGACY_YAML + "validation: custom\n",
        "output_validators/check.py": SLOW_VALIDATOR,
        **{f"data/secret/{n}.in": "1 2\n" for n in range(2, 6)},
        **{f"data/secret/{n}.ans": "3\n" for n in range(2, 6)},
    }
    house.store_dir.mkdir()
    package = read(write_package(tmp_path / "slow", LEGACY, changes))
    sha256 = build_test_package(package, house.store_dir).sha256
    house.send(jobs.job(source="print(3)", package_sha256=sha256))

    with house.workers(2) as group:
        house.wait(lambda: any(news.runs for news in house.progress), within_s=40)
        lost = house.progress[-1].judgehost
        # when the worker that judges it hangs
        group[lost].signal(signal.SIGSTOP)
        # then another tells the verdict
        house.wait(lambda: bool(house.reports), within_s=VERDICT_AFTER_FAULT_S)
        house.settle()
        # Else it would finish, and tell so, while the others stop.
        group[lost].signal(signal.SIGKILL)

    (report,) = house.reports
    assert (report.verdict, report.delivery) == (Verdict.ACCEPTED, 2)


def test_while_it_fetches(house: JudgeHouse) -> None:
    # given a package that doesn't come: whoever opens it waits
    sha256 = house.package_sha256
    stored = house.store_dir / f"{sha256}.zip"
    kept = stored.rename(house.var_dir / "kept.zip")
    os.mkfifo(stored)
    house.send(jobs.job(source="print(sum(map(int, input().split())))", package_sha256=sha256))

    with house.workers(2) as group:
        taken = "judgement 11: delivery 1"
        eventually(
            lambda: any(taken in one.log_path.read_text() for one in group.processes.values()),
            within_s=30,
        )
        lost = next(one for one in group.processes.values() if taken in one.log_path.read_text())
        # when that worker is lost, and the package can be had again
        lost.signal(signal.SIGKILL)
        kept.rename(stored)
        # then the job is judged, by whoever takes it next
        house.wait(lambda: bool(house.reports), within_s=VERDICT_AFTER_FAULT_S)

    (report,) = house.reports
    assert (report.verdict, report.delivery) == (Verdict.ACCEPTED, 2)
