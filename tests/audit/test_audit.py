"""Every mutation leaves its row: what was done, what was refused, and who may read of it."""

from typing import Any

import pytest
from strawberry.relay import to_base64

from audit.models import AuditEntry, Outcome
from audit.redaction import LEFT_OUT, told
from courses.models import Course
from tests.contest_factories import make_contest
from tests.factories import make_problem
from tests.graphql_calls import call_of, root_fields
from tests.people import Cast

CHANGE = """
mutation ($id: ID!, $title: String!) {
  changeCourse(courseId: $id, change: {title: $title}) { title }
}
"""


def course_id(course: Course) -> str:
    return to_base64("Course", course.pk)


def unknown(name: str) -> Any:
    """Ids of nothing, so that no mutation does much."""
    return to_base64("Course", 10**9) if name.lower().endswith("id") else None


def unknown_lists(name: str) -> Any:
    return [to_base64("Course", 10**9)] if name.lower().endswith("ids") else unknown(name)


def test_every_mutation_leaves_its_row(cast: Cast) -> None:
    api = cast.api("operator")

    missing = []
    for name in root_fields("mutation"):
        call = call_of("mutation", name, unknown_lists)
        before = AuditEntry.objects.count()
        answer = api.graphql(call.query, **call.variables).json()
        entry = AuditEntry.objects.order_by("-pk").first()
        if AuditEntry.objects.count() != before + 1 or entry is None or entry.action != name:
            missing.append((name, answer))
        elif entry.outcome == Outcome.FAILED:
            missing.append((name, entry.message))

    assert missing == []


def test_a_change_is_told_with_what_was_before(cast: Cast) -> None:
    api = cast.api("professor")

    api.client.defaults["HTTP_X_REQUEST_ID"] = "request-7"
    answer = api.graphql(CHANGE, id=course_id(cast.algorithms), title="Graphs")

    assert "errors" not in answer.json()
    entry = AuditEntry.objects.get()
    key = f"Course:{cast.algorithms.pk}"
    assert (entry.before[key], entry.after[key]) == ({"title": "Algorithms"}, {"title": "Graphs"})
    assert (entry.actor, entry.actor_name) == (cast.professor, "professor")
    assert (entry.outcome, entry.course) == (Outcome.DONE, cast.algorithms)
    assert (entry.target_type, entry.target_label) == ("Course", "algorithms")
    assert (entry.request_id, entry.address) == ("request-7", "127.0.0.1")


def test_a_refusal_is_told_to_the_course_that_it_was_about(cast: Cast) -> None:
    cast.api("ta_yuri").graphql(CHANGE, id=course_id(cast.algorithms), title="Mine")

    entry = AuditEntry.objects.get()

    assert (entry.outcome, entry.code) == (Outcome.REFUSED, "not_allowed")
    assert (entry.course, entry.before, entry.after) == (cast.algorithms, {}, {})
    cast.algorithms.refresh_from_db()
    assert cast.algorithms.title == "Algorithms"


def test_rows_that_belong_to_a_set_are_told_with_it(cast: Cast) -> None:
    make_problem("sum")
    contest = make_contest(course=cast.algorithms, problems=[make_problem("dp")])
    query = """
    mutation ($slug: String!) {
      putSetProblems(slug: $slug, places: [{problemSlug: "sum", label: "A"}]) { slug }
    }
    """

    answer = cast.api("professor").graphql(query, slug=contest.slug)

    assert "errors" not in answer.json()
    entry = AuditEntry.objects.get()
    key = f"ProblemSet:{contest.pk}"
    assert len(entry.before[key]["problems"]) == len(entry.after[key]["problems"]) == 1
    assert entry.before[key]["problems"] != entry.after[key]["problems"]


def test_without_its_row_nothing_is_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("the table is full")

    monkeypatch.setattr("audit.services._target", fail)
    api = cast.api("professor")
    api.client.raise_request_exception = False

    api.graphql(CHANGE, id=course_id(cast.algorithms), title="Graphs")

    cast.algorithms.refresh_from_db()
    assert cast.algorithms.title == "Algorithms"


@pytest.mark.parametrize(
    ("name", "actions"),
    [("operator", 2), ("professor", 1), ("ta_hana", 1), ("ta_yuri", 1)],
)
def test_staff_read_of_their_courses(cast: Cast, name: str, actions: int) -> None:
    for course in (cast.algorithms, cast.networks):
        cast.api("operator").graphql(CHANGE, id=course_id(course), title="New")
    query = '{ auditEntries(filters: {action: {exact: "changeCourse"}}) { totalCount } }'

    answer = cast.api(name).graphql(query).json()

    assert answer == {"data": {"auditEntries": {"totalCount": actions}}}


def test_secrets_are_left_out_and_long_texts_cut() -> None:
    kept = told(
        {
            "password": "hunter2",
            "change": {"inviteCode": "abc", "text": "x" * 1_000, "names": ["n"] * 100},
        }
    )

    assert kept["password"] == kept["change"]["inviteCode"] == LEFT_OUT
    assert kept["change"]["text"].endswith("(1000 characters)")
    assert len(kept["change"]["names"]) == 51


def test_the_admin_only_shows_it(cast: Cast) -> None:
    cast.api("operator").graphql(CHANGE, id=course_id(cast.algorithms), title="New")
    entry = AuditEntry.objects.get()
    client = cast.api("operator").client

    assert client.get("/admin/audit/auditentry/").status_code == 200
    assert client.get(f"/admin/audit/auditentry/{entry.pk}/change/").status_code == 200
    assert client.post(f"/admin/audit/auditentry/{entry.pk}/delete/").status_code == 403
    assert client.get("/admin/audit/auditentry/add/").status_code == 403
