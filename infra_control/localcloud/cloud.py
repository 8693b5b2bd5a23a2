"""The embedded site as production has it.

Its processes are tasks of ECS services, kept by the fleet agent as the services desire, behind an
edge that follows the distribution and the load balancer; they are no fixed table.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from infra_control.blueprint.shape import BACKGROUND, RESULTS, SWEEPER, Service
from infra_control.gateways.balancers import AwsBalancers
from infra_control.gateways.ecs import AwsEcs
from infra_control.gateways.edge import AwsEdge
from infra_control.gateways.machine_scaling import AwsMachineScaling
from infra_control.gateways.metrics import EDGE_REGION, AwsMetrics
from infra_control.gateways.sqs import SqsGateway
from infra_control.gateways.task_scaling import AwsTaskScaling
from infra_control.localcloud.aws import LocalAws, answers
from infra_control.localcloud.edge import EdgeKeeper, Varnish
from infra_control.localcloud.edge_figures import EdgeFigures
from infra_control.localcloud.fleet import Agent
from infra_control.localcloud.fleet_contract import FLEET_PATH
from infra_control.localcloud.fleet_scaling import LocalScaling
from infra_control.localcloud.fleet_tasks import SITE_STOP_GRACE_S, LocalTasks
from infra_control.localcloud.fleet_words import TaskWords
from infra_control.localcloud.processes import SPARING, LineSink, ProcessGroup, ProcessSpec
from infra_control.localcloud.site import REQUIRED_TOOLS, ROOT, LocalSite, free_port
from judging.queues import WORKER_QUEUES


class LocalCloud(LocalSite):
    """The embedded site with the production topology around it."""

    required_tools = (*REQUIRED_TOOLS, "varnishd", "varnishadm", "varnishncsa")

    @property
    def aws(self) -> LocalAws:
        return replace(super().aws, has_blueprint=True, judges=self.judge_workers)

    @property
    def web_env(self) -> Mapping[str, str]:
        # The edge is a proxy before each of the site's servers.
        return {
            **super().web_env,
            "TRUSTED_PROXY_COUNT": "1",
            "EDGE_INVALIDATIONS": "true",
            # A minute of production is a few seconds here.
            "INFRA_SAMPLE_S": os.environ.get("INFRA_SAMPLE_S") or "10",
            # moto's fixed addresses are of this block.
            "COLLECTORS_ALLOW_LIST": os.environ.get("COLLECTORS_ALLOW_LIST") or "127.0.0.0/8",
        }

    def process_group(self, *, show: LineSink | None = None) -> ProcessGroup:
        specs = [self.aws.process(), self.redis(), self._keeper()]
        return ProcessGroup(specs, log_dir=self.var_dir / "log", show=show)

    def task(self, service: Service, name: str, port: int | None) -> ProcessSpec:
        """How one task of a service runs here."""
        spec: ProcessSpec
        if port is not None:
            spec = self.web(name, port)
        elif service is RESULTS:
            spec = self.results(name)
        elif service is BACKGROUND:
            spec = self.background(name)
        elif service is SWEEPER:
            spec = self.sweeper(name)
        else:
            spec = self.judge_worker(name, WORKER_QUEUES)
        return replace(spec, is_restarted=False, stop_grace_s=float(service.stop_timeout_s))

    def agent(self) -> Agent:
        region = self.aws.region
        ecs = AwsEcs(region=region)
        words = TaskWords()
        return Agent(
            ecs=ecs,
            scaling=LocalScaling(
                ecs=ecs,
                task_scaling=AwsTaskScaling(region=region),
                queues=SqsGateway(prefix=self.aws.queue_prefix, region=region),
                clock=lambda: datetime.now(UTC),
            ),
            machine_scaling=AwsMachineScaling(region=region),
            tasks=LocalTasks(
                make_spec=self.task,
                find_port=free_port,
                log_dir=self.var_dir / "log" / "tasks",
                agent_url=words.listen(),
            ),
            words=words,
            report_url=f"{self.aws.endpoint_url}{FLEET_PATH}",
        )

    def edge(self) -> EdgeKeeper:
        """Its Varnish is not started."""
        region = self.aws.region
        varnish = Varnish(folder=self.var_dir / "edge", port=self.web_port, host=self.host)
        return EdgeKeeper(
            edge=AwsEdge(region=region), balancers=AwsBalancers(region=region), varnish=varnish
        )

    def edge_figures(self) -> EdgeFigures:
        return EdgeFigures(
            edge=AwsEdge(region=self.aws.region),
            metrics=AwsMetrics(region=EDGE_REGION),
            clock=lambda: datetime.now(UTC),
        )

    def _keeper(self) -> ProcessSpec:
        """The process that keeps the fleet and the edge."""
        return ProcessSpec(
            name="cloud",
            argv=[sys.executable, "-m", "infra_control.localcloud.keep"],
            env={
                **SPARING,
                **os.environ,
                **self.aws.env,
                "SIMPLE": "",
                "VAR_DIR": str(self.var_dir),
                "PORT": str(self.web_port),
                "MOTO_PORT": str(self.aws_port),
                "REDIS_PORT": str(self.redis_port),
                "HOST": self.host,
                "JUDGE_WORKERS": str(self.judge_workers),
                "FILES_IN_AWS": "1" if self.keeps_files_in_aws else "0",
            },
            cwd=ROOT,
            # The edge answers by an API task that the load balancer found healthy.
            is_ready=lambda: answers(f"{self.url}/healthz/ready"),
            ready_timeout_s=240,
            stop_grace_s=3 * SITE_STOP_GRACE_S,
        )
