"""GraphQL for staff: people and courses."""

import strawberry
import strawberry_django
from django.db.models import QuerySet
from strawberry import relay
from strawberry.types import Info

from accounts.doors import visitor
from accounts.models import User
from courses.models import Course
from courses.selectors import courses_taught_by


@strawberry_django.type(User, name="User")
class UserNode(relay.Node):
    """Somebody with an account, as the staff of a course may see them."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    username: strawberry.auto
    display_name: strawberry.auto


@strawberry_django.type(Course, name="Course")
class CourseNode(relay.Node):
    """A course that one acts for."""

    id: relay.NodeID[int]
    number: int = strawberry_django.field(field_name="id", description="As in addresses.")
    slug: strawberry.auto
    title: strawberry.auto

    @classmethod
    def get_queryset(cls, queryset: QuerySet[Course], info: Info) -> QuerySet[Course]:
        return queryset.filter(pk__in=courses_taught_by(visitor(info.context.request)))
