"""GraphQL for staff: submissions."""

from submissions.schema.mutations import SubmissionsMutation, SubmissionsQuery
from submissions.schema.types import JudgementNode, RunNode, SubmissionNode

__all__ = [
    "JudgementNode",
    "RunNode",
    "SubmissionNode",
    "SubmissionsMutation",
    "SubmissionsQuery",
]
