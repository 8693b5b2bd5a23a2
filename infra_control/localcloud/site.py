"""The embedded site: the table of its processes, each with its environment."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import ClassVar

from common import health
from infra_control.blueprint.shape import BACKGROUND, KEEP_ALIVE_S, RESULTS, SWEEPER, Service
from infra_control.localcloud.aws import HOST, LocalAws, answers
from infra_control.localcloud.processes import SPARING, LineSink, ProcessGroup, ProcessSpec
from judging.queues import (
    BACKGROUND_QUEUE,
    CHECK_QUEUE,
    RESULTS_QUEUE,
    RUN_QUEUE,
    WORKER_QUEUES,
)
from judging.signing import verify_key_of

ROOT = Path(__file__).resolve().parents[2]

REQUIRED_TOOLS = ("setpriv", "redis-server")

JUDGE_SILENT_S = 180.0
"""Longer than in production: a worker that starts may share its cores with much else."""

ROOT_IS_MEANT = "ignore:You're running the worker with superuser privileges"
"""Celery's warning, which no worker here needs: the judge must be root for its namespaces."""


@dataclass(frozen=True, kw_only=True)
class LocalSite:
    """One embedded site, with all it keeps under ``var_dir``."""

    var_dir: Path
    web_port: int = 8000
    aws_port: int = 5566
    redis_port: int = 6390
    judge_workers: int = 2
    host: str = HOST
    """The address that the web listens at."""
    hung_after_s: float | None = None
    """For how long a worker or the sweeper may be silent; None: as long as in production."""
    keeps_files_in_aws: bool = False
    """Files go to the local AWS' bucket, as in production, and are gone when it stops."""

    required_tools: ClassVar[tuple[str, ...]] = REQUIRED_TOOLS

    @property
    def url(self) -> str:
        return f"http://{HOST if self.host == '0.0.0.0' else self.host}:{self.web_port}"  # noqa: S104 - compared, not bound

    @property
    def aws(self) -> LocalAws:
        return LocalAws(port=self.aws_port)

    @property
    def ports(self) -> Mapping[str, int]:
        """Each port that must be free, by the variable that sets it."""
        return {"PORT": self.web_port, "MOTO_PORT": self.aws_port, "REDIS_PORT": self.redis_port}

    @property
    def web_env(self) -> Mapping[str, str]:
        """The whole environment of the web side's processes and commands."""
        return {
            **SPARING,
            **os.environ,
            **self.aws.env,
            "VAR_DIR": str(self.var_dir),
            "SITE_URL": self.url,
            "JUDGE_SIGNING_KEY": self.signing_key,
            "REDIS_URL": f"redis://{HOST}:{self.redis_port}/0",
            "STORAGE_BUCKET": self.aws.bucket if self.keeps_files_in_aws else "",
            "SITE_LANGUAGES": os.environ.get("SITE_LANGUAGES") or _languages_of_this_host(),
            "MEDIA_ROOT": str(self.var_dir / "media"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": ROOT_IS_MEANT,
        }

    @cached_property
    def signing_key(self) -> str:
        """By which the site signs judge jobs; made once."""
        path = self.var_dir / "judge_signing_key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()

    @property
    def package_store_url(self) -> str:
        """Where judges find the test packages that the web side stores."""
        if self.keeps_files_in_aws:
            return f"s3://{self.aws.bucket}/packages"
        return (self.var_dir / "media" / "packages").as_uri()

    def process_group(self, *, show: LineSink | None = None) -> ProcessGroup:
        """All processes, not started."""
        specs = [
            self.aws.process(),
            self.redis(),
            self.web("web", self.web_port, host=self.host),
            self.results(),
            self.background(),
            self.sweeper(),
            *(self.judge(number) for number in range(1, self.judge_workers + 1)),
            self.run_judge(),
        ]
        return ProcessGroup(specs, log_dir=self.var_dir / "log", show=show)

    def redis(self) -> ProcessSpec:
        # It carries live pushes and caches between processes, and has nothing to keep.
        argv = ["redis-server", "--port", str(self.redis_port), "--bind", HOST]
        return ProcessSpec(
            name="redis",
            argv=[*argv, "--save", "", "--appendonly", "no", "--dir", str(self.var_dir)],
            env=dict(os.environ),
            is_ready=lambda: _accepts(self.redis_port),
            is_base=True,
        )

    def web(self, name: str, port: int, *, host: str = HOST) -> ProcessSpec:
        """One server of the site's pages, APIs and sockets."""
        reached = HOST if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
        argv = [sys.executable, "-m", "uvicorn", "codedang.asgi:application"]
        return ProcessSpec(
            name=name,
            argv=[
                *argv,
                *("--host", host, "--port", str(port)),
                *("--timeout-graceful-shutdown", "3", "--timeout-keep-alive", str(KEEP_ALIVE_S)),
                *("--no-access-log", "--log-level", "warning"),
            ],
            env=self.web_env,
            cwd=ROOT,
            is_ready=lambda: answers(f"http://{reached}:{port}/healthz/ready"),
            is_alive=lambda: health.is_web_alive(port, host=reached),
        )

    def _listening_to_nobody(self, service: Service, name: str, argv: Sequence[str]) -> ProcessSpec:
        """A process of the web side that gives signs of life instead."""
        sign = self.var_dir / "alive" / name
        silent_s = self.hung_after_s or float(service.silent_s or 0)
        return ProcessSpec(
            name=name,
            argv=argv,
            env={**self.web_env, "ALIVE_FILE": str(sign)},
            cwd=ROOT,
            sign=sign,
            is_alive=lambda: health.is_alive(sign, silent_s=silent_s, now_s=time.time()),
        )

    def _celery(self, service: Service, name: str, queue: str, *more: str) -> ProcessSpec:
        """A Celery worker of the web side, which takes from one queue."""
        argv = [sys.executable, "-m", "celery", "--quiet", "-A", "codedang", "worker"]
        flags = ["--without-gossip", "--without-mingle", "--without-heartbeat", *more]
        taken = ["-Q", f"{self.aws.queue_prefix}{queue}", "-n", f"{name}@%h"]
        return self._listening_to_nobody(
            service, name, [*argv, *taken, "--loglevel", "INFO", *flags]
        )

    def results(self, name: str = "results") -> ProcessSpec:
        return self._celery(RESULTS, name, RESULTS_QUEUE)

    def background(self, name: str = "background") -> ProcessSpec:
        return self._celery(BACKGROUND, name, BACKGROUND_QUEUE, "--prefetch-multiplier", "1")

    def sweeper(self, name: str = "sweeper") -> ProcessSpec:
        argv = [sys.executable, str(ROOT / "manage.py"), "sweep"]
        return self._listening_to_nobody(SWEEPER, name, argv)

    def judge(self, number: int) -> ProcessSpec:
        """A judge worker. None of the web's secrets is in its environment.

        Only the last one takes package checks, which last for minutes: the others are
        left to those who wait for verdicts.
        """
        queues = [name for name in WORKER_QUEUES if name != CHECK_QUEUE]
        if number == self.judge_workers:
            queues.append(CHECK_QUEUE)
        return self.judge_worker(f"judge-{number}", queues)

    def run_judge(self) -> ProcessSpec:
        """A judge worker for custom runs alone: they never wait behind judgements."""
        return self.judge_worker("judge-run", [RUN_QUEUE])

    def judge_worker(self, name: str, queues: Sequence[str]) -> ProcessSpec:
        return judge_worker(
            name,
            aws=self.aws,
            package_store_url=self.package_store_url,
            cache_dir=self.var_dir / "judge-cache",
            work_dir=Path(tempfile.gettempdir()) / f"codedang-judge-{self.web_port}",
            queues=queues,
            extra_env={"JUDGE_VERIFY_KEY": verify_key_of(self.signing_key)},
        )


def judge_worker(
    name: str,
    *,
    aws: LocalAws,
    package_store_url: str,
    cache_dir: Path,
    work_dir: Path,
    queues: Sequence[str] = WORKER_QUEUES,
    extra_env: Mapping[str, str] | None = None,
) -> ProcessSpec:
    """A judge worker's process. ``extra_env`` has more of its own variables."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in {"PATH", "HOME", "LANG", "LOG_FORMAT"} or key.startswith("OTEL_")
    }
    sign = work_dir / f"{name}.alive"
    return ProcessSpec(
        name=name,
        sign=sign,
        is_alive=lambda: health.is_alive(sign, silent_s=JUDGE_SILENT_S, now_s=time.time()),
        argv=[sys.executable, "-m", "judging.worker"],
        env={
            **kept,
            **aws.env,
            "JUDGE_PACKAGE_STORE": package_store_url,
            "JUDGE_CACHE_DIR": str(cache_dir),
            "JUDGE_WORK_DIR": str(work_dir),
            "JUDGE_QUEUES": ",".join(queues),
            "JUDGEHOST_NAME": name,
            # A developer's machine may have swap; its memory figures are then inexact.
            "JUDGE_ALLOW_LOOSE_MEMORY": "true",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": ROOT_IS_MEANT,
            **(extra_env or {}),
        },
        cwd=ROOT,
    )


@cache
def _languages_of_this_host() -> str:
    """What this machine's judges can judge, separated by commas; empty where it can't be told."""
    argv = [sys.executable, "-m", "judging", "languages", "--json"]
    done = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        return ""
    rows = json.loads(done.stdout)["languages"]
    return ",".join(row["id"] for row in rows if row["installed"])


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_port_free(port: int) -> bool:
    """Whether a server could listen at the port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _accepts(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False
