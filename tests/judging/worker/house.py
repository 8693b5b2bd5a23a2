"""Real judge workers on real queues, for tests that break them."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from celery import Celery

from infra_control.gateways.sqs import SqsGateway
from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.processes import Process, ProcessGroup
from infra_control.localcloud.site import judge_worker
from infra_control.messages import read_task_message
from judging.broker import broker_settings
from judging.contract import JudgeJob, JudgeProgress, JudgeReport
from judging.contract_checks import PackageCheckJob, PackageCheckReport
from judging.contract_runs import CustomRunJob, CustomRunReport
from judging.packages import build_test_package, read
from judging.queues import (
    CHECK_QUEUE,
    CHECK_REPORT_TASK,
    CHECK_TASK,
    JUDGE_TASK,
    PROGRESS_TASK,
    RESULTS_QUEUE,
    RUN_QUEUE,
    RUN_REPORT_TASK,
    RUN_TASK,
    WORKER_QUEUES,
    JudgeQueue,
)

PACKAGES = Path(__file__).resolve().parents[2] / "packages"


@dataclass
class JudgeHouse:
    """Workers, their queues, and the web side's end of them."""

    aws: LocalAws
    var_dir: Path
    progress: list[JudgeProgress] = field(default_factory=list)
    reports: list[JudgeReport] = field(default_factory=list)
    run_reports: list[CustomRunReport] = field(default_factory=list)
    check_reports: list[PackageCheckReport] = field(default_factory=list)

    @cached_property
    def package_sha256(self) -> str:
        """A package of sixteen or so small test cases, in the workers' store."""
        self.store_dir.mkdir(exist_ok=True)
        return build_test_package(read(PACKAGES / "aplusb"), self.store_dir).sha256

    @property
    def store_dir(self) -> Path:
        return self.var_dir / "store"

    @cached_property
    def queues(self) -> SqsGateway:
        return SqsGateway(prefix=self.aws.queue_prefix, region=self.aws.region)

    @cached_property
    def _app(self) -> Celery:
        app = Celery("web", set_as_current=False)
        app.conf.update(broker_settings(queue_prefix=self.aws.queue_prefix, region=self.aws.region))
        return app

    @cached_property
    def _sqs(self) -> Any:
        return boto3.client("sqs")

    @contextmanager
    def workers(
        self, count: int = 1, envs: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[ProcessGroup]:
        """So many workers named judge-1, judge-2, …, ready to take jobs, with variables of
        their own."""
        specs = [
            judge_worker(
                f"judge-{number}",
                aws=self.aws,
                package_store_url=self.store_dir.as_uri(),
                cache_dir=self.var_dir / "cache",
                work_dir=self.var_dir / "work",
                extra_env=envs[number - 1] if envs else None,
            )
            for number in range(1, (len(envs) or count) + 1)
        ]
        with ProcessGroup(specs, log_dir=self.var_dir / "log", show=show) as group:
            for process in group.processes.values():
                wait_for_log(process, " ready.")
            yield group

    def send(self, job: JudgeJob, queue: JudgeQueue = JudgeQueue.PRACTICE) -> None:
        self.send_text(job.to_json(), queue)

    def send_run(self, job: CustomRunJob) -> None:
        queue = f"{self.aws.queue_prefix}{RUN_QUEUE}"
        self._app.send_task(RUN_TASK, args=[job.to_json()], queue=queue)

    def send_check(self, job: PackageCheckJob) -> None:
        queue = f"{self.aws.queue_prefix}{CHECK_QUEUE}"
        self._app.send_task(CHECK_TASK, args=[job.to_json()], queue=queue)

    def send_text(self, text: str, queue: JudgeQueue = JudgeQueue.PRACTICE) -> None:
        self._app.send_task(JUDGE_TASK, args=[text], queue=f"{self.aws.queue_prefix}{queue}")

    def send_raw(self, body: str, queue: JudgeQueue = JudgeQueue.PRACTICE) -> None:
        self._sqs.send_message(QueueUrl=self._url(queue), MessageBody=body)

    def wait(self, condition: Callable[[], bool], *, within_s: float) -> float:
        """Collect results until the condition holds; the seconds it took. Fails in time."""
        began = time.monotonic()
        while not condition():
            took_s = time.monotonic() - began
            assert took_s < within_s, f"not within {within_s:g} s: {self.reports}"
            self._collect(wait_s=1)
        return time.monotonic() - began

    def settle(self) -> None:
        """Collect what else comes until no judge queue holds a message."""
        self.wait(self._is_idle, within_s=30)
        self._collect(wait_s=1)

    def _is_idle(self) -> bool:
        depths = [self.queues.depth(queue) for queue in WORKER_QUEUES]
        return all(depth.visible + depth.in_flight == 0 for depth in depths)

    def _collect(self, *, wait_s: int) -> None:
        url = self._url(RESULTS_QUEUE)
        answer = self._sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=wait_s
        )
        for message in answer.get("Messages", []):
            task = read_task_message(message["Body"])
            if task.task == PROGRESS_TASK:
                self.progress.append(JudgeProgress.from_json(task.args[0]))
            elif task.task == CHECK_REPORT_TASK:
                self.check_reports.append(PackageCheckReport.from_json(task.args[0]))
            elif task.task == RUN_REPORT_TASK:
                self.run_reports.append(CustomRunReport.from_json(task.args[0]))
            else:
                self.reports.append(JudgeReport.from_json(task.args[0]))
            self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def _url(self, name: str) -> str:
        return f"{self.aws.endpoint_url}/123456789012/{self.aws.queue_prefix}{name}"


def show(name: str, line: str) -> None:
    """Into pytest's report of a failed test."""
    sys.stdout.write(f"{name} | {line}\n")


def wait_for_log(process: Process, text: str, *, within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while not process.log_path.exists() or text not in process.log_path.read_text():
        assert time.monotonic() < deadline, f"{process.spec.name} never said {text!r}"
        time.sleep(0.05)
