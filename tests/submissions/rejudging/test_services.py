"""Judging many again beside what counts, and applying or cancelling it."""

from typing import Any

import pytest
from django.db.models import Q
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from common.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState, Verdict
from problems.models import Problem, Visibility
from submissions.choosing import Choice
from submissions.models import Judgement, ProblemResult, Rejudging, Submission
from submissions.rejudging.applying import Chosen, rejudging_apply
from submissions.rejudging.feeding import rejudgings_feed
from submissions.rejudging.rules import RejudgingState
from submissions.rejudging.selectors import matrix_of, rejudgings_managed_by
from submissions.rejudging.services import (
    Trial,
    missed_by,
    rejudging_cancel,
    rejudging_catch_up,
    rejudging_count,
    rejudging_create,
)
from submissions.rejudging.sweeping import rejudgings_sweep
from submissions.services import judgement_rejudge, judgement_report_record
from tests.conftest import Broker
from tests.contest_factories import make_assignment
from tests.factories import NOON, make_package, make_problem, make_submission, report_of
from tests.people import EVERYBODY, Cast
from tests.submissions.rejudging.support import (
    judge_all,
    make_rejudging,
    open_judgements,
    verdicts,
)

OnCommit = DjangoCaptureOnCommitCallbacks
AC, WA, TLE, JE = (
    Verdict.ACCEPTED,
    Verdict.WRONG_ANSWER,
    Verdict.TIME_LIMIT,
    Verdict.JUDGING_ERROR,
)


@pytest.fixture
def knapsack(cast: Cast) -> Problem:
    """A problem of the course algorithms."""
    return make_problem("knapsack", course=cast.algorithms, visibility=Visibility.COURSE)


@pytest.fixture
def three(cast: Cast, knapsack: Problem) -> list[Submission]:
    """Minsu's accepted one, and two rejected ones of jiwoo's."""
    return [
        make_submission(cast.minsu, knapsack, verdict=AC),
        make_submission(cast.jiwoo, knapsack, verdict=WA),
        make_submission(cast.jiwoo, knapsack, verdict=WA),
    ]


def test_nothing_that_counts_changes_until_it_is_applied(
    cast: Cast, three: list[Submission], knapsack: Problem
) -> None:
    waiting = make_submission(cast.jiwoo, knapsack)
    before = list(Submission.objects.order_by("pk").values())
    rejudging = make_rejudging(cast.ta_hana, problem="knapsack")

    assert (rejudging.state, rejudging.submission_count) == ("judging", 3)
    judge_all(rejudging, lambda one: AC if one.submission_id == three[1].pk else WA)

    assert list(Submission.objects.order_by("pk").values()) == before
    assert ProblemResult.objects.get(user=cast.jiwoo).first_accepted is None
    assert [(cell.old, cell.new, cell.count) for cell in matrix_of(rejudging)] == [
        ("AC", "WA", 1),
        ("WA", "AC", 1),
        ("WA", "WA", 1),
    ]
    assert rejudging.items.filter(is_changed=True).count() == 2

    applied = rejudging_apply(user=cast.professor, rejudging_id=rejudging.pk, chosen=None, now=NOON)

    assert (applied.state, applied.ended_by) == ("applied", cast.professor)
    assert verdicts(*three, waiting) == ["WA", "AC", "WA", None]
    assert ProblemResult.objects.get(user=cast.jiwoo).first_accepted == three[1]
    assert ProblemResult.objects.get(user=cast.minsu).first_accepted is None


def test_applying_twice_is_applying_once(cast: Cast, three: list[Submission]) -> None:
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem="knapsack"), AC)
    first = rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)
    before = list(Submission.objects.order_by("pk").values())

    second = rejudging_apply(
        user=cast.professor, rejudging_id=rejudging.pk, chosen=Chosen(), now=NOON
    )

    assert (second.pk, second.ended_by_id) == (first.pk, cast.ta_hana.pk)
    assert list(Submission.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("cells", "numbers", "expected"),
    [
        ([(AC, WA)], [], ["WA", "WA", "WA"]),
        ([(WA, AC)], [], ["AC", "AC", "AC"]),
        ([], [1], ["AC", "AC", "WA"]),
        ([(AC, WA)], [2], ["WA", "WA", "AC"]),
        ([], [], ["AC", "WA", "WA"]),
    ],
)
def test_a_part_is_applied_and_the_rest_stays(
    cast: Cast,
    three: list[Submission],
    cells: list[tuple[Verdict, Verdict]],
    numbers: list[int],
    expected: list[str],
) -> None:
    rejudging = judge_all(
        make_rejudging(cast.ta_hana, problem="knapsack"),
        lambda one: WA if one.submission_id == three[0].pk else AC,
    )
    chosen = Chosen(cells=cells, submissions=[three[n].pk for n in numbers])

    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=chosen, now=NOON)

    assert verdicts(*three) == expected


