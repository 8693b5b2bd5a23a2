"""``python -m judging.worker``: take judge jobs until a signal says stop."""

import logging
import os
import sys

from judging.sandbox.protocol import SandboxError
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
        logging.basicConfig(
            level=config.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        logging.getLogger("botocore").setLevel(logging.WARNING)
        return run_worker(config)
    except ConfigError as error:
        sys.stderr.write(f"judging.worker: {error}\n")
        return EX_CONFIG
    except SandboxError as error:
        sys.stderr.write(f"judging.worker: {error}\n")
        return EX_UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main())
