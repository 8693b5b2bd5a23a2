"""``python -m infra_control.localcloud.keep fleet|edge``: keep a part of the local cloud.

Which cloud stands in the environment, as for ``make run``.
"""

import logging
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from infra_control.gateways.errors import CloudError
from infra_control.localcloud.cloud import LocalCloud
from infra_control.localcloud.configured import RunError, site_from_environment
from infra_control.localcloud.edge_figures import edge_log
from infra_control.localcloud.processes import ProcessGroup

logger = logging.getLogger(__name__)

STEP_S = 1.0


def keep(step: Callable[[], object], stopping: threading.Event) -> None:
    """Step until told to stop. The local AWS may be away for a while: what runs goes on."""
    while not stopping.wait(STEP_S):
        try:
            step()
        except (CloudError, OSError) as error:
            logger.warning("%s", error)


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        cloud = site_from_environment()
    except RunError as error:
        sys.stderr.write(f"codedang: {error}\n")
        return 1
    if not isinstance(cloud, LocalCloud) or sys.argv[1:] not in (["fleet"], ["edge"]):
        sys.stderr.write("codedang: CLOUD=1 python -m infra_control.localcloud.keep fleet|edge\n")
        return 2
    if sys.argv[1] == "fleet":
        agent = cloud.agent()
        keep(agent.step, stopping)
        agent.stop()
    else:
        edge, figures = cloud.edge(), cloud.edge_figures()
        specs = [edge.varnish.process(), edge_log(edge.varnish)]

        def step() -> None:
            edge.step()
            figures.step()

        with ProcessGroup(specs, log_dir=cloud.var_dir / "log", show=figures.line):
            keep(step, stopping)
    return 0


if __name__ == "__main__":
    sys.exit(main())
