"""The web container's own health check: ``python -m codedang.health``. Liveness alone: another's
fault is no reason to restart."""

import sys
from http.client import HTTPConnection, HTTPException


def main(port: int = 8000) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz/live")
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, HTTPException):
        return 1


if __name__ == "__main__":
    sys.exit(main())