def test_a_judging_error_and_what_was_overtaken_are_left_alone(
    cast: Cast, three: list[Submission]
) -> None:
    rejudging = judge_all(
        make_rejudging(cast.ta_hana, problem="knapsack"),
        lambda one: JE if one.submission_id == three[0].pk else AC,
    )
    again = judgement_rejudge(user=cast.ta_hana, submission_id=three[1].pk, now=NOON)
    judgement_report_record(report=report_of(again, TLE), now=NOON)

    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)

    assert verdicts(*three) == ["AC", "TLE", "AC"]
    fates = rejudging.items.order_by("submission").values_list("fate", flat=True)
    assert list(fates) == ["failed", "overtaken", "applied"]


def test_it_can_be_applied_only_when_all_is_judged(cast: Cast, three: list[Submission]) -> None:
    rejudging = make_rejudging(cast.ta_hana, problem="knapsack")
    judgement_report_record(report=report_of(open_judgements(rejudging)[0], AC), now=NOON)

    with pytest.raises(ConflictError) as caught:
        rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)

    assert caught.value.code == "not_ready"
    assert verdicts(*three) == ["AC", "WA", "WA"]


def test_a_cancelled_one_leaves_no_trace_and_late_reports_say_nothing(
    cast: Cast, three: list[Submission], broker: Broker, settings: Settings
) -> None:
    settings.REJUDGE_QUEUE_DEPTH = 1
    rejudging = make_rejudging(cast.ta_hana, problem="knapsack")
    assert rejudgings_feed() == 1
    sent = open_judgements(rejudging)[0]

    for _ in range(2):
        rejudging_cancel(user=cast.professor, rejudging_id=rejudging.pk, now=NOON)

    assert not judgement_report_record(report=report_of(sent, AC), now=NOON)
    assert rejudgings_feed() == 0
    assert len(broker.jobs(JudgeQueue.REJUDGE)) == 1
    assert set(rejudging.judgements.values_list("state", flat=True)) == {JudgementState.CANCELLED}
    assert verdicts(*three) == ["AC", "WA", "WA"]
    with pytest.raises(ConflictError):
        rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)


def test_repeating_finds_what_is_unstable(cast: Cast, three: list[Submission]) -> None:
    rejudging = make_rejudging(cast.ta_hana, problem="knapsack", repeat_count=3)
    shaky = [one.pk for one in open_judgements(rejudging) if one.submission_id == three[0].pk]

    judge_all(rejudging, lambda one: TLE if one.pk == shaky[-1] else AC)

    assert rejudging.judgements.count() == 9
    item = rejudging.items.get(is_unstable=True)
    assert (item.submission_id, item.verdicts, item.new_verdict) == (three[0].pk, ["AC", "TLE"], AC)


def test_a_version_is_tried_in_the_background_and_made_live_by_applying(
    cast: Cast, three: list[Submission], knapsack: Problem, broker: Broker
) -> None:
    live = knapsack.ready_package
    tried = make_package(knapsack, version=2)
    knapsack.test_package = live
    knapsack.save()
    rejudging = make_rejudging(cast.ta_hana, problem="knapsack", package=tried.pk)
    rejudgings_feed()
    assert {job.package_sha256 for job in broker.jobs(JudgeQueue.REJUDGE)} == {tried.sha256}
    judge_all(rejudging, AC)
    knapsack.refresh_from_db()
    assert knapsack.test_package == live
    came_meanwhile = make_submission(cast.minsu, knapsack, verdict=WA)
    assert [one.pk for one in missed_by(cast.ta_hana, rejudging)] == [came_meanwhile.pk]

    rejudging_catch_up(user=cast.ta_hana, rejudging_id=rejudging.pk, now=NOON)
    rejudgings_sweep(now=NOON)
    judge_all(rejudging, AC)
    rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)

    knapsack.refresh_from_db()
    assert knapsack.test_package == tried
    assert verdicts(*three, came_meanwhile) == ["AC"] * 4
    assert Submission.objects.filter(~Q(current_judgement__test_package=tried)).count() == 0


def test_a_version_fits_its_problem_only(cast: Cast, three: list[Submission]) -> None:
    other = make_problem("other", course=cast.algorithms).ready_package
    foreign = make_problem("foreign", course=cast.networks).ready_package

    for package, error in ((other, InvalidInputError), (foreign, NotAllowedError)):
        with pytest.raises(error):
            make_rejudging(cast.ta_hana, problem="knapsack", package=package.pk)
    assert not Rejudging.objects.exists()


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "visitor"])
def test_who_may_do_what(cast: Cast, three: list[Submission], name: str, broker: Broker) -> None:
    user = cast.named(name)
    assert user is not None
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem="knapsack"), AC)
    is_staff = name in {"ta_hana", "professor", "operator"}

    assert rejudgings_managed_by(user).exists() is is_staff
    acts: list[Any] = [
        lambda: make_rejudging(user, problem="knapsack"),
        lambda: rejudging_catch_up(user=user, rejudging_id=rejudging.pk, now=NOON),
        lambda: rejudging_cancel(user=user, rejudging_id=rejudging.pk, now=NOON),
        lambda: rejudging_apply(user=user, rejudging_id=rejudging.pk, chosen=None, now=NOON),
    ]
    if is_staff:
        acts[0]()
        return
    before = list(Submission.objects.values()), list(Rejudging.objects.values())
    for act in acts:
        with pytest.raises((NotAllowedError, InvalidInputError)):
            act()
    assert (list(Submission.objects.values()), list(Rejudging.objects.values())) == before
    assert Judgement.objects.filter(rejudging__isnull=False).count() == 3
    assert broker.jobs(JudgeQueue.REJUDGE) == []


