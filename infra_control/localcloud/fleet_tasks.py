"""Tasks as local processes: each of a service, on a machine that exists by name only."""

import signal
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from infra_control.blueprint.shape import Service
from infra_control.localcloud.processes import LineSink, Process, ProcessSpec

DEREGISTERED_AFTER_S = 3.0
"""Until the edge has heard that a target drains; AWS' default is five minutes."""
SITE_STOP_GRACE_S = 10.0


@dataclass
class RunningTask:
    """One task from its start until its process is gone."""

    task_id: str
    number: int
    service: Service
    version: str
    task_definition: str
    machine_id: str
    host_port: int | None
    process: Process
    started_at_s: float
    is_stopping: bool = False
    was_healthy: bool = False
    """The load balancer found it healthy once."""
    checks_in_vain: int = 0
    """Of the load balancer's, the last ones in a row."""
    unhealthy_since_s: float | None = None
    """By this process' clock; None: it is not."""

    @property
    def is_running(self) -> bool:
        return not self.is_stopping and self.process.is_ready


MakeSpec = Callable[[Service, str, int | None], ProcessSpec]
"""How a service's task is run: the service, the task's name, and its port if it has one."""


@dataclass
class LocalTasks:
    """All tasks of one local cloud."""

    make_spec: MakeSpec
    find_port: Callable[[], int]
    log_dir: Path
    show: LineSink | None = None
    agent_url: str = ""
    """Where the fleet agent listens to its tasks; empty: nowhere."""
    _tasks: dict[str, RunningTask] = field(default_factory=dict)
    _count: int = 0

    def all(self) -> list[RunningTask]:
        return list(self._tasks.values())

    def running_count(self, service_name: str) -> int:
        return sum(one.is_running for one in self.all() if one.service.name == service_name)

    def start(
        self, service: Service, *, version: str, task_definition: str, machine_id: str
    ) -> RunningTask:
        """Start a task's process; returns at once."""
        self._count += 1
        task_id = uuid.uuid4().hex
        name = f"{service.name}-{task_id[:6]}"
        port = self.find_port() if service.target is not None else None
        spec = self.make_spec(service, name, port)
        if self.agent_url:
            own = {"ECS_AGENT_URI": f"{self.agent_url}/api/{task_id}"}
            spec = replace(spec, env={**spec.env, **own})
        self.log_dir.mkdir(parents=True, exist_ok=True)
        process = Process(spec, log_path=self.log_dir / f"{name}.log", show=self.show)
        task = RunningTask(
            task_id=task_id,
            number=self._count,
            service=service,
            version=version,
            task_definition=task_definition,
            machine_id=machine_id,
            host_port=port,
            process=process,
            started_at_s=time.time(),
        )
        self._tasks[task_id] = task
        process.start()
        return task

    def stop(self, task_id: str) -> RunningTask:
        """Tell a task to end; it is forgotten when its process is gone.

        One behind the load balancer is told after that had the time to send it nothing more.
        """
        task = self._tasks[task_id]
        if not task.is_stopping:
            task.is_stopping = True
            task.process.stop_soon(after_s=0 if task.host_port is None else DEREGISTERED_AFTER_S)
        return task

    def kill(self, task_id: str) -> None:
        """End a task at once: its machine is gone."""
        task = self._tasks[task_id]
        task.is_stopping = True
        task.process.request_stop()
        task.process.signal(signal.SIGKILL)

    def forget_ended(self) -> list[RunningTask]:
        """Drop and return the tasks whose process is gone, by itself or as it was told."""
        ended = [one for one in self.all() if one.process.has_ended]
        for one in ended:
            del self._tasks[one.task_id]
        return ended

    def stop_all(self) -> None:
        """Stop all, and return when they are gone. Who stops the site doesn't wait for a judgement
        to end: it is made again at the next start."""
        for one in self.all():
            one.process.request_stop()
        until_s = time.monotonic() + SITE_STOP_GRACE_S
        for one in self.all():
            one.process.stop(grace_s=max(until_s - time.monotonic(), 0))
        self._tasks.clear()
