"""``python -m judging.worker``: take judge jobs until a signal says stop."""

import logging
import os
import sys

from judging.sandbox.protocol import SandboxError
from judging.telemetry.connecting import connect
from judging.telemetry.logs import handler_for
from judging.worker.app import run_worker
from judging.worker.config import ConfigError, read_config

EX_CONFIG = 78
"""The configuration can't work."""

EX_UNAVAILABLE = 69
"""This host can't judge."""


def main() -> int:
    """Returns the exit status."""
    try:
        config = read_config(os.environ)
        logging.basicConfig(level=config.log_level, handlers=[handler_for(config.log_format)])
        logging.getLogger("botocore").setLevel(logging.WARNING)
        connect("judge")
        return run_worker(config)
    except ConfigError as error:
        sys.stderr.write(f"judging.worker: {error}\n")
        return EX_CONFIG
    except SandboxError as error:
        sys.stderr.write(f"judging.worker: {error}\n")
        return EX_UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main())
