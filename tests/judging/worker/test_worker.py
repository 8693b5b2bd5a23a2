"""Real workers with the real sandbox on real queues, some of them killed."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.processes import ProcessGroup
from judging.contract import JudgeJob
from judging.contract_checks import PackageCheckJob
from judging.contract_runs import RunInput
from judging.queues import JUDGE_LEASE_S, JudgeQueue, QueueSpec
from judging.verdicts import Verdict
from tests.cloud import eventually, free_port
from tests.judging.worker import jobs
from tests.judging.worker.house import PACKAGES, JudgeHouse

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="the sandbox needs root"),
    pytest.mark.slow,
]

SUM = "print(sum(map(int, input().split())))"
MIB_KIB = 1024


@pytest.fixture
def house(aws: LocalAws, tmp_path: Path) -> JudgeHouse:
    return JudgeHouse(aws=aws, var_dir=tmp_path)


def sum_job(house: JudgeHouse, *, sleep_s: float = 0, judgement_id: int = 11) -> JudgeJob:
    """Right on each of the package's test cases, after a nap in each."""
    return jobs.job(
        source=f"import time; time.sleep({sleep_s}); {SUM}",
        package_sha256=house.package_sha256,
        judgement_id=judgement_id,
    )


def memory_kib(pid: int | None) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


def test_a_job_is_judged_told_and_settled(house: JudgeHouse) -> None:
    with house.workers() as group:
        house.send(sum_job(house))
        house.wait(lambda: bool(house.reports), within_s=30)
        house.settle()
        memory = memory_kib(group["judge-1"].pid)

    (report,) = house.reports
    assert (report.verdict, report.delivery, report.judgehost) == (Verdict.ACCEPTED, 1, "judge-1")
    assert len(report.runs) == report.test_case_count > 3
    assert house.progress
    assert memory <= 120 * MIB_KIB
    assert list((house.var_dir / "work" / "judge-1").iterdir()) == []


def test_a_custom_run_comes_back_by_its_own_task(house: JudgeHouse) -> None:
    sample = RunInput(sample="sample/1")
    own = RunInput(stdin="20 3\n")

    with house.workers():
        house.send_run(
            jobs.custom_run(source=SUM, package_sha256=house.package_sha256, inputs=(sample, own))
        )
        house.send_run(jobs.custom_run(source=SUM, inputs=(own,)))
        house.wait(lambda: len(house.run_reports) == 2, within_s=30)
        house.settle()

    assert [[result.word for result in report.results] for report in house.run_reports] == [
        ["AC", "OK"],
        ["OK"],
    ]
    assert house.run_reports[1].results[0].stdout == "23\n"


def test_a_custom_run_whose_worker_is_killed_is_run_by_another(house: JudgeHouse) -> None:
    with house.workers(2) as group:
        nap = jobs.custom_run(source="import time; time.sleep(1.5)", inputs=(RunInput(),) * 3)
        house.send_run(nap)
        wait_for_any(group, "custom run 5: delivery 1")
        lost = next(
            name
            for name, process in group.processes.items()
            if "custom run 5: delivery 1" in process.log_path.read_text()
        )
        group[lost].signal(signal.SIGKILL)
        house.wait(lambda: bool(house.run_reports), within_s=40)

    (report,) = house.run_reports
    assert (report.delivery, len(report.results)) == (2, 3)


def test_a_package_check_fetches_by_hash_and_comes_back_by_its_own_task(
    house: JudgeHouse,
) -> None:
    house.store_dir.mkdir()
    archive = Path(shutil.make_archive(str(house.var_dir / "a"), "zip", PACKAGES / "aplusb"))
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    archive.rename(house.store_dir / f"{sha256}.zip")
    job = PackageCheckJob(
        import_id=3, attempt_token="ab" * 16, source_sha256=sha256, short_name="aplusb"
    )

    with house.workers():
        house.send_check(job)
        house.wait(lambda: bool(house.check_reports), within_s=120)
        house.settle()

    (report,) = house.check_reports
    assert (report.problems, report.internal_error, report.delivery) == ((), None, 1)


def wait_for_any(group: ProcessGroup, text: str) -> None:
    eventually(
        lambda: any(text in process.log_path.read_text() for process in group.processes.values()),
        within_s=30,
    )


def test_a_worker_outlives_a_cleaner_of_temporary_files(house: JudgeHouse) -> None:
    # given a worker whose folder is removed, as cleaners do after some days of quiet
    with house.workers():
        shutil.rmtree(house.var_dir / "work")
        # when a job comes
        house.send(sum_job(house))
        house.wait(lambda: bool(house.reports), within_s=30)
    # then it is judged at once
    (report,) = house.reports
    assert (report.verdict, report.delivery) == (Verdict.ACCEPTED, 1)


def test_a_job_far_longer_than_the_lease_is_judged_once(house: JudgeHouse) -> None:
    with house.workers(2):
        house.send(sum_job(house, sleep_s=0.9))
        took_s = house.wait(lambda: bool(house.reports), within_s=60)
        house.settle()

    assert took_s > JUDGE_LEASE_S + 2
    assert [(report.verdict, report.delivery) for report in house.reports] == [
        (Verdict.ACCEPTED, 1)
    ]


