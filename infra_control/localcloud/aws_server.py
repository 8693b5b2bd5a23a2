"""``python -m infra_control.localcloud.aws_server PORT [--blueprint [--judges=N]]``: moto's
server.

It is taught what our gateways need and moto lacks; with ``--blueprint`` all resources of the
production blueprint stand in it before it answers.
"""

import argparse
import logging
import os

from moto import server

from infra_control.blueprint.shape import JUDGE
from infra_control.localcloud.blueprint import deploy_blueprint, set_judges
from infra_control.localcloud.fleet_reports import take_fleet_reports
from infra_control.localcloud.missing_calls import answer_missing_calls
from infra_control.localcloud.quick_queues import QuickHandler
from infra_control.localcloud.stack_types import register_types


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--blueprint", action="store_true")
    parser.add_argument("--judges", type=int, default=JUDGE.min_tasks)
    return parser.parse_args()


if __name__ == "__main__":
    arguments = _arguments()
    # Not a log line for each of its forty requests a second.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    answer_missing_calls()
    register_types()
    if arguments.blueprint:
        region = os.environ["AWS_DEFAULT_REGION"]
        take_fleet_reports(region)
        deploy_blueprint(region)
        set_judges(region, min(arguments.judges, JUDGE.max_tasks))
    server.MotoRequestHandler = QuickHandler  # type: ignore[attr-defined]  # imported there
    server.main(["--host", "127.0.0.1", "--port", str(arguments.port)])
