"""Problems' places in sets, and which sets somebody's GraphQL reaches."""

import strawberry
import strawberry_django
from django.db.models import QuerySet
from strawberry import relay
from strawberry.types import Info

from accounts.doors import visitor
from common.graphql import from_related
from contests.models import ProblemSet, SetProblem
from contests.selectors.sets import sets_managed_by
from problems.schema import ProblemNode


def managed(info: Info) -> QuerySet[ProblemSet]:
    """The sets that the visitor acts for as staff: what belongs to others is not there."""
    return sets_managed_by(visitor(info.context.request)).order_by().values("pk")  # type: ignore[return-value]  # for subqueries only


@strawberry_django.type(SetProblem, name="SetProblem")
class SetProblemNode(relay.Node):
    """A problem's place in a set."""

    id: relay.NodeID[int]
    ordinal: strawberry.auto
    label: strawberry.auto
    points: strawberry.auto
    weight: strawberry.auto
    colour: strawberry.auto
    problem_slug: str = from_related("problem__slug")
    problem_title: str = from_related("problem__title")
    problem: ProblemNode | None = strawberry_django.field(
        description="null: one does not act for the problem itself."
    )

    @classmethod
    def get_queryset(cls, queryset: QuerySet[SetProblem], info: Info) -> QuerySet[SetProblem]:
        return queryset.filter(problem_set__in=managed(info))
