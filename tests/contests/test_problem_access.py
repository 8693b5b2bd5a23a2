"""Who may open a problem because of a set, through every door that shows one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Extension, Invitation, ProblemSet, SetVisibility
from contests.rules import Access, Window, contest_access, phase_of
from contests.selectors.problems import problem_ids_of_sets
from problems.models import Problem, Visibility
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest, make_entry
from tests.factories import NOON, make_problem
from tests.people import EVERYBODY, Cast

MAKERS_TIME = {"upcoming": HOUR, "running": -HOUR, "over": -6 * HOUR}
STAFF = {"ta_hana", "professor", "operator"}


@pytest.fixture
def secret(db: None) -> Problem:
    """Hidden in the bank of the platform: of no course."""
    return make_problem("secret", visibility=Visibility.HIDDEN)


@pytest.fixture
def contest_at(cast: Cast, secret: Problem) -> Callable[..., ProblemSet]:
    """A public contest that minsu has entered, at a time that is named."""

    def make(when: str, **fields: object) -> ProblemSet:
        starts_at = timezone.now() + MAKERS_TIME[when]
        contest = make_contest(problems=[secret], starts_at=starts_at, set_fields=fields)
        make_entry(contest, cast.minsu)
        return contest

    return make


def opens(cast: Cast, name: str, slug: str = "secret") -> bool:
    """By its address; a refusal is the same as for a problem that is not there."""
    response = cast.api(name).get(f"/problems/{slug}")
    if response.status_code == 404:
        expected = cast.api(name).get("/problems/nowhere").json()["message"]
        assert response.json()["message"] == expected.replace("nowhere", slug)
    return bool(response.status_code == 200)


def lists(cast: Cast, name: str, slug: str = "secret") -> bool:
    api = cast.api(name)
    path = "/problems" if name == "visitor" else "/me/problems"
    listed = slug in {item["slug"] for item in api.get(path).json()["items"]}
    found = slug in {item["slug"] for item in api.get(path, search=slug).json()["items"]}
    assert listed is found
    return listed


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("when", ["upcoming", "running"])
def test_a_contests_problem_is_for_its_entrants_from_the_start_on(
    cast: Cast, contest_at: Callable[..., ProblemSet], when: str, name: str
) -> None:
    contest_at(when)

    is_entrant = name == "minsu" and when == "running"
    assert opens(cast, name) is (is_entrant or name == "operator")
    assert lists(cast, name) is (name == "operator")


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("upsolving", [True, False])
def test_after_the_end_it_is_for_all_or_for_none(
    cast: Cast, contest_at: Callable[..., ProblemSet], upsolving: bool, name: str
) -> None:
    contest_at("over", allows_upsolving=upsolving)

    assert opens(cast, name) is (upsolving or name == "operator")
    assert lists(cast, name) is (upsolving or name == "operator")


def test_a_virtual_entry_opens_what_upsolving_does_not(
    cast: Cast, contest_at: Callable[..., ProblemSet]
) -> None:
    contest = contest_at("over", allows_upsolving=False)
    entry = make_entry(contest, cast.jiwoo, virtual_starts_at=timezone.now() - HOUR)

    assert opens(cast, "jiwoo")
    assert not opens(cast, "minsu")

    entry.virtual_starts_at = timezone.now() - 6 * HOUR
    entry.virtual_ends_at = timezone.now() - HOUR
    entry.save()
    assert not opens(cast, "jiwoo")


@pytest.mark.parametrize("when", list(MAKERS_TIME))
def test_a_hidden_set_opens_nothing_but_to_its_staff(
    cast: Cast, secret: Problem, when: str
) -> None:
    starts_at = timezone.now() + MAKERS_TIME[when]
    draft = make_contest(
        "draft",
        problems=[secret],
        starts_at=starts_at,
        visibility=SetVisibility.HIDDEN,
        course=cast.algorithms,
    )
    make_entry(draft, cast.minsu)

    assert {name for name in EVERYBODY if opens(cast, name)} == STAFF


def test_an_invitation_alone_opens_no_problem(cast: Cast, secret: Problem) -> None:
    contest = make_contest(
        problems=[secret],
        starts_at=timezone.now() - HOUR,
        visibility=SetVisibility.INVITED,
    )
    Invitation.objects.create(problem_set=contest, user=cast.minsu)
    make_entry(contest, cast.jiwoo)

    assert {name for name in EVERYBODY if opens(cast, name)} == {"jiwoo", "operator"}


@pytest.mark.parametrize("when", list(MAKERS_TIME))
def test_a_courses_problem_is_kept_shut_by_its_own_contest(cast: Cast, when: str) -> None:
    ours = make_problem("ours", course=cast.algorithms, visibility=Visibility.COURSE)
    contest = make_contest(
        problems=[ours],
        starts_at=timezone.now() + MAKERS_TIME[when],
        visibility=SetVisibility.COURSE,
        course=cast.algorithms,
    )
    make_entry(contest, cast.minsu)

    found = {name for name in EVERYBODY if opens(cast, name, "ours")}
    listed = {name for name in EVERYBODY if lists(cast, name, "ours")}

    entrants = {"upcoming": set(), "running": {"minsu"}, "over": {"minsu", "jiwoo"}}[when]
    assert found == entrants | STAFF
    assert listed == (entrants if when == "over" else set()) | STAFF


def test_another_courses_contest_takes_no_problem_away(cast: Cast) -> None:
    ours = make_problem("ours", course=cast.algorithms, visibility=Visibility.COURSE)
    public = make_problem("public")
    make_contest(
        problems=[ours, public],
        starts_at=timezone.now() + HOUR,
        visibility=SetVisibility.COURSE,
        course=cast.networks,
    )

    assert lists(cast, "minsu", "ours")
    assert lists(cast, "minsu", "public")


@pytest.mark.parametrize(
    ("age", "access"),
    [(-HOUR, None), (HOUR, "set"), (8 * DAY, "set"), (11 * DAY, "practice")],
)
def test_an_assignments_problem_is_for_the_course(
    cast: Cast, secret: Problem, age: timedelta, access: str | None
) -> None:
    now = timezone.now()
    make_assignment(
        course=cast.algorithms,
        problems=[secret],
        starts_at=now - age,
        closes_at=now - age + 10 * DAY,
    )

    students = {"minsu", "jiwoo"} if access else set()
    assert {name for name in EVERYBODY if opens(cast, name)} == students | STAFF
    practisable = students | STAFF if access == "practice" else {"operator"}
    assert {name for name in EVERYBODY if lists(cast, name)} == practisable


def test_an_extension_keeps_an_assignment_open_for_one(cast: Cast, secret: Problem) -> None:
    now = timezone.now()
    homework = make_assignment(
        course=cast.algorithms,
        problems=[secret],
        starts_at=now - 8 * DAY,
        set_fields={"allows_upsolving": False},
    )
    Extension.objects.create(problem_set=homework, user=cast.minsu, ends_at=now + DAY)

    assert opens(cast, "minsu")
    assert not opens(cast, "jiwoo")


@pytest.mark.parametrize("upsolving", [True, False])
@pytest.mark.parametrize("entrant", [True, False])
@pytest.mark.parametrize("hours", [-1, 0, 4, 5])
def test_the_query_agrees_with_the_rule(
    cast: Cast, secret: Problem, hours: int, entrant: bool, upsolving: bool
) -> None:
    contest = make_contest(problems=[secret], set_fields={"allows_upsolving": upsolving})
    if entrant:
        make_entry(contest, cast.minsu)
    now = NOON + hours * HOUR

    of_sets = problem_ids_of_sets(cast.minsu, now)

    phase = phase_of(Window(starts_at=contest.starts_at, ends_at=contest.ends_at), now=now)
    access = contest_access(
        phase=phase, is_entrant=entrant, is_staff=False, allows_upsolving=upsolving
    )
    found = Problem.objects.filter(pk=secret.pk)
    assert found.filter(pk__in=of_sets.in_sets).exists() is (access is Access.IN_SET)
    assert found.filter(pk__in=of_sets.for_practice).exists() is (access is Access.PRACTICE)
