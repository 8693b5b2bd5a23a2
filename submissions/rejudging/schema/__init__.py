"""GraphQL for staff: rejudgings."""

from submissions.rejudging.schema.mutations import RejudgingsMutation, RejudgingsQuery

__all__ = ["RejudgingsMutation", "RejudgingsQuery"]