def test_a_rejudging_over_two_courses_is_for_those_of_both(
    cast: Cast, three: list[Submission], knapsack: Problem
) -> None:
    theirs = make_submission(cast.minsu, knapsack, verdict=WA)
    theirs.problem_set = make_assignment(course=cast.networks, problems=[knapsack])
    theirs.save()

    both = make_rejudging(cast.operator, problem="knapsack")
    of_hana = make_rejudging(cast.ta_hana, problem="knapsack")

    assert (both.submission_count, of_hana.submission_count) == (4, 3)
    assert list(rejudgings_managed_by(cast.ta_hana)) == [of_hana]
    assert list(rejudgings_managed_by(cast.ta_yuri)) == []


def test_a_set_that_moved_to_another_course_stops_applying(
    cast: Cast, three: list[Submission], knapsack: Problem
) -> None:
    rejudging = judge_all(make_rejudging(cast.ta_hana, problem="knapsack"), AC)
    knapsack.course = cast.networks
    knapsack.save()

    with pytest.raises(NotAllowedError):
        rejudging_apply(user=cast.ta_hana, rejudging_id=rejudging.pk, chosen=None, now=NOON)

    rejudging.refresh_from_db()
    assert (rejudging.state, verdicts(*three)) == ("ready", ["AC", "WA", "WA"])


def test_counting_makes_nothing(cast: Cast, three: list[Submission], knapsack: Problem) -> None:
    make_submission(cast.minsu, knapsack)

    counted = rejudging_count(
        user=cast.ta_hana, choice=Choice(problem="knapsack"), trial=Trial(repeat_count=2)
    )

    assert (counted.submissions, counted.judgements, counted.left_out) == (3, 6, 1)
    assert not Rejudging.objects.exists()


@pytest.mark.parametrize(
    ("choice", "code"), [({"problem": "nothing"}, "nothing_chosen"), ({}, "invalid")]
)
def test_refused_choices_make_nothing(
    cast: Cast, three: list[Submission], choice: dict[str, str], code: str
) -> None:
    with pytest.raises(DomainError) as caught:
        rejudging_create(
            user=cast.ta_hana, choice=Choice.read(**choice), trial=Trial(), reason="", now=NOON
        )

    assert caught.value.code == code
    assert not Rejudging.objects.exists()


def test_the_sweeper_prepares_in_pieces_and_sends_few(
    cast: Cast,
    knapsack: Problem,
    broker: Broker,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    settings.REJUDGE_QUEUE_DEPTH = 3
    monkeypatch.setattr("submissions.rejudging.preparing.BATCH", 2)
    for _ in range(11):
        make_submission(cast.minsu, knapsack, verdict=WA)
    with django_capture_on_commit_callbacks(execute=True):
        rejudging = rejudging_create(
            user=cast.ta_hana,
            choice=Choice(problem="knapsack"),
            trial=Trial(),
            reason="",
            now=NOON,
        )
    assert Judgement.objects.filter(rejudging=rejudging).count() == 2
    assert broker.jobs(JudgeQueue.REJUDGE) == []

    rejudgings_sweep(now=NOON)
    assert Judgement.objects.filter(rejudging=rejudging).count() == 10
    assert rejudgings_sweep(now=NOON) == 3
    assert rejudgings_sweep(now=NOON) == 0

    done = 0
    while jobs := broker.jobs(JudgeQueue.REJUDGE):
        assert len(jobs) <= 3
        for job in jobs:
            judgement = Judgement.objects.get(pk=job.judgement_id)
            with django_capture_on_commit_callbacks(execute=True):
                judgement_report_record(report=report_of(judgement, AC), now=NOON)
            done += 1
    rejudgings_sweep(now=NOON)
    rejudging.refresh_from_db()
    assert (done, rejudging.state) == (11, RejudgingState.READY)


@pytest.mark.usefixtures("broker_away")
def test_a_broker_that_is_away_loses_no_job(cast: Cast, three: list[Submission]) -> None:
    rejudging = make_rejudging(cast.ta_hana, problem="knapsack")

    assert rejudgings_feed() == 0

    assert rejudging.judgements.filter(sent_at__isnull=True).count() == 3
