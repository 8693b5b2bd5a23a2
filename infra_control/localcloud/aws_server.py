"""``python -m infra_control.localcloud.aws_server PORT``: moto's server, without a log line
for each of its forty requests a second."""

import logging
import sys

from moto.server import main

if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    main(["--host", "127.0.0.1", "--port", sys.argv[1]])
