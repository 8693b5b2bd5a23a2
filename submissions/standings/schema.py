"""GraphQL for staff: revealing and finalizing a contest's results."""

from datetime import datetime

import strawberry
from django.utils import timezone
from strawberry.types import Info

from accounts.doors import signed_in_user
from contests.models import ContestRules
from contests.scoring.reveal import RevealStep
from submissions.standings.results import (
    results_finalize,
    results_reveal_next,
    results_reveal_order,
    results_unfreeze,
)


@strawberry.type(name="RevealStep")
class RevealStepNode:
    """One frozen cell that becomes public."""

    entry: int = strawberry.field(description="The entry's id, as on the scoreboard.")
    problem: int = strawberry.field(description="The problem's ordinal.")
    position_before: int
    position_after: int


@strawberry.type(name="ContestResults")
class ContestResultsNode:
    """Where a contest's results stand."""

    unfrozen_at: datetime | None
    finalized_at: datetime | None


@strawberry.type
class StandingsQuery:
    @strawberry.field(
        description=(
            "All frozen cells in the resolver's order: from the bottom of the board, the "
            "leftmost problem first. For the contest's staff. Errors: not_allowed."
        )
    )
    def reveal_order(self, info: Info, contest: str) -> list[RevealStepNode]:
        steps = results_reveal_order(
            user=signed_in_user(info.context.request), slug=contest, now=timezone.now()
        )
        return [_step(step) for step in steps]


@strawberry.type
class StandingsMutation:
    @strawberry.mutation(
        description=(
            "Make the next frozen cell public, in the resolver's order; null when all are. For "
            "the contest's staff. Errors: not_allowed, contest_not_over."
        )
    )
    def results_reveal_next(self, info: Info, contest: str) -> RevealStepNode | None:
        step = results_reveal_next(
            user=signed_in_user(info.context.request), slug=contest, now=timezone.now()
        )
        return _step(step) if step else None

    @strawberry.mutation(
        description=(
            "Show the public all results. For the contest's staff. Errors: not_allowed, "
            "contest_not_over, not_frozen, course_archived."
        )
    )
    def results_unfreeze(self, info: Info, contest: str) -> ContestResultsNode:
        return _results(
            results_unfreeze(
                user=signed_in_user(info.context.request), slug=contest, now=timezone.now()
            )
        )

    @strawberry.mutation(
        description=(
            "Make the results official: nothing changes them any more. For the contest's staff. "
            "Errors: not_allowed, contest_not_over, still_judging, already_final, "
            "course_archived."
        )
    )
    def results_finalize(self, info: Info, contest: str) -> ContestResultsNode:
        return _results(
            results_finalize(
                user=signed_in_user(info.context.request), slug=contest, now=timezone.now()
            )
        )


def _step(step: RevealStep) -> RevealStepNode:
    return RevealStepNode(
        entry=step.entry_id,
        problem=step.problem,
        position_before=step.position_before,
        position_after=step.position_after,
    )


def _results(rules: ContestRules) -> ContestResultsNode:
    return ContestResultsNode(unfrozen_at=rules.unfrozen_at, finalized_at=rules.finalized_at)
