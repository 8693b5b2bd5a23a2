"""GraphQL: the questions of one's courses."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from strawberry.relay import to_base64
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from discussions.models import Question
from discussions.schema import DiscussionsMutation
from discussions.services import question_reply
from problems.models import Visibility
from tests.discussions.conftest import Ask
from tests.discussions.test_api import everything
from tests.factories import NOON, make_problem
from tests.people import Cast

READ = """
query ($filters: QuestionFilter) {
  questions(filters: $filters, ordering: [{lastActivityAt: DESC}]) { edges { node {
    title isPrivate course { slug } author { username } problem { slug } problemSetSlug
    replies { isFromStaff author { username } }
  } } }
}
"""
MUTATIONS = {
    "answerQuestion": 'answerQuestion(questionId: "%(q)s", body: "So.") { isFromStaff }',
    "resolveQuestion": 'resolveQuestion(questionId: "%(q)s") { isResolved }',
    "makeQuestionPrivate": 'makeQuestionPrivate(questionId: "%(q)s") { isPrivate }',
    "removeQuestion": 'removeQuestion(questionId: "%(q)s")',
    "removeReply": 'removeReply(replyId: "%(r)s")',
}


def nodes(cast: Cast, name: str, **filters: Any) -> list[Any]:
    answer = cast.api(name).graphql(READ, filters=filters).json()
    return [edge["node"] for edge in answer["data"]["questions"]["edges"]]


def mutate(cast: Cast, ask: Ask, name: str, mutation: str) -> Any:
    """About a question that both of minsu's fellow student and the visitor could guess."""
    question = Question.objects.first() or ask()
    reply = question.replies.first() or question_reply(
        user=cast.jiwoo, question_id=question.pk, body="Hm.", now=NOON
    )
    ids = {"q": to_base64("Question", question.pk), "r": to_base64("Reply", reply.pk)}
    return cast.api(name).graphql("mutation { " + MUTATIONS[mutation] % ids + " }").json()


def test_every_mutation_is_tried_here() -> None:
    fields = get_object_definition(DiscussionsMutation, strict=True).fields

    assert {to_camel_case(field.python_name) for field in fields} == set(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", ["visitor", "minsu", "jiwoo", "ta_yuri"])
def test_a_refused_mutation_changes_and_tells_nothing(
    cast: Cast, ask: Ask, name: str, mutation: str
) -> None:
    mutate(cast, ask, "visitor", mutation)
    before = everything()

    answer = mutate(cast, ask, name, mutation)

    code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["code"]
    assert code == ("not_signed_in" if name == "visitor" else "not_allowed")
    assert everything() == before


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", ["ta_hana", "professor", "operator"])
def test_staff_do_it(cast: Cast, ask: Ask, name: str, mutation: str) -> None:
    assert "errors" not in mutate(cast, ask, name, mutation)


def test_staff_read_their_courses_alone(cast: Cast, ask: Ask) -> None:
    make_problem("sum", course=cast.algorithms, visibility=Visibility.COURSE)
    make_problem("public")
    ask(title="theirs", problem="sum", is_private=True)
    ask(title="any", problem="public")

    seen = {node["title"]: node["problem"] for node in nodes(cast, "ta_hana")}
    assert seen == {"theirs": {"slug": "sum"}, "any": None}
    assert nodes(cast, "ta_yuri") == []
    assert len(nodes(cast, "operator")) == 2


def test_filters(cast: Cast, ask: Ask) -> None:
    make_problem("sum")
    ask(title="a", problem="sum")
    ask(title="b", user=cast.ta_hana)

    def found(**filters: Any) -> list[str]:
        return sorted(node["title"] for node in nodes(cast, "ta_hana", **filters))

    assert found() == ["a", "b"]
    assert found(problemSlug="sum", courseSlug="algorithms") == ["a"]
    assert found(isUnread=True) == ["a"]
    assert found(isUnread=False) == ["b"]
    assert found(isResolved={"exact": True}) == []


@pytest.mark.parametrize("count", [1, 15])
def test_a_nested_list_costs_the_same_however_long(
    cast: Cast, ask: Ask, queries: CaptureQueriesContext, count: int
) -> None:
    make_problem("sum", course=cast.algorithms, visibility=Visibility.COURSE)
    for _ in range(count):
        question = ask(problem="sum")
        question_reply(user=cast.jiwoo, question_id=question.pk, body="x", now=NOON)

    api = cast.api("ta_hana")

    with queries:
        answer = api.graphql(READ).json()

    assert len(answer["data"]["questions"]["edges"]) == count
    assert len(queries) <= 12
