"""Operators' changes of problems stand in their history too."""

import pytest

from problems.models import Hint
from tests.factories import make_problem
from tests.people import Cast

EMPTY = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
PREFIXES = ("statistics", "hints", "editorials", "code_templates", "statements", "test_packages")


@pytest.mark.parametrize("difficulty", [0, 4])
def test_a_change_in_the_admin_is_kept(cast: Cast, difficulty: int) -> None:
    problem = make_problem("sum", course=cast.algorithms)
    form = {
        "slug": "sum",
        "course": cast.algorithms.pk,
        "visibility": "public",
        "allowed_languages": "[]",
        "difficulty": difficulty,
        "max_source_files": 1,
        **{f"{prefix}-{name}": value for prefix in PREFIXES for name, value in EMPTY.items()},
        "hints-TOTAL_FORMS": 1,
        "hints-0-ordinal": 1,
        "hints-0-source": "Think.",
        "hints-0-problem": problem.pk,
    }

    answer = cast.api("operator").client.post(f"/admin/problems/problem/{problem.pk}/change/", form)

    assert answer.status_code == 302, answer.context["errors"]
    assert Hint.objects.get().source == "Think."
    kept = dict(problem.revisions.filter(is_baseline=False).values_list("part", "actor__username"))
    changed = {"hints", "settings"} if difficulty else {"hints"}
    assert kept == dict.fromkeys(changed, "operator")
