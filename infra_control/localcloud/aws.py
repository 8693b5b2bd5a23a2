"""The local AWS: moto's server as a process of its own.

It forgets everything when it stops, so the deployment's resources are made each time it
starts. Its clients, ours included, reach it through their environment alone, as on AWS.
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from infra_control.blueprint.shape import JUDGE
from infra_control.localcloud.processes import SPARING, ProcessError, ProcessSpec

HOST = "127.0.0.1"
ACCOUNT = "123456789012"
"""moto's one account."""


@dataclass(frozen=True, kw_only=True)
class LocalAws:
    """How to reach the local AWS. It takes any credentials."""

    port: int
    region: str = "ap-northeast-2"
    queue_prefix: str = "codedang-"
    bucket: str = "codedang-local"
    has_blueprint: bool = False
    """Whether it holds all resources of the production blueprint too."""
    judges: int = JUDGE.min_tasks
    """Judge tasks to begin with, below which auto scaling doesn't go."""

    @property
    def endpoint_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def env(self) -> Mapping[str, str]:
        """What a client's environment must say: the same variables as in production."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": self.region,
            "QUEUE_PREFIX": self.queue_prefix,
            "QUEUE_URL_BASE": f"{self.endpoint_url}/{ACCOUNT}",
        }

    def process(self) -> ProcessSpec:
        """Its process, which makes its resources whenever it has started."""
        return ProcessSpec(
            name="aws",
            argv=[
                sys.executable,
                "-m",
                "infra_control.localcloud.aws_server",
                str(self.port),
                *(["--blueprint", f"--judges={self.judges}"] if self.has_blueprint else []),
            ],
            env={**os.environ, **SPARING, **self.env},
            is_ready=lambda: answers(f"{self.endpoint_url}/moto-api/"),
            when_ready=self.make_resources,
            is_base=True,
            stop_grace_s=3,
        )

    def make_resources(self) -> None:
        """Make the queues and the bucket. Raises ProcessError."""
        done = subprocess.run(
            [sys.executable, "-m", "infra_control.localcloud.resources", self.bucket],
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if done.returncode != 0:
            raise ProcessError(f"the local AWS' resources can't be made: {done.stderr.strip()}")


def answers(url: str, *, timeout_s: float = 2.0) -> bool:
    """Whether a server answers a request there with success."""
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as response:  # noqa: S310 - our own address
            return bool(response.status < 400)
    except (OSError, urllib.error.URLError):
        return False
