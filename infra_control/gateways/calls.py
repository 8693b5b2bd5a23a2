"""How every gateway calls AWS: its patience, and its errors as ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra_control.gateways.errors import CloudError, cloud_error

CONNECT_TIMEOUT_S = 2
READ_TIMEOUT_S = 10
ATTEMPTS = 4
"""Of one call, with growing pauses between them, when AWS throttles or stumbles."""


def patience() -> Config:
    """Timeouts and retries: an operator waits at the screen, and AWS throttles by account.

    Standard mode: exponential back-off with jitter up to 20 s, for throttling and faults that
    pass only (AWS SDK reference guide, "Retry behavior").
    """
    return Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
    )


@contextmanager
def asking(action: str) -> Iterator[None]:
    """Raises CloudError for whatever goes wrong in ``action``, such as "reading queue x"."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise cloud_error(action, error) from error


class Remembering:
    """What the fakes share: they note each call, and fail when they are told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.fault: CloudError | None = None
        """Raised by every call while it is set."""

    def remember(self, *call: object) -> None:
        self.calls.append(call)
        if self.fault is not None:
            raise self.fault
