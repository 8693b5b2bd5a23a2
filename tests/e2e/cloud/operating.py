"""What journeys of an operator share: the screens' addresses, and a look at the local processes."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.live import RunningSite

OPERATOR = ("operator", "operator-demo-1")
SCREENS = "/admin/infra_control/operatoraction/screens"
FLEET = f"{SCREENS}/fleet/"
JUDGE = f"{SCREENS}/fleet/services/judge/"
WITHIN_S = 120
"""Generous: for a machine that has other work too."""


@dataclass(frozen=True, kw_only=True)
class LocalTask:
    """A task's process."""

    pid: int
    name: str
    port: int | None


def tasks_of(site: RunningSite, service: str) -> list[LocalTask]:
    """The processes of a service's tasks, by the name that each task has in its environment."""
    found = []
    logs = (site.site.var_dir / "log" / "tasks").glob(f"{service}-*.log")
    names = {path.stem.rpartition("-")[2]: path.stem for path in logs}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes().decode(errors="replace")
            command = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        task = re.search(r"ECS_AGENT_URI=http://[^/]+/api/([0-9a-f]{6})", environment)
        if task and task[1] in names and str(site.site.var_dir) in environment:
            port = int(command[command.index("--port") + 1]) if "--port" in command else None
            found.append(LocalTask(pid=int(process.name), name=names[task[1]], port=port))
    return found


def look_until(page: Page, address: str, condition: Callable[[], object], what: str) -> None:
    """Open a screen, read anew, again and again until it shows what is awaited."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        page.goto(f"{address}{'&' if '?' in address else '?'}fresh=1")
        if condition():
            return
        assert time.monotonic() < deadline, f"no {what}: {page.locator('#infra').inner_text()}"
        page.wait_for_timeout(500)


def scale(page: Page, tasks: int, *, keep: str = "") -> None:
    """Set the number of judges on their screen."""
    page.goto(JUDGE)
    page.get_by_label("Tasks", exact=True).fill(str(tasks))
    page.get_by_label("For how long").select_option(keep)
    page.locator("form", has=page.get_by_label("Tasks", exact=True)).get_by_role(
        "button", name="Set"
    ).click()


def running(page: Page, tasks: int) -> Callable[[], bool]:
    """Whether the service's screen says that so many tasks run, of as many."""
    return lambda: page.get_by_text(f"{tasks} of {tasks} tasks run").is_visible()
