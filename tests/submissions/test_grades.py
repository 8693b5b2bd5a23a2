"""Scores of assignments: what counts, when it is shown, and who changes it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.errors import ConflictError, InvalidInputError, NotAllowedError
from contests.models import Extension, ProblemSet, ScoreAdjustment
from contests.services.assignments import (
    MoreTime,
    adjustment_make,
    extension_grant,
    extension_revoke,
    scores_release,
    solutions_release,
)
from courses.models import Role
from judging.verdicts import Verdict
from notifications.models import Notification
from submissions.grades.models import SetResult
from submissions.models import Submission
from submissions.services import judgement_rejudge, judgement_report_record
from tests.contest_factories import DAY, HOUR, make_assignment
from tests.factories import judgement_of, make_problem, make_submission, report_of
from tests.people import EVERYBODY, Cast, join, make_user

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
STAFF = {"ta_hana", "professor", "operator"}


@pytest.fixture
def homework(cast: Cast) -> ProblemSet:
    """Due an hour ago, closed in three days, 10 % a day; two problems, the second weighs 2."""
    made = make_assignment(
        course=cast.algorithms,
        problems=[make_problem("a"), make_problem("b")],
        starts_at=timezone.now() - 7 * DAY - HOUR,
        closes_at=timezone.now() + 3 * DAY,
        late_penalty_percent=10,
    )
    made.problems.filter(label="B").update(weight=2)
    return made


def hand_in(
    cast: Cast,
    homework: ProblemSet,
    *,
    label: str = "A",
    name: str = "minsu",
    early: timedelta = DAY,
    verdict: Verdict = AC,
    **report: Any,
) -> Submission:
    """Judged, handed in so long before the due date."""
    user = cast.named(name)
    assert user is not None
    place = homework.problems.select_related("problem__test_package").get(label=label)
    submission = make_submission(user, place.problem, created_at=homework.ends_at - early)
    submission.problem_set = homework
    submission.max_score = 100.0 if report else None
    submission.save()
    judgement_report_record(
        report=report_of(judgement_of(submission), verdict, **report), now=timezone.now()
    )
    return submission


def points(label: str = "A") -> float:
    return SetResult.objects.get(set_problem__label=label).points


def score(cast: Cast, name: str = "minsu") -> Any:
    return cast.api(name).get("/assignments/homework/score").json()


def release(cast: Cast) -> None:
    scores_release(user=cast.ta_hana, slug="homework", now=timezone.now())


def test_what_is_worth_most_after_its_penalty_counts(cast: Cast, homework: ProblemSet) -> None:
    hand_in(cast, homework, verdict=WA)
    assert points() == 0.0
    late = hand_in(cast, homework, early=-timedelta(minutes=30))
    assert (points(), SetResult.objects.get().days_late) == (90.0, 1)
    hand_in(cast, homework, early=-timedelta(minutes=31))
    assert SetResult.objects.get().submission == late

    hand_in(cast, homework)
    result = SetResult.objects.get()
    assert (result.points, result.days_late, result.is_solved) == (100.0, 0, True)


def test_partial_scores_are_scaled(cast: Cast, homework: ProblemSet) -> None:
    hand_in(cast, homework, verdict=WA, score=30.0)
    assert points() == 30.0
    hand_in(cast, homework, verdict=WA, score=50.0, early=-timedelta(minutes=1))
    assert points() == 45.0


def test_a_rejudge_takes_points_back(cast: Cast, homework: ProblemSet) -> None:
    submission = hand_in(cast, homework)
    judgement = judgement_rejudge(
        user=cast.ta_hana, submission_id=submission.pk, now=timezone.now()
    )
    assert points() == 100.0

    judgement_report_record(report=report_of(judgement, WA), now=timezone.now())

    assert (points(), SetResult.objects.get().is_solved) == (0.0, False)


def grant(cast: Cast, *names: str, by: str = "ta_hana", ends_at: datetime | None = None) -> None:
    user = cast.named(by)
    assert user is not None
    more = MoreTime(ends_at=ends_at or timezone.now() + DAY, reason="ill")
    extension_grant(user=user, slug="homework", usernames=names, more=more)


def test_an_extension_counts_late_work_anew(cast: Cast, homework: ProblemSet) -> None:
    for name in ("minsu", "jiwoo"):
        hand_in(cast, homework, name=name, early=-timedelta(minutes=30))

    grant(cast, "minsu")
    assert SetResult.objects.get(user=cast.minsu).points == 100.0
    assert SetResult.objects.get(user=cast.jiwoo).points == 90.0
    listed = cast.api("minsu").get("/assignments").json()["items"][0]
    assert (listed["has_extension"], listed["phase"]) == (True, "open")

    extension_revoke(user=cast.ta_hana, slug="homework", username="minsu")
    assert SetResult.objects.get(user=cast.minsu).points == 90.0


def test_a_group_gets_more_time_at_once_or_nobody_does(cast: Cast, homework: ProblemSet) -> None:
    with pytest.raises(InvalidInputError, match="sora"):
        grant(cast, "minsu", "sora")
    with pytest.raises(InvalidInputError):
        grant(cast, "minsu", ends_at=homework.ends_at)
    assert not Extension.objects.exists()

    grant(cast, "minsu", "jiwoo")
    grant(cast, "minsu")
    assert Extension.objects.count() == 2


def adjust(cast: Cast, by: str = "ta_hana", **fields: Any) -> ScoreAdjustment:
    user = cast.named(by)
    assert user is not None
    return adjustment_make(
        user=user,
        slug="homework",
        now=timezone.now(),
        **{"username": "minsu", "label": "A", "points": -20.0, "comment": "Style.", **fields},
    )


@pytest.mark.parametrize("name", ["minsu", "jiwoo", "sora", "ta_yuri"])
def test_only_staff_of_the_course_grant_adjust_and_release(
    cast: Cast, homework: ProblemSet, name: str
) -> None:
    user, now = cast.named(name), timezone.now()
    assert user is not None
    for attempt in (
        lambda: grant(cast, "minsu", by=name),
        lambda: extension_revoke(user=user, slug="homework", username="minsu"),
        lambda: adjust(cast, by=name),
        lambda: scores_release(user=user, slug="homework", now=now),
        lambda: solutions_release(user=user, slug="homework", now=now),
        lambda: scores_release(user=user, slug="nowhere", now=now),
    ):
        with pytest.raises(NotAllowedError, match="staff of the set"):
            attempt()

    homework.assignment_rules.refresh_from_db()
    assert homework.assignment_rules.scores_released_at is None
    assert not Extension.objects.exists()
    assert not ScoreAdjustment.objects.exists()
    assert not Notification.objects.exists()


def test_an_adjustment_supersedes_the_one_before(cast: Cast, homework: ProblemSet) -> None:
    hand_in(cast, homework)
    adjust(cast)
    adjust(cast, points=-5.0, comment="On second thought.")
    adjust(cast, label=None, points=1.5)
    release(cast)

    body = score(cast)

    assert body["problems"][0]["points"] == 95.0
    assert body["problems"][0]["adjustment"]["comment"] == "On second thought."
    assert (body["total"], body["max_total"]) == (96.5, 300.0)
    assert ScoreAdjustment.objects.count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"points": float("nan")},
        {"points": 1e9},
        {"label": "Z"},
        {"username": "sora"},
        {"username": "ta_hana"},
        {"comment": "x" * 2001},
    ],
)
def test_a_bad_adjustment_changes_nothing(
    cast: Cast, homework: ProblemSet, fields: dict[str, Any]
) -> None:
    adjust(cast)

    with pytest.raises(InvalidInputError):
        adjust(cast, **fields)

    assert [one.superseded_at for one in ScoreAdjustment.objects.all()] == [None]


def test_scores_are_shown_when_they_are_released(cast: Cast, homework: ProblemSet) -> None:
    hand_in(cast, homework, label="B")
    adjust(cast, comment="secret words")
    before = cast.api("minsu").get("/assignments/homework/score")

    assert "secret words" not in before.content.decode()
    body = before.json()
    assert (body["is_released"], body["total"]) == (False, None)
    second = body["problems"][1]
    assert (second["points"], second["is_solved"], second["submission_count"]) == (None, True, 1)

    release(cast)
    assert (score(cast)["total"], score(cast, "jiwoo")["total"]) == (200.0, 0.0)
    told = set(Notification.objects.values_list("user__username", flat=True))
    assert told <= {"minsu", "jiwoo"}
    with pytest.raises(ConflictError):
        release(cast)


def test_releasing_tells_the_students(
    cast: Cast, homework: ProblemSet, transactional_db: None
) -> None:
    release(cast)

    told = Notification.objects.values_list("user__username", flat=True)
    assert set(told) == {"minsu", "jiwoo"}


def test_a_veiled_assignment_shows_results_with_the_scores(
    cast: Cast, homework: ProblemSet
) -> None:
    homework.verdict_policy = "blind"
    homework.save()
    hand_in(cast, homework)
    first = score(cast)["problems"][0]
    assert (first["is_solved"], first["counted_submission"]) == (None, None)
    assert first["submission_count"] == 1
    listed = cast.api("minsu").get("/assignments").json()["items"][0]
    assert (listed["tried_count"], listed["solved_count"]) == (1, None)

    release(cast)
    assert score(cast)["problems"][0]["is_solved"]


def make_class(cast: Cast, homework: ProblemSet) -> None:
    """Eight students; six have handed in."""
    for number in range(6):
        user = join(make_user(f"s{number}"), cast.algorithms, Role.STUDENT)
        setattr(cast, f"s{number}", user)
        hand_in(cast, homework, name=f"s{number}", verdict=AC if number < 3 else WA)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_distribution_names_nobody(cast: Cast, homework: ProblemSet, name: str) -> None:
    make_class(cast, homework)
    hand_in(cast, homework, name="ta_hana")
    api = cast.api(name)
    early = api.get("/assignments/homework/distribution")
    release(cast)

    response = api.get("/assignments/homework/distribution")

    if name in {"minsu", "jiwoo", *STAFF}:
        body = response.json()
        assert (body["students"], body["mean"], body["median"]) == (8, 37.5, 0.0)
        assert [bucket["students"] for bucket in body["buckets"]] == [5, 0, 0, 3, *[0] * 6]
        assert early.status_code == (200 if name in STAFF else 409)
    else:
        assert response.status_code == early.status_code == (401 if name == "visitor" else 404)


def test_a_small_class_has_no_distribution(cast: Cast, homework: ProblemSet) -> None:
    release(cast)

    response = cast.api("minsu").get("/assignments/homework/distribution")

    assert (response.status_code, response.json()["code"]) == (409, "too_few_students")


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_assignment_is_for_its_course(cast: Cast, homework: ProblemSet, name: str) -> None:
    api = cast.api(name)

    listed = api.get("/assignments")
    statuses = {api.get(f"/assignments/homework{path}").status_code for path in ("", "/score")}

    if name == "visitor":
        assert listed.status_code == 401
        assert statuses == {401}
        return
    is_member = name in {"minsu", "jiwoo", *STAFF}
    assert [item["slug"] for item in listed.json()["items"]] == ["homework"] * is_member
    assert statuses == {200 if is_member else 404}


def test_filters(cast: Cast, homework: ProblemSet) -> None:
    make_assignment("soon", course=cast.algorithms, starts_at=timezone.now() + DAY)
    make_assignment("old", course=cast.algorithms)
    api = cast.api("minsu")

    def slugs(**query: Any) -> list[str]:
        return [item["slug"] for item in api.get("/assignments", **query).json()["items"]]

    assert slugs() == ["old", "homework", "soon"]
    assert slugs(order="-starts_at") == ["soon", "homework", "old"]
    assert slugs(open=True) == ["homework"]
    assert slugs(open=False) == ["old", "soon"]
    assert slugs(kind="exercise") == []
    assert slugs(course="networks") == []
    assert slugs(search="home") == ["homework"]
    items = {item["slug"]: item for item in api.get("/assignments").json()["items"]}
    assert [items[slug]["phase"] for slug in ("old", "homework", "soon")] == [
        "closed",
        "late",
        "upcoming",
    ]
    assert (items["soon"]["problem_count"], items["homework"]["problem_count"]) == (None, 2)


@pytest.mark.parametrize("count", [1, 20])
def test_reading_costs_the_same_however_much_there_is(
    cast: Cast, homework: ProblemSet, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        made = make_assignment(f"h{number}", course=cast.algorithms)
        Extension.objects.create(problem_set=made, user=cast.minsu, ends_at=timezone.now() + DAY)
    hand_in(cast, homework)
    make_class(cast, homework)
    release(cast)
    api = cast.api("minsu")

    with queries:
        assert len(api.get("/assignments").json()["items"]) == count + 1
    assert len(queries) == 7  # session, user, page, extensions, tried, solved, problems

    with queries:
        api.get("/assignments/homework/score")
    assert len(queries) <= 12

    with queries:
        api.get("/assignments/homework/distribution")
    assert len(queries) == 9
