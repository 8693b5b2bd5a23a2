"""Where a process's telemetry begins.

The variables are those of OpenTelemetry itself; the collector's address,
OTEL_EXPORTER_OTLP_ENDPOINT, turns it on.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from judging import telemetry
from judging.telemetry.metrics import PROCESS_MEMORY_BYTES

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
TIMEOUT_S = 2
"""For one sending: a process that ends waits for it, and a collector that is away must not hold
up a deployment."""


def connect(service: str, *, env: Mapping[str, str] = os.environ, is_scraped: bool = False) -> bool:
    """Let this process tell: as ``service``, where the environment names no other.

    ``is_scraped``: also keep figures for a scraper of Prometheus. Returns whether anybody
    listens; nothing is imported where nobody does.
    """
    sends = bool(env.get(ENDPOINT, "").strip())
    if not sends and not is_scraped:
        return False
    from judging.telemetry.sdk import OpenTelemetry  # noqa: PLC0415 - 25 MiB, only where wanted

    os.environ.setdefault("OTEL_EXPORTER_OTLP_TIMEOUT", str(TIMEOUT_S))
    name = env.get("OTEL_SERVICE_NAME", "").strip() or service
    telemetry.tell_by(OpenTelemetry(name, sends=sends, is_scraped=is_scraped))
    telemetry.watch(PROCESS_MEMORY_BYTES, lambda: [(_resident_bytes(), {})])
    return True


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
