"""Judge workers are lost at each stage of a job: others give every verdict within 30 s, once."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import boto3
import pytest

from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.processes import ProcessGroup
from judging.contract import JudgeJob, JudgeReport
from judging.packages import build_test_package, read
from judging.verdicts import Verdict
from tests.chaos.doors import Door
from tests.cloud import free_port
from tests.judging.packages.support import LEGACY, LEGACY_YAML, Changes, write_package
from tests.judging.worker import jobs
from tests.judging.worker.house import JudgeHouse

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="the sandbox needs root"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

VERDICT_AFTER_FAULT_S = 30
STAGES = ("taken", "fetching", "compiling", "running", "checking", "reporting")
SUM = "print(sum(map(int, input().split())))"
SLOW_VALIDATOR = "import time\ntime.sleep(0.3)\nraise SystemExit(42)\n"
# Half a second of compiling, without a header whose precompiling would cost more.
LONG_C = """#include <stdio.h>
#define A(x) x, x, x, x, x, x, x, x
static int many[] = {A(A(A(A(A(A(1))))))};
int main() { int a, b; scanf("%d%d", &a, &b); printf("%d", a + b + 0 * many[a]); }"""


@dataclass
class Losses:
    """Who is to be lost where, and who was."""

    lose: Callable[[str], None]
    """Loses the worker of this name."""
    wanted: dict[int, str] = field(default_factory=dict)
    """The stage at which a judgement's worker is to be lost."""
    lost: dict[int, tuple[str, float]] = field(default_factory=dict)
    """By judgement: the worker, and when."""
    _taken_by: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def seen(self, worker: str, stage: str, judgement_id: int | None) -> bool:
        """Whether the worker may have its answer; called by its door."""
        with self._lock:
            if stage == "taken" and judgement_id is not None:
                self._taken_by[worker] = judgement_id
            judgement = judgement_id or self._taken_by.get(worker, 0)
            wanted = self.wanted.get(judgement)
            # The first news of running may come with a result already.
            is_there = stage == wanted or (stage, wanted) == ("checking", "running")
            if not is_there or judgement in self.lost:
                return True
            self.lost[judgement] = worker, time.monotonic()
        self.lose(worker)
        return False


@dataclass
class Ward:
    """Workers behind doors of their own, one more than can be lost at once."""

    house: JudgeHouse
    group: ProcessGroup
    doors: dict[str, Door]
    losses: Losses


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each stage the test package of a problem of its own; for each fetch that is lost, too."""
    folder = tmp_path_factory.mktemp("packages")
    found = {}
    for number, stage in enumerate((*STAGES, *(f"fetching-{n}" for n in range(3)))):
        checked = stage == "checking"
        changes: Changes = {
            "problem.yaml": LEGACY_YAML + ("validation: custom\n" if checked else ""),
            "data/secret/1.in": f"{number} 2\n",
            "data/secret/1.ans": f"{number + 2}\n",
            **({"output_validators/check.py": SLOW_VALIDATOR} if checked else {}),
        }
        package = read(write_package(folder / stage, LEGACY, changes))
        found[stage] = build_test_package(package, folder).path
    return found


@pytest.fixture
def ward(aws: LocalAws, tmp_path: Path, packages: dict[str, Path]) -> Iterator[Ward]:
    house = JudgeHouse(aws=aws, var_dir=tmp_path)
    bucket = boto3.client("s3")
    for path in packages.values():
        bucket.upload_file(str(path), aws.bucket, f"packages/{path.name}")
    losses = Losses(lambda worker: None)
    doors = {
        name: Door(free_port(), aws.port, partial(losses.seen, name))
        for name in (f"judge-{number}" for number in range(1, len(STAGES) + 2))
    }
    envs = [
        {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{door.port}",
            "QUEUE_URL_BASE": f"http://127.0.0.1:{door.port}/123456789012",
            "JUDGE_PACKAGE_STORE": f"s3://{aws.bucket}/packages",
            "JUDGE_LANGUAGES": "python3,c17",
        }
        for door in doors.values()
    ]
    with ExitStack() as stack:
        for door in doors.values():
            stack.enter_context(door.serving())
        group = stack.enter_context(house.workers(envs=envs))
        yield Ward(house, group, doors, losses)


def job_for(stage: str, judgement_id: int, packages: dict[str, Path]) -> JudgeJob:
    is_c = stage == "compiling"
    return jobs.job(
        judgement_id=judgement_id,
        language="c17" if is_c else "python3",
        source=f"{LONG_C}// {judgement_id}" if is_c else f"import time; time.sleep(0.2); {SUM}",
        package_sha256=packages[stage].stem,
    )


def test_every_verdict_comes_within_30_s_and_once(ward: Ward, packages: dict[str, Path]) -> None:
    """One test for all, since workers take long to start: they are cut off, then hung, then
    killed, each time one at every stage."""
    group, doors = ward.group, ward.doors
    faults: dict[str, tuple[Callable[[str], None], Callable[[str], None]]] = {
        "cut off": (lambda name: doors[name].shut(), lambda name: doors[name].open()),
        "hung": (
            lambda name: group[name].signal(signal.SIGSTOP),
            lambda name: group[name].signal(signal.SIGCONT),
        ),
        "killed": (lambda name: group[name].signal(signal.SIGKILL), lambda name: None),
    }
    for round_number, (fault, (lose, find)) in enumerate(faults.items()):
        # given a job for each stage at which its worker is to be lost
        ward.losses.lose = lose
        ids = {100 * round_number + place: stage for place, stage in enumerate(STAGES, start=1)}
        ward.losses.wanted = ids
        fetched = {**packages, "fetching": packages[f"fetching-{round_number}"]}
        # when it is there, and is lost
        for judgement_id, stage in ids.items():
            ward.house.send(job_for(stage, judgement_id, fetched))
        # then another gives the verdict in time
        told = first_reports(ward, set(ids))
        for judgement_id, stage in ids.items():
            lost, lost_at = ward.losses.lost[judgement_id]
            report, told_at = told[judgement_id]
            context = f"{fault} while {stage}: {told_at - lost_at:.1f} s"
            assert report.verdict is Verdict.ACCEPTED, context
            assert report.delivery > 1, context
            assert fault == "killed" or report.judgehost != lost, context
            assert told_at - lost_at < VERDICT_AFTER_FAULT_S, context
        # and whoever comes back changes nothing
        for name in {name for name, _ in ward.losses.lost.values()}:
            find(name)
    ward.house.settle()
    for judgement_id in ward.losses.lost:
        same = [one for one in ward.house.reports if one.judgement_id == judgement_id]
        assert {(one.verdict, one.attempt_token) for one in same} == {
            (Verdict.ACCEPTED, jobs.TOKEN)
        }
        assert len(same) == 1 or judgement_id < 200


def _are_told(house: JudgeHouse, count: int) -> bool:
    return len(house.reports) >= count


def first_reports(ward: Ward, ids: set[int]) -> dict[int, tuple[JudgeReport, float]]:
    """The first report of each of these judgements, with its time."""
    told: dict[int, tuple[JudgeReport, float]] = {}
    deadline = time.monotonic() + 120
    while told.keys() != ids:
        assert time.monotonic() < deadline, f"lost {ward.losses.lost}, told {sorted(told)}"
        more = len(ward.house.reports) + 1
        ward.house.wait(partial(_are_told, ward.house, more), within_s=90)
        for report in ward.house.reports:
            if report.judgement_id in ids:
                told.setdefault(report.judgement_id, (report, time.monotonic()))
    return told
