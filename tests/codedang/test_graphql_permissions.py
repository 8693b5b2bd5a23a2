"""Nobody reads or changes anything of another course, by any field of the schema."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type
from strawberry.relay import from_base64, to_base64

from codedang.graphql import schema
from courses.models import Course, Role
from tests.contest_factories import make_assignment
from tests.factories import make_problem, make_submission
from tests.graphql_calls import call_of, root_fields
from tests.people import Api, Cast, join, make_user
from tests.world import WORD, World, make_world

EVERYBODYS = {"User", "ProblemTag"}
NOT_REACHED = {"Query", "Mutation", "Subscription", "PageInfo", "RevealStep"} | {
    "FleetService",
    "ServicePart",
}
"""RevealStep holds numbers alone, of a board that froze: `revealOrder` itself is walked. The last
two are of the deployment, which this world has not: tests/infra_control reads them."""
DEEP = {"gradingBook": 4, "rejudgingPreview": 3}
"""Fields that lead further down than most, and how far."""
REFUSED = {"not_allowed", "not_found", "not_signed_in", "course_not_taught"}
NOT_CHOSEN = "nothing_chosen"
"""What others hear who choose submissions that are not theirs: as if there were none."""
OF_AUTHORS = {"editComment"}
"""Mutations that operators may not do either."""
KEPT_APART = {"audit_auditentry", "django_session", "django_migrations", "sqlite_sequence"}
TYPES_OF_IDS = {
    "itemId": "WeekItem",
    "checkId": "PlagiarismCheck",
    "pairId": "PlagiarismPair",
    "requestId": "JoinRequest",
    "packageId": "TestPackage",
    "attachmentId": "ProblemAttachment",
    "pictureId": "StatementPicture",
    "commentId": "LineComment",
    "faultId": "JudgingFault",
    "oldId": "Submission",
    "newId": "Submission",
}
"""What arguments name whose own name is not the type's."""
OF_ONES_OWN = {"startUpload"}
"""Mutations by which staff of any course make something of their own."""
OF_ASSIGNMENTS = {
    "grantExtension",
    "revokeExtension",
    "revokeExtensions",
    "adjustScore",
    "adjustScores",
    "importScores",
    "releaseScores",
}
"""Mutations whose ``slug`` is an assignment's; of the others it is a contest's."""


