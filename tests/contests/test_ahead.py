"""Which contests come, and how many people with them."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from common.ports import arrivals_by_minute, contests_ahead, queue_flows
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem
from tests.contest_factories import make_contest, make_entry
from tests.factories import NOON, make_submission
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_contests_within_two_weeks_are_told_with_those_who_may_come(
    cast: Cast, queries: CaptureQueriesContext
) -> None:
    day = timedelta(days=1)
    soon = make_contest("soon", starts_at=NOON + day)
    make_entry(soon, cast.minsu)
    make_entry(soon, cast.sora, virtual_starts_at=NOON)
    make_contest("ours", starts_at=NOON - timedelta(hours=1), course=cast.algorithms)
    make_contest("far", starts_at=NOON + 15 * day)
    make_contest("past", starts_at=NOON - 2 * day)

    with queries:
        found = contests_ahead(NOON)

    assert [(one.slug, one.entry_count) for one in found] == [("ours", 2), ("soon", 1)]
    assert len(queries.captured_queries) == 2


def test_flow_and_arrivals_are_read_from_the_newest_judgements(
    cast: Cast, problem: Problem, queries: CaptureQueriesContext
) -> None:
    for minutes in (130, 3, 1, 1):
        made_at = NOON - timedelta(minutes=minutes)
        make_submission(cast.minsu, problem, verdict=Verdict.ACCEPTED, created_at=made_at)

    with queries:
        flow = queue_flows(NOON)[JudgeQueue.PRACTICE]
        counts = arrivals_by_minute(NOON, 120)

    assert (flow.arrived_per_minute, flow.oldest_since) == (3 / 5, None)
    assert (sum(counts), counts[-1], counts[-3]) == (3, 2, 1)
    assert len(queries.captured_queries) == 3
