"""GraphQL: what a set's staff read and do, and that nobody else does."""

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from strawberry.relay import to_base64
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from contests.models import Clarification, ProblemSet, SetKind
from contests.schema import SetsMutation
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest
from tests.contests.staff import error_code, everything, mutate
from tests.factories import make_problem, make_submission
from tests.people import Cast

READ = """
{ problemSets(ordering: [{id: ASC}]) { totalCount edges { node {
  slug kind course { slug }
  problems { label points problemSlug problem { slug } }
  contestRules { format inviteCode } assignmentRules { latePenaltyPercent }
  clarifications { question askedBy { username } }
  announcements { text } extensions { user { username } } adjustments { points }
} } } }
"""
TIMES = 'startsAt: "2030-03-02T12:00:00+09:00", endsAt: "2030-03-02T17:00:00+09:00"'
COPY = (
    'duplicateSet(slug: "round", newSlug: "%s", title: "%s", '
    'startsAt: "2031-03-02T12:00:00Z"%s) { slug }'
)
MUTATIONS = {
    "createContest": (
        'createContest(slug: "cup", courseSlug: "algorithms", values: {title: "Cup", '
        + TIMES
        + "}, rules: {format: IOI}) { slug visibility contestRules { format } }"
    ),
    "createAssignment": (
        'createAssignment(slug: "hw2", courseSlug: "algorithms", values: {title: "HW", '
        + TIMES
        + "}, rules: {latePenaltyPercent: 10}) { kind assignmentRules { latePenaltyPercent } }"
    ),
    "changeSet": (
        'changeSet(slug: "round", values: {title: "New", description: "*x*"}, '
        "contestRules: {penaltyMinutes: 10}) { title contestRules { penaltyMinutes } }"
    ),
    "duplicateSet": (
        'duplicateSet(slug: "round", newSlug: "round2", title: "Again", '
        'startsAt: "2031-03-02T12:00:00+09:00") { slug visibility problems { label } }'
    ),
    "putSetProblems": (
        'putSetProblems(slug: "round", places: [{problemSlug: "b", label: "A"}, '
        '{problemSlug: "a", label: "B", points: 50, colour: "#ff0000"}]) '
        "{ problems { label points problemSlug problem { slug } } }"
    ),
    "grantExtension": (
        'grantExtension(slug: "homework", usernames: ["jiwoo"], '
        'endsAt: "2040-03-02T12:00:00+09:00") { user { username } }'
    ),
    "revokeExtensions": 'revokeExtensions(slug: "homework", usernames: ["minsu", "jiwoo"])',
    "revokeExtension": 'revokeExtension(slug: "homework", username: "minsu")',
    "adjustScore": (
        'adjustScore(slug: "homework", username: "minsu", points: -5, comment: "Style.", '
        'label: "A") { points }'
    ),
    "releaseScores": 'releaseScores(slug: "homework") { assignmentRules { scoresReleasedAt } }',
    "releaseSolutions": 'releaseSolutions(slug: "old") { solutionsReleasedAt }',
}


def test_every_mutation_is_tried_here() -> None:
    definition = get_object_definition(SetsMutation, strict=True)

    assert {to_camel_case(field.name) for field in definition.fields} == set(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", ["ta_hana", "operator"])
def test_staff_of_the_course_may(
    cast: Cast, sets: dict[str, str], name: str, mutation: str
) -> None:
    before = everything()

    answer = mutate(cast, name, MUTATIONS[mutation] % sets)

    assert "errors" not in answer, answer
    assert everything() != before


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", ["visitor", "minsu", "sora", "ta_yuri"])
def test_others_change_nothing(cast: Cast, sets: dict[str, str], name: str, mutation: str) -> None:
    before = everything()

    answer = mutate(cast, name, MUTATIONS[mutation] % sets)

    assert error_code(answer) == ("not_signed_in" if name == "visitor" else "not_allowed")
    assert everything() == before


@pytest.mark.usefixtures("sets")
@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("ta_hana", ["round", "old", "homework"]),
        ("ta_yuri", ["theirs"]),
        ("operator", ["round", "old", "homework", "theirs"]),
    ],
)
def test_staff_read_their_courses_sets_only(cast: Cast, name: str, slugs: list[str]) -> None:
    api = cast.api(name)

    edges = api.graphql(READ).json()["data"]["problemSets"]["edges"]

    assert [edge["node"]["slug"] for edge in edges] == slugs
    one = to_base64("ProblemSet", ProblemSet.objects.get(slug="round").pk)
    found = api.graphql("query ($id: ID!) { problemSet(id: $id) { slug } }", id=one).json()
    assert (found["data"]["problemSet"] is None) is (name == "ta_yuri")


