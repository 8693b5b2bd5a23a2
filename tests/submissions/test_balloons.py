"""Balloons follow verdicts, and are carried by staff."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Balloon, ProblemSet
from judging.verdicts import Verdict
from submissions.models import Submission
from submissions.services import judgement_rejudge, judgement_report_record
from tests.contest_factories import HOUR, make_contest, make_entry
from tests.factories import judgement_of, make_problem, make_submission, report_of
from tests.people import EVERYBODY, Cast

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
STAFF = {"ta_hana", "professor", "operator"}


@pytest.fixture
def contest(cast: Cast) -> ProblemSet:
    """The algorithms course's, with balloons; minsu has entered."""
    made = make_contest(
        problems=[make_problem("a")],
        starts_at=timezone.now() - HOUR,
        course=cast.algorithms,
        has_balloons=True,
    )
    make_entry(made, cast.minsu)
    return made


def hand_in(cast: Cast, contest: ProblemSet, *verdicts: Verdict) -> Submission:
    entry = contest.entries.get()
    place = contest.problems.select_related("problem__test_package").get()
    submission = make_submission(cast.minsu, place.problem)
    submission.problem_set, submission.entry = contest, entry
    submission.save()
    judgement_report_record(
        report=report_of(judgement_of(submission), *verdicts), now=timezone.now()
    )
    return submission


def states() -> list[str]:
    return list(Balloon.objects.values_list("state", flat=True))


def test_the_first_accepted_brings_one_balloon(cast: Cast, contest: ProblemSet) -> None:
    hand_in(cast, contest, WA)
    assert states() == []

    hand_in(cast, contest, AC, AC, AC)
    hand_in(cast, contest, AC, AC, AC)
    assert states() == ["waiting"]


def test_a_rejudge_withdraws_it_unless_it_was_delivered(cast: Cast, contest: ProblemSet) -> None:
    submission = hand_in(cast, contest, AC, AC, AC)

    def rejudged(verdict: Verdict) -> list[str]:
        judgement = judgement_rejudge(
            user=cast.ta_hana, submission_id=submission.pk, now=timezone.now()
        )
        judgement_report_record(report=report_of(judgement, verdict), now=timezone.now())
        return states()

    assert rejudged(WA) == ["withdrawn"]
    assert rejudged(AC) == ["waiting"]
    Balloon.objects.update(state="delivered")
    assert rejudged(WA) == ["delivered"]


def test_no_balloons_where_there_are_none(cast: Cast, contest: ProblemSet) -> None:
    contest.contest_rules.has_balloons = False
    contest.contest_rules.save()

    hand_in(cast, contest, AC, AC, AC)

    assert states() == []


def test_virtual_entries_get_none(cast: Cast, contest: ProblemSet) -> None:
    contest.entries.all().delete()
    make_entry(contest, cast.minsu, virtual_starts_at=timezone.now() - HOUR)

    hand_in(cast, contest, AC, AC, AC)

    assert states() == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_see_and_deliver(cast: Cast, contest: ProblemSet, name: str) -> None:
    hand_in(cast, contest, AC, AC, AC)
    (balloon,) = Balloon.objects.all()
    api = cast.api(name)

    listed = api.get("/contests/round/balloons")
    delivered = api.post(f"/contests/round/balloons/{balloon.pk}/delivery", {})

    if name in STAFF:
        (item,) = listed.json()["items"]
        assert (item["problem"], item["entry"], item["state"]) == ("A", "minsu", "waiting")
        assert (delivered.status_code, delivered.json()["delivered_by"]) == (200, name)
        assert api.get("/contests/round/balloons", state="waiting").json()["items"] == []
        back = api.post(f"/contests/round/balloons/{balloon.pk}/delivery", {"is_delivered": False})
        assert (back.json()["state"], back.json()["delivered_at"]) == ("waiting", None)
    else:
        expected = 401 if name == "visitor" else 403
        assert listed.status_code == delivered.status_code == expected
        assert states() == ["waiting"]


def test_another_contests_staff_deliver_nothing_here(cast: Cast, contest: ProblemSet) -> None:
    make_contest("theirs", course=cast.networks)
    hand_in(cast, contest, AC, AC, AC)
    (balloon,) = Balloon.objects.all()

    for slug in ("theirs", "round"):
        path = f"/contests/{slug}/balloons/{balloon.pk}/delivery"
        assert cast.api("ta_yuri").post(path, {}).status_code == 403
    assert states() == ["waiting"]


@pytest.mark.parametrize("count", [1, 10])
def test_the_queue_costs_the_same_however_long(
    cast: Cast, contest: ProblemSet, queries: CaptureQueriesContext, count: int
) -> None:
    contest.entries.all().delete()
    place = contest.problems.get()
    for number in range(count):
        entry: Any = make_entry(contest, cast.minsu) if number == 0 else None
        entry = entry or contest.entries.create(name=f"e{number}")
        Balloon.objects.create(
            problem_set=contest, set_problem=place, entry=entry, created_at=timezone.now()
        )
    api = cast.api("ta_hana")

    with queries:
        assert len(api.get("/contests/round/balloons").json()["items"]) == count

    assert len(queries) == 5  # session, user, contest, staff, page
