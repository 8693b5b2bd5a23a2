"""GraphQL for staff: contests, assignments, who takes part, and what is said in them."""

from contests.schema.entries import EntriesQuery
from contests.schema.entry_mutations import EntriesMutation
from contests.schema.mutations import SetsMutation
from contests.schema.talk import TalkMutation, TalkQuery
from contests.schema.types import ProblemSetNode, SetsQuery

__all__ = [
    "EntriesMutation",
    "EntriesQuery",
    "ProblemSetNode",
    "SetsMutation",
    "SetsQuery",
    "TalkMutation",
    "TalkQuery",
]
