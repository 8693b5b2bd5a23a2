"""GraphQL for staff: people and courses."""

from courses.schema.types import CourseNode, UserNode

__all__ = ["CourseNode", "UserNode"]