PYTHON_ONLY = {"JUDGE_LANGUAGES": "python3"}
C_ONLY = {"JUDGE_LANGUAGES": "c17"}
HOPES_FOR_A_SECOND = {"JUDGE_PASSING_S": "1"}
C_HELLO = '#include <stdio.h>\nint main() { puts("hi"); }'


def test_jobs_find_the_worker_that_has_their_language(house: JudgeHouse) -> None:
    with house.workers(envs=[PYTHON_ONLY, C_ONLY]) as group:
        said = group["judge-2"].log_path.read_text()
        house.send_run(jobs.custom_run(source=C_HELLO, language="c17", inputs=(RunInput(),)))
        house.send_run(jobs.custom_run(source=SUM, inputs=(RunInput(stdin="1 2"),)))
        for judgement_id in range(1, 5):
            house.send(sum_job(house, judgement_id=judgement_id))
        house.wait(lambda: len(house.reports) == 4 and len(house.run_reports) == 2, within_s=60)
        house.settle()

    assert "takes only jobs in the languages of this host: c17, answer" in said
    assert {(report.verdict, report.judgehost, report.delivery) for report in house.reports} == {
        (Verdict.ACCEPTED, "judge-1", 1)
    }
    hosts = {report.judgehost: report.results[0].stdout for report in house.run_reports}
    assert hosts == {"judge-1": "3\n", "judge-2": "hi\n"}


def test_a_job_in_a_language_that_no_worker_has_is_given_up_with_its_reason(
    house: JudgeHouse,
) -> None:
    with house.workers(envs=[PYTHON_ONLY | HOPES_FOR_A_SECOND]):
        house.send(jobs.job(language="haskell", package_sha256=house.package_sha256))
        house.wait(lambda: bool(house.reports), within_s=45)
        eventually(
            lambda: house.queues.depth(f"{JudgeQueue.PRACTICE}-dlq").visible == 1, within_s=20
        )

    report = house.reports[0]
    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert "no judgehost that took it has Haskell" in report.internal_error.message


def test_a_worker_told_to_take_what_its_host_lacks_does_not_start(house: JudgeHouse) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "judging.worker"],
        env={
            **os.environ,
            "JUDGE_PACKAGE_STORE": "file:///srv",
            "JUDGE_LANGUAGES": "python3,nosuch",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 78
    assert "JUDGE_LANGUAGES names 'nosuch'" in done.stderr


def test_the_more_urgent_queue_comes_first(house: JudgeHouse) -> None:
    for judgement_id, queue in enumerate(
        (JudgeQueue.REJUDGE, JudgeQueue.PRACTICE, JudgeQueue.CONTEST), start=1
    ):
        house.send(sum_job(house, judgement_id=judgement_id), queue)

    with house.workers():
        house.wait(lambda: len(house.reports) == 3, within_s=60)

    assert [report.judgement_id for report in house.reports] == [3, 2, 1]


def test_a_poison_message_ends_in_the_dead_letters_and_harms_nobody(house: JudgeHouse) -> None:
    spec = QueueSpec(name=JudgeQueue.PRACTICE, visibility_timeout_s=1, max_receive_count=2)
    house.queues.ensure(spec)
    house.send_text('{"version": 99}')
    house.send_raw("no message of Celery's")

    with house.workers():
        house.send(sum_job(house))
        house.wait(lambda: bool(house.reports), within_s=30)
        house.wait(lambda: len(house.queues.dead_letters(spec, limit=9)) == 2, within_s=30)

    assert [report.judgement_id for report in house.reports] == [11]


def test_a_job_whose_package_is_missing_is_given_up_with_its_reason(house: JudgeHouse) -> None:
    house.store_dir.mkdir()

    with house.workers():
        house.send(jobs.job(package_sha256="0" * 64))
        house.wait(lambda: bool(house.reports), within_s=45)
        eventually(
            lambda: house.queues.depth(f"{JudgeQueue.PRACTICE}-dlq").visible == 1, within_s=20
        )

    (report,) = house.reports
    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert report.internal_error.kind == "store"
    assert report.delivery == 5


def test_an_outage_of_the_broker_loses_neither_worker_nor_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = LocalAws(port=free_port())
    for variable, value in own.env.items():
        monkeypatch.setenv(variable, value)
    with ProcessGroup([own.process()], log_dir=tmp_path) as cloud:
        house = JudgeHouse(aws=own, var_dir=tmp_path)
        with house.workers() as group:
            pid = group["judge-1"].pid
            house.send(sum_job(house, sleep_s=0.2))
            house.wait(lambda: any(news.runs for news in house.progress), within_s=30)

            cloud["aws"].signal(signal.SIGKILL)
            eventually(lambda: cloud["aws"].restarts == 1, within_s=20)
            cloud["aws"].wait_ready()

            house.wait(lambda: bool(house.reports), within_s=30)
            house.send(sum_job(house, judgement_id=12))
            house.wait(lambda: len(house.reports) == 2, within_s=30)

            assert group["judge-1"].pid == pid
    assert [report.judgement_id for report in house.reports] == [11, 12]


def test_a_faulty_variable_ends_the_worker_with_one_sentence(house: JudgeHouse) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "judging.worker"],
        env={**os.environ, "JUDGE_PACKAGE_STORE": "nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 78
    assert done.stderr.startswith("judging.worker: JUDGE_PACKAGE_STORE must be file:///")
    assert done.stderr.count("\n") == 1