@pytest.mark.parametrize("count", [1, 10])
def test_a_nested_list_costs_the_same_however_long(
    cast: Cast, sets: dict[str, str], queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        make_contest(f"c{number}", problems=[make_problem(f"p{number}")], course=cast.algorithms)
    api = cast.api("ta_hana")

    with queries:
        assert api.graphql(READ).json()["data"]["problemSets"]["totalCount"] == count + 3

    assert len(queries) <= 14


@pytest.mark.usefixtures("sets")
@pytest.mark.parametrize(
    ("mutation", "code"),
    [
        (
            'createContest(slug: "round", courseSlug: "algorithms", values: {title: "x", '
            + TIMES
            + "}) { slug }",
            "slug_taken",
        ),
        (
            'createContest(slug: "x", courseSlug: "algorithms", values: {title: "x"}) { slug }',
            "invalid",
        ),
        (
            'createContest(slug: "x y", courseSlug: "algorithms", values: {title: "x", '
            + TIMES
            + "}) { slug }",
            "invalid",
        ),
        ('createContest(slug: "x", values: {title: "x", ' + TIMES + "}) { slug }", "not_allowed"),
        ('changeSet(slug: "round", values: {startsAt: "2026-03-02T12:00:00"}) { slug }', "invalid"),
        ('changeSet(slug: "round", values: {endsAt: "2000-03-02T12:00:00Z"}) { slug }', "invalid"),
        ('changeSet(slug: "round", values: {allowedLanguages: ["cobol"]}) { slug }', "invalid"),
        (
            'changeSet(slug: "round", values: {}, contestRules: '
            '{freezeAt: "2000-03-02T12:00:00Z"}) { slug }',
            "invalid",
        ),
        (
            'changeSet(slug: "round", values: {}, '
            "assignmentRules: {latePenaltyPercent: 5}) { slug }",
            "invalid",
        ),
        (
            'changeSet(slug: "homework", values: {}, assignmentRules: {latePenaltyPercent: 101}) '
            "{ slug }",
            "invalid",
        ),
        (
            'putSetProblems(slug: "round", places: [{problemSlug: "secret", label: "A"}]) { slug }',
            "invalid",
        ),
        (
            'putSetProblems(slug: "round", places: [{problemSlug: "a", label: "A"}, '
            '{problemSlug: "b", label: "A"}]) { slug }',
            "invalid",
        ),
        (
            'putSetProblems(slug: "round", places: '
            '[{problemSlug: "a", label: "A", colour: "red"}]) { slug }',
            "invalid",
        ),
        (
            'putSetProblems(slug: "round", places: [{problemSlug: "b", label: "A"}]) { slug }',
            "problem_in_use",
        ),
        ('changeSet(slug: "round", values: {endsAt: null}) { slug }', "invalid"),
        ('changeSet(slug: "round", values: {title: null}) { slug }', "invalid"),
        (COPY % ("round", "x", ""), "slug_taken"),
        (COPY % ("x y", "x", ""), "invalid"),
        (COPY % ("fresh", "x" * 201, ""), "invalid"),
        (COPY % ("fresh", "x", ', courseSlug: "networks"'), "not_allowed"),
    ],
)
def test_nonsense_is_refused_whole(cast: Cast, mutation: str, code: str) -> None:
    make_problem("secret", course=cast.networks, visibility="hidden")  # type: ignore[arg-type]  # its value
    contest = ProblemSet.objects.get(slug="round")
    submission = make_submission(cast.minsu, contest.problems.get(label="A").problem)
    submission.problem_set = contest
    submission.save()
    before = everything()

    answer = mutate(cast, "ta_hana", mutation)

    assert answer["errors"][0]["extensions"]["code"] == code
    assert everything() == before


def change(cast: Cast, rest: str) -> Any:
    answer = mutate(cast, "ta_hana", f"changeSet(slug: {rest}) {{ slug }}")
    assert "errors" not in answer, answer
    return ProblemSet.objects.get(slug=answer["data"]["changeSet"]["slug"])


@pytest.mark.usefixtures("sets")
def test_null_clears_and_what_is_left_out_stays(cast: Cast) -> None:
    change(
        cast,
        '"round", values: {description: "*x*", maxSubmissionsPerProblem: 5}, '
        'contestRules: {inviteCode: "sesame", registrationClosesAt: "2030-03-02T12:00:00Z"}',
    )

    kept = change(cast, '"round", values: {}, contestRules: {penaltyMinutes: 5}')
    assert (kept.max_submissions_per_problem, kept.contest_rules.invite_code) == (5, "sesame")
    assert "<em>x</em>" in kept.description_html

    cleared = change(
        cast,
        '"round", values: {description: null, maxSubmissionsPerProblem: null}, '
        "contestRules: {inviteCode: null, registrationClosesAt: null}",
    )
    assert (cleared.description, cleared.description_html) == ("", "")
    assert cleared.max_submissions_per_problem is None
    rules = cleared.contest_rules
    assert (rules.invite_code, rules.registration_closes_at) == ("", None)
    assert rules.penalty_minutes == 5


@pytest.mark.usefixtures("sets")
def test_a_copy_has_the_rules_and_nothing_that_came_of_it(cast: Cast) -> None:
    source = ProblemSet.objects.get(slug="round")
    rules = source.contest_rules
    rules.freeze_at, rules.unfrozen_at = source.ends_at - HOUR, timezone.now()
    rules.finalized_at, rules.invite_code, rules.format = timezone.now(), "sesame", "ioi"
    rules.save()

    mutate(cast, "ta_hana", MUTATIONS["duplicateSet"])

    made = ProblemSet.objects.get(slug="round2")
    assert made.contest_rules.freeze_at == made.ends_at - HOUR
    assert made.ends_at - made.starts_at == source.ends_at - source.starts_at
    copied = made.contest_rules
    assert (copied.format, copied.invite_code) == ("ioi", "")
    assert (copied.unfrozen_at, copied.finalized_at) == (None, None)
    assert not made.entries.exists()
    assert not made.clarifications.exists()


def test_in_an_archived_course_nothing_changes(cast: Cast, sets: dict[str, str]) -> None:
    cast.algorithms.archived_at = timezone.now()
    cast.algorithms.save()
    before = everything()

    codes = {
        name: mutate(cast, "ta_hana", mutation % sets)["errors"][0]["extensions"]["code"]
        for name, mutation in MUTATIONS.items()
    }

    assert codes == dict.fromkeys(MUTATIONS, "course_archived")
    assert everything() == before


@pytest.mark.usefixtures("sets")
def test_an_edit_by_an_operator_in_the_admin_counts_like_one_by_staff(cast: Cast) -> None:
    homework = ProblemSet.objects.get(slug="homework")
    page = f"/admin/contests/problemset/{homework.pk}/change/"
    client = cast.api("operator").client
    form = client.get(page).context["adminform"].form
    values = {name: form.initial.get(name) for name in form.fields}
    values |= {"starts_at_0": "2026-03-02", "starts_at_1": "12:00"}
    values |= {"ends_at_0": "2036-03-02", "ends_at_1": "12:00", "allowed_languages": "[]"}
    values["description"] = "*read*"
    for prefix in ("contest_rules", "assignment_rules", "problems", "invitations", "extensions"):
        values |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    answer = client.post(page, {k: v for k, v in values.items() if v is not None})

    assert answer.status_code == 302, answer.context["errors"]
    homework.refresh_from_db()
    assert "<em>read</em>" in homework.description_html


def test_final_results_stay(cast: Cast, sets: dict[str, str]) -> None:
    contest = ProblemSet.objects.get(slug="round")
    contest.contest_rules.finalized_at = timezone.now()
    contest.contest_rules.save()

    for name in ("changeSet", "putSetProblems"):
        answer = mutate(cast, "ta_hana", MUTATIONS[name])
        assert answer["errors"][0]["extensions"]["code"] == "contest_finalized"
    assert Clarification.objects.count() == 1


def test_assignments_that_await_their_release(cast: Cast) -> None:
    # given one that is due, one that is open, one released, and an exercise
    now = timezone.now()
    course = cast.algorithms
    for slug, starts_at, rules in (
        ("due", now - 30 * DAY, {}),
        ("open", now, {}),
        ("released", now - 30 * DAY, {"scores_released_at": now}),
        ("drill", now - 30 * DAY, {"kind": SetKind.EXERCISE}),
    ):
        make_assignment(slug, course=course, starts_at=starts_at, **rules)

    # when
    answer = cast.api("ta_hana").graphql(
        "{ problemSets(filters: {awaitsRelease: true}) { edges { node { slug } } } }"
    )

    # then
    edges = answer.json()["data"]["problemSets"]["edges"]
    assert [edge["node"]["slug"] for edge in edges] == ["due"]
