"""``python -m infra_control.localcloud.cloud``: the fleet agent of one local cloud, as a process.

``LocalCloud`` is the embedded site as production has it: its processes are tasks of ECS services,
kept by the agent as the services desire, and not a fixed table of the supervisor's.
"""

import logging
import signal
import sys
import threading
from dataclasses import dataclass, replace
from types import FrameType

from infra_control.blueprint.shape import BACKGROUND, RESULTS, SWEEPER, Service
from infra_control.gateways.ecs import AwsEcs
from infra_control.gateways.errors import CloudError
from infra_control.gateways.machine_scaling import AwsMachineScaling
from infra_control.localcloud.__main__ import RunError, site_from_environment
from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.fleet import Agent
from infra_control.localcloud.fleet_contract import FLEET_PATH
from infra_control.localcloud.fleet_tasks import LocalTasks
from infra_control.localcloud.processes import ProcessSpec
from infra_control.localcloud.site import LocalSite, free_port
from judging.queues import WORKER_QUEUES

logger = logging.getLogger(__name__)

STEP_S = 1.0


class LocalCloud(LocalSite):
    """The embedded site with the production topology around it."""

    @property
    def aws(self) -> LocalAws:
        return replace(super().aws, has_blueprint=True)

    def task(self, service: Service, name: str, port: int | None) -> ProcessSpec:
        """How one task of a service runs here."""
        spec: ProcessSpec
        if port is not None:
            spec = self.web(name, port)
        elif service is RESULTS:
            spec = self.results()
        elif service is BACKGROUND:
            spec = self.background()
        elif service is SWEEPER:
            spec = self.sweeper()
        else:
            spec = self.judge_worker(name, WORKER_QUEUES)
        return replace(
            spec, name=name, is_restarted=False, stop_grace_s=float(service.stop_timeout_s)
        )

    def agent(self) -> Agent:
        region = self.aws.region
        return Agent(
            ecs=AwsEcs(region=region),
            machine_scaling=AwsMachineScaling(region=region),
            tasks=LocalTasks(
                make_spec=self.task,
                find_port=free_port,
                log_dir=self.var_dir / "log" / "tasks",
            ),
            report_url=f"{self.aws.endpoint_url}{FLEET_PATH}",
        )


@dataclass
class AgentProcess:
    """Steps until it is told to stop; then stops its tasks."""

    agent: Agent
    _stopping: threading.Event

    def run(self) -> None:
        while not self._stopping.wait(STEP_S):
            try:
                self.agent.step()
            except (CloudError, OSError) as error:
                # The local AWS starts anew, or is away: the tasks go on meanwhile.
                logger.warning("%s", error)
        self.agent.stop()


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        site = site_from_environment()
    except RunError as error:
        sys.stderr.write(f"codedang: {error}\n")
        return 1
    cloud = LocalCloud(**{name: getattr(site, name) for name in site.__dataclass_fields__})
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    AgentProcess(cloud.agent(), stopping).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
