"""GraphQL for staff: people and courses."""

from courses.schema.mutations import CoursesMutation
from courses.schema.plan import PlanMutation
from courses.schema.types import CourseNode, CoursesQuery, NoticeNode, UserNode, WeekNode

__all__ = [
    "CourseNode",
    "CoursesMutation",
    "CoursesQuery",
    "NoticeNode",
    "PlanMutation",
    "UserNode",
    "WeekNode",
]