@pytest.fixture
def world(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> World:
    # These queries ask for all fields at once.
    for limit in ("MAX_TOKENS", "MAX_COST"):
        monkeypatch.setattr(f"codedang.graphql.{limit}", 10**9, raising=False)
    return make_world(cast)


@pytest.fixture
def other_staff(cast: Cast) -> list[Api]:
    """The TA of networks, and an instructor of a course with nothing in it."""
    empty = Course.objects.create(slug="empty", title="Empty")
    theirs = make_problem("theirs", course=cast.networks)
    make_assignment("networks-1", course=cast.networks, problems=[theirs])
    make_submission(join(make_user("dana"), cast.networks, Role.STUDENT), theirs)
    return [cast.api("ta_yuri"), Api(join(make_user("newcomer"), empty, Role.INSTRUCTOR))]


def values_of(world: World, mutation: str = "") -> Any:
    ids = world.ids()
    is_new = mutation.startswith(("create", "clone", "duplicateCourse"))
    is_of_assignment = mutation in OF_ASSIGNMENTS

    def one(type_name: str) -> str:
        return to_base64(type_name, ids[type_name])

    def value(name: str) -> Any:
        stem = name[:-3] + "Id" if name.endswith("Ids") else name
        type_name = TYPES_OF_IDS.get(stem, stem.removesuffix("Id"))
        type_name = type_name[:1].upper() + type_name[1:]
        if name == "id":
            return one(ids_of_nodes.get(mutation, "Course"))
        if stem == "newId":
            return to_base64("Submission", world.later.pk)
        if stem.endswith("Id") and type_name in ids:
            return [one(type_name)] if name.endswith("Ids") else one(type_name)
        return {
            "slug": "brand-new" if is_new else "homework" if is_of_assignment else "round",
            "newSlug": "brand-new",
            "studentNumbers": ["20260001"],
            "file": b64encode(b"username\nminsu\n").decode(),
            "older": 1,
            "newer": 2,
            "contest": "round",
            "courseSlug": world.course.slug,
            "course": world.course.slug,
            "problemSlug": "dp",
            "problem": "dp",
            "username": "minsu",
            "usernames": ["minsu"],
            "language": "cpp17" if "Template" in mutation else "en",
        }.get(name)

    return value


ids_of_nodes = {
    name: get_named_type(field.type).name
    for name, field in root_fields("query").items()
    if set(field.args) == {"id"}
}
"""The type that each ``thing(id: …)`` answers with."""


def crawl(api: Api, world: World) -> dict[str, Any]:
    """The answers of all root fields, with all leaves three levels deep."""
    answers = {}
    for name in root_fields("query"):
        call = call_of("query", name, values_of(world, name), depth=DEEP.get(name, 2))
        answers[name] = api.graphql(call.query, **call.variables).json()
    return answers


def type_names(value: Any) -> set[str]:
    if isinstance(value, list):
        return {name for one in value for name in type_names(one)}
    if isinstance(value, dict):
        own = {value["__typename"]} if "__typename" in value else set()
        return own | {name for one in value.values() for name in type_names(one)}
    return set()


def ids_in(value: Any) -> set[tuple[str, str]]:
    """Types and numbers of all nodes."""
    if isinstance(value, list):
        return {one for inner in value for one in ids_in(inner)}
    if isinstance(value, dict):
        own = set()
        if isinstance(value.get("id"), str):
            own = {from_base64(value["id"])}
        return own | {one for inner in value.values() for one in ids_in(inner)}
    return set()


def test_the_walk_reaches_every_type(cast: Cast, world: World) -> None:
    answers = crawl(cast.api("operator"), world)

    failed = {
        name: answer["errors"][0]["message"]
        for name, answer in answers.items()
        if "errors" in answer
    }
    assert failed == {}
    types = schema._schema.type_map.values()
    wanted = {
        one.name
        for one in types
        if isinstance(one, GraphQLObjectType) and not one.name.startswith("__")
    }
    unreached = wanted - type_names(list(answers.values())) - NOT_REACHED - _of_mutations()
    assert unreached == set(), "give them a row in tests/world.py"
    assert WORD in json.dumps(answers)


def _of_mutations() -> set[str]:
    """Types that only mutations and subscriptions answer with."""
    below = [
        get_named_type(field.type)
        for root in ("mutation", "subscription")
        for field in root_fields(root).values()
    ]
    of_queries = _below(get_named_type(one.type) for one in root_fields("query").values())
    return _below(below) - of_queries


def _below(kinds: Iterable[GraphQLNamedType]) -> set[str]:
    names: set[str] = set()
    left = list(kinds)
    while left:
        kind = left.pop()
        if isinstance(kind, GraphQLObjectType) and kind.name not in names:
            names.add(kind.name)
            left += [get_named_type(inner.type) for inner in kind.fields.values()]
    return names


def test_staff_of_other_courses_read_nothing(
    cast: Cast, world: World, other_staff: list[Api]
) -> None:
    theirs = {(name, number) for name, number in world.ids().items() if name not in EVERYBODYS}
    for api in other_staff:
        answers = crawl(api, world)

        text = json.dumps(answers)
        assert WORD not in text, text[max(0, text.find(WORD) - 300) : text.find(WORD) + 100]
        assert ids_in(list(answers.values())) & theirs == set()
        assert "minsu" not in text


def one_id(given: str, argument: str) -> str:
    return given


def test_no_id_of_another_course_opens_anything(world: World, other_staff: list[Api]) -> None:
    ids = world.ids()
    for api in other_staff:
        for name, own in ids_of_nodes.items():
            for type_name, number in ((own, ids[own]), ("User", ids["User"])):
                call = call_of("query", name, partial(one_id, to_base64(type_name, number)))
                answer = api.graphql(call.query, **call.variables).json()
                assert "errors" in answer or answer["data"][name] is None, (name, type_name)


def tables() -> dict[str, str]:
    """A digest of each table, beside those that every request may write to."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name not in KEPT_APART and not name.startswith("problems_search"):
                cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')  # noqa: S608 - our own names
                rows = repr(cursor.fetchall()).encode()
                found[name] = hashlib.sha256(rows).hexdigest()
    return found


def code_of(answer: Any) -> str | None:
    if "errors" in answer:
        found: str = answer["errors"][0]["extensions"]["code"]
        return found
    code: str | None = answer.get("code")
    return code


def test_every_root_field_says_whom_it_is_for() -> None:
    unsaid = [
        f"{root}.{name}"
        for root in ("query", "mutation", "subscription")
        for name in root_fields(root)
        if not schema.get_field_for_type(name, root.title()).directives  # type: ignore[union-attr]
    ]

    assert unsaid == [], "a mutation's description needs a sentence that begins with 'For '"


def test_mutations_of_another_course_are_refused_and_change_nothing(
    cast: Cast, world: World, other_staff: list[Api]
) -> None:
    outsiders = [*other_staff, cast.api("minsu"), cast.api("sora")]
    before = tables()
    wrong = {}

    for name in root_fields("mutation").keys() - OF_ONES_OWN:
        call = call_of("mutation", name, values_of(world, name))
        for number, api in enumerate(outsiders):
            code = code_of(api.graphql(call.query, **call.variables).json())
            is_refused = code in {*REFUSED, NOT_CHOSEN} or str(code).endswith("_not_found")
            if not is_refused:
                wrong[f"{name} {number}"] = code

    assert wrong == {}
    after = tables()
    assert {name for name in after if after[name] != before[name]} == set()


def test_the_same_mutations_are_not_refused_to_an_operator(cast: Cast, world: World) -> None:
    """Else the walk above would prove nothing: its arguments would be of nothing."""
    refused = {}
    api = cast.api("operator")
    for name in set(root_fields("mutation")) - OF_AUTHORS:
        call = call_of("mutation", name, values_of(world, name))
        with transaction.atomic():
            code = code_of(api.graphql(call.query, **call.variables).json())
            transaction.set_rollback(True)
        if code in {*REFUSED, "invalid_query", "problem_not_found", "set_not_found"}:
            refused[name] = code

    assert refused == {}
