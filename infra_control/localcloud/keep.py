"""``python -m infra_control.localcloud.keep``: keep the local cloud's fleet and edge.

Which cloud stands in the environment, as for ``make run``. One process for both: each would hold
the same libraries.
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


def keep_edge(cloud: LocalCloud, stopping: threading.Event) -> None:
    """Run Varnish as AWS says, until told to stop."""
    edge, figures = cloud.edge(), cloud.edge_figures()
    specs = [edge.varnish.process(), edge_log(edge.varnish)]

    def step() -> None:
        edge.step()
        figures.step()

    with ProcessGroup(specs, log_dir=cloud.var_dir / "log", show=figures.line):
        keep(step, stopping)


def keep_both(cloud: LocalCloud) -> int:
    """Until a signal; returns 1 when one of the two ended by itself, so that both begin anew."""
    stopping, is_told = threading.Event(), threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        is_told.set()
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)

    def beside() -> None:
        try:
            keep_edge(cloud, stopping)
        finally:
            stopping.set()

    edge = threading.Thread(target=beside, name="edge")
    agent = cloud.agent()
    edge.start()
    try:
        keep(agent.step, stopping)
    finally:
        stopping.set()
        agent.stop()
        edge.join()
    return 0 if is_told.is_set() else 1


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        cloud = site_from_environment()
    except RunError as error:
        sys.stderr.write(f"codedang: {error}\n")
        return 1
    if not isinstance(cloud, LocalCloud):
        sys.stderr.write("codedang: SIMPLE=1 has no edge and no fleet to keep\n")
        return 2
    return keep_both(cloud)


if __name__ == "__main__":
    sys.exit(main())
