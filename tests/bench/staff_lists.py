"""The staff's GraphQL beside hand-written ORM code for the same data, under the same middleware.

The ORM code is what a view of its own would be: the rows that the reader may see, related ones
joined or prefetched, only the columns that are shown.
"""

import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import clear_url_caches, path

from accounts.doors import signed_in_user
from codedang.urls import urlpatterns as site
from judging.verdicts import Verdict
from problems.models import Problem, Statement
from problems.selectors import problems_managed_by
from submissions.models import Run, Submission
from submissions.selectors import submissions_managed_by
from tests.people import Api

ROUNDS = 3
ROWS = 50
RUNS = 20
QUERIES = {
    "submissions": """{ submissions(first: 50, ordering: [{id: DESC}]) { edges { node {
        number language verdict createdAt user { username displayName }
        problem { slug title statements { language title } }
        currentJudgement { ordinal verdict cpuTimeMs runs { testCase verdict cpuTimeMs } }
        } } } }""",
    "problems": """{ problems(first: 50, ordering: [{id: DESC}]) { edges { node {
        number slug title course { slug title } tags { slug nameKo }
        statements { language title } testPackage { version sha256 createdBy { username } }
        } } } }""",
}


def submissions(request: HttpRequest) -> JsonResponse:
    shown = submissions_managed_by(signed_in_user(request)).order_by().values("pk")
    found = (
        Submission.objects.filter(pk__in=shown)
        .order_by("-id")
        .select_related("user", "problem", "current_judgement")
        .prefetch_related("problem__statements", "current_judgement__runs")
        .defer("source", "current_judgement__compile_message")
    )
    rows = [
        {
            "number": one.pk,
            "language": one.language,
            "verdict": one.verdict,
            "createdAt": one.created_at.isoformat(),
            "user": {"username": one.user.username, "displayName": one.user.display_name},
            "problem": {
                "slug": one.problem.slug,
                "title": one.problem.title,
                "statements": _statements(one.problem),
            },
            "currentJudgement": one.current_judgement
            and {
                "ordinal": one.current_judgement.ordinal,
                "verdict": one.current_judgement.verdict,
                "cpuTimeMs": one.current_judgement.cpu_time_ms,
                "runs": [
                    {
                        "testCase": run.test_case,
                        "verdict": run.verdict,
                        "cpuTimeMs": run.cpu_time_ms,
                    }
                    for run in one.current_judgement.runs.all()
                ],
            },
        }
        for one in found[:ROWS]
    ]
    return _answer("submissions", rows)


def problems(request: HttpRequest) -> JsonResponse:
    shown = problems_managed_by(signed_in_user(request)).order_by().values("pk")
    found = (
        Problem.objects.filter(pk__in=shown)
        .order_by("-id")
        .select_related("course", "test_package__created_by")
        .prefetch_related("tags", "statements")
        .defer("test_package__manifest")
    )
    rows = [
        {
            "number": one.pk,
            "slug": one.slug,
            "title": one.title,
            "course": one.course and {"slug": one.course.slug, "title": one.course.title},
            "tags": [{"slug": tag.slug, "nameKo": tag.name_ko} for tag in one.tags.all()],
            "statements": _statements(one),
            "testPackage": one.test_package
            and {
                "version": one.test_package.version,
                "sha256": one.test_package.sha256,
                "createdBy": one.test_package.created_by
                and {"username": one.test_package.created_by.username},
            },
        }
        for one in found[:ROWS]
    ]
    return _answer("problems", rows)


def _statements(problem: Problem) -> list[dict[str, str]]:
    rows: list[Statement] = list(problem.statements.all())
    return [{"language": one.language, "title": one.title} for one in rows]


def _answer(name: str, rows: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"data": {name: {"edges": [{"node": row} for row in rows]}}})


urlpatterns: list[Any] = [
    path("orm/submissions", submissions),
    path("orm/problems", problems),
    *site,
]


def _runs_make() -> None:
    """Give the submissions on the first page something to nest: the crowd has no runs."""
    newest = Submission.objects.order_by("-id").values_list("current_judgement_id", flat=True)
    if not Run.objects.exists():
        Run.objects.bulk_create(
            Run(
                judgement_id=judgement_id,
                ordinal=ordinal,
                test_case=f"secret/{ordinal:02}",
                verdict=Verdict.ACCEPTED,
                cpu_time_ms=ordinal,
                wall_time_ms=ordinal,
                memory_kib=1000,
            )
            for judgement_id in set(newest[:ROWS])
            for ordinal in range(1, RUNS + 1)
        )


def staff_ratios(
    person: Api, times_ms: Callable[[Callable[[], Any]], tuple[list[float], list[float]]]
) -> dict[str, float]:
    """How often the ORM's time GraphQL takes, by list and by turns."""
    _runs_make()
    before, settings.ROOT_URLCONF = settings.ROOT_URLCONF, __name__
    clear_url_caches()
    found: dict[str, float] = {}
    for name, query in QUERIES.items():
        asks: dict[str, Callable[[], Any]] = {
            "graphql": partial(person.graphql, query),
            "orm": partial(person.client.get, f"/orm/{name}"),
        }
        told = {kind: ask().json() for kind, ask in asks.items()}
        if told["graphql"] != told["orm"]:
            raise RuntimeError(f"{name}: GraphQL and the ORM code say different things")
        wall: dict[str, list[float]] = {kind: [] for kind in asks}
        for _ in range(ROUNDS):
            for kind, ask in asks.items():
                wall[kind] += times_ms(ask)[0]
        medians = {kind: statistics.median(times) for kind, times in wall.items()}
        found[f"graphql_{name}_ms"] = round(medians["graphql"], 2)
        found[f"graphql_{name}_to_orm"] = round(medians["graphql"] / medians["orm"], 2)
    settings.ROOT_URLCONF = before
    clear_url_caches()
    return found
