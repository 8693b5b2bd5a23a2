"""``python -m judging.worker``: take judge jobs until a signal says stop."""

import logging
import os
import sys

from judging.worker.app import run_worker
from judging.worker.config import ConfigError, read_config


def main() -> int:
    """Returns the exit status; 78 (EX_CONFIG) for a configuration that can't work."""
    try:
        config = read_config(os.environ)
        logging.basicConfig(
            level=config.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        logging.getLogger("botocore").setLevel(logging.WARNING)
        return run_worker(config)
    except ConfigError as error:
        sys.stderr.write(f"judging.worker: {error}\n")
        return 78


if __name__ == "__main__":
    sys.exit(main())
