"""The whole embedded site with all its processes, for tests that use it as people do."""

import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from infra_control.localcloud.__main__ import prepare
from infra_control.localcloud.processes import ProcessGroup
from infra_control.localcloud.site import LocalSite
from tests.cloud import free_port

# It tells of every request, and these tests poll.
logging.getLogger("httpx").setLevel(logging.WARNING)

STUDENT = ("student", "student-demo-1")
AT_WILL = {
    "SUBMISSIONS_PER_MINUTE": "100000",
    "SUBMISSION_INTERVAL_MS": "0",
    "CUSTOM_RUNS_PER_MINUTE": "100000",
    "CUSTOM_RUN_INTERVAL_MS": "0",
}


@dataclass(frozen=True)
class RunningSite:
    """A site that is up, and a hold on each of its processes."""

    site: LocalSite
    processes: ProcessGroup

    @property
    def url(self) -> str:
        return self.site.url

    def log(self, name: str) -> str:
        """What a process wrote so far."""
        return self.processes[name].log_path.read_text()


@contextmanager
def running_site(
    var_dir: Path,
    *,
    kind: type[LocalSite] = LocalSite,
    prepared: Path | None = None,
    judge_workers: int = 2,
    keeps_files_in_aws: bool = False,
    hung_after_s: float | None = None,
    **env: str,
) -> Iterator[RunningSite]:
    """A new site with the demo data, on free ports, until the context is left.

    ``kind`` may be the whole cloud. ``prepared`` is the folder of one that never ran, to begin with
    instead of making the data.
    ``env`` is added to what its processes see. People here may submit and run as fast as they like.
    """
    site = kind(
        var_dir=var_dir,
        web_port=free_port(),
        aws_port=free_port(),
        redis_port=free_port(),
        judge_workers=judge_workers,
        keeps_files_in_aws=keeps_files_in_aws,
        hung_after_s=hung_after_s,
    )
    wanted = {**AT_WILL, **env}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        processes = site.process_group()
        processes.start_bases()
        processes["aws"].wait_ready()
        try:
            if prepared:
                shutil.copytree(prepared, var_dir, dirs_exist_ok=True)
            else:
                prepare(site)
            processes.start()
            yield RunningSite(site, processes)
        finally:
            processes.stop()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class Student:
    """Somebody signed in who uses the REST API as the front end does."""

    def __init__(self, url: str, username: str = STUDENT[0], password: str = STUDENT[1]) -> None:
        self.more_headers: dict[str, str] = {}
        """Of each request that changes something."""
        self._http = httpx.Client(base_url=url, timeout=30, headers={"Referer": url})
        self._http.get("/api/auth/browser/v1/config").raise_for_status()
        self.post("/api/auth/browser/v1/auth/login", username=username, password=password)

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())

    def get(self, path: str) -> Any:
        return self._http.get(path).raise_for_status().json()

    def http_status(self, path: str) -> int:
        return self._http.get(path).status_code

    def post(self, path: str, **body: object) -> Any:
        return self._write("POST", path, body)

    def patch(self, path: str, **body: object) -> Any:
        return self._write("PATCH", path, body)

    def _write(self, method: str, path: str, body: dict[str, object]) -> Any:
        headers = {"X-CSRFToken": self._http.cookies["csrftoken"], **self.more_headers}
        return (
            self._http.request(method, path, json=body, headers=headers).raise_for_status().json()
        )

    def submit(self, source: str, *, problem: str = "aplusb", language: str = "python3") -> int:
        """Hand in; returns the submission's id."""
        body = {"problem": problem, "language": language, "source": source}
        submission_id: int = self.post("/api/v1/submissions", **body)["id"]
        return submission_id

    def submission(self, submission_id: int) -> Any:
        return self.get(f"/api/v1/submissions/{submission_id}")

    def wait_until(
        self, submission_id: int, *, within_s: float, poll_s: float = 0.1, **wanted: object
    ) -> Any:
        """Poll until the submission's fields are as wanted; fail when they aren't in time."""
        deadline = time.monotonic() + within_s
        while True:
            found = self.submission(submission_id)
            if all(found[name] == value for name, value in wanted.items()):
                return found
            assert time.monotonic() < deadline, f"not {wanted} within {within_s:g} s: {found}"
            time.sleep(poll_s)
