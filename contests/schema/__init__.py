"""GraphQL for staff: contests, assignments, and what is said in them."""

from contests.schema.mutations import SetsMutation
from contests.schema.types import ProblemSetNode, SetsQuery

__all__ = ["ProblemSetNode", "SetsMutation", "SetsQuery"]
