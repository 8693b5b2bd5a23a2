"""A local AWS for the tests, reached over HTTP like the real one."""

import os
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra_control.gateways.s3 import S3Gateway
from infra_control.gateways.sqs import SqsGateway
from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.processes import ProcessGroup
from infra_control.localcloud.resources import ensure_resources
from infra_control.localcloud.site import free_port

__all__ = ["aws", "aws_process", "eventually", "free_port"]


def eventually(condition: Callable[[], bool], *, within_s: float = 10.0) -> None:
    """Return when the condition holds; fail when it doesn't in time."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {within_s:g} s"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def aws_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A local AWS with the deployment's queues and bucket, for the whole session."""
    aws = LocalAws(port=free_port())
    logs: Path = tmp_path_factory.mktemp("aws")
    with ProcessGroup([aws.process()], log_dir=logs):
        yield aws


@pytest.fixture
def aws(aws_process: LocalAws, monkeypatch: pytest.MonkeyPatch) -> LocalAws:
    """A deployment of its own in the session's AWS; this process' environment leads to it."""
    name = f"test-{uuid.uuid4().hex[:8]}"
    own = replace(aws_process, queue_prefix=f"{name}-", bucket=name)
    for variable in [variable for variable in os.environ if variable.startswith("AWS_")]:
        monkeypatch.delenv(variable)
    for variable, value in own.env.items():
        monkeypatch.setenv(variable, value)
    ensure_resources(
        SqsGateway(prefix=own.queue_prefix, region=own.region),
        S3Gateway(region=own.region),
        bucket=own.bucket,
    )
    return own
