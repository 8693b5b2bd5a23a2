"""GraphQL: entries, invitations, questions, announcements and balloons, as staff handle them."""

from base64 import b64encode
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from strawberry.relay import to_base64
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from contests.models import Announcement, Balloon, Clarification, Entry, Invitation, ProblemSet
from contests.schema import EntriesMutation, TalkMutation
from tests.contest_factories import HOUR, make_contest, make_entry
from tests.contests.staff import error_code, everything, mutate
from tests.factories import make_problem, make_submission
from tests.people import Cast, make_user

CSV = b64encode("username,팀,소속\njiwoo,Jays,성균관대\nsora,Jays,\n".encode("cp949")).decode()
MUTATIONS = {
    "registerEntry": (
        'registerEntry(slug: "round", usernames: ["jiwoo", "sora"], teamName: "Jays", '
        'organization: "SKKU") { name kind isOfficial members { user { username } } }'
    ),
    "importEntries": (
        f'importEntries(slug: "round", file: "{CSV}", isDryRun: false) '
        "{ isApplied faults { line column message } effects { line message } }"
    ),
    "changeEntry": 'changeEntry(entryId: "%(entry)s", change: {isOfficial: false}) { isOfficial }',
    "putEntryMembers": (
        'putEntryMembers(entryId: "%(team)s", usernames: ["jiwoo", "professor"]) '
        "{ members { user { username } } }"
    ),
    "excludeEntry": (
        'excludeEntry(entryId: "%(entry)s", exclusion: DISQUALIFIED, reason: "Copied.") '
        "{ exclusion exclusionReason isOfficial }"
    ),
    "readmitEntry": 'readmitEntry(entryId: "%(out)s") { exclusion isOfficial }',
    "removeEntry": 'removeEntry(entryId: "%(team)s")',
    "putInvitations": (
        'putInvitations(slug: "round", usernames: ["sora"]) { invitations { user { username } } }'
    ),
    "addInvitations": (
        'addInvitations(slug: "round", usernames: ["sora"]) { invitations { createdAt } }'
    ),
    "removeInvitations": 'removeInvitations(slug: "round", usernames: ["jiwoo"]) { slug }',
    "answerClarification": (
        'answerClarification(clarificationId: "%(question)s", answer: "Yes.", isBroadcast: true) '
        "{ answer answeredBy { username } }"
    ),
    "announce": 'announce(slug: "round", text: "Hear!", label: "A") { sequence }',
    "changeAnnouncement": (
        'changeAnnouncement(announcementId: "%(said)s", text: "Better.") { text editedAt }'
    ),
    "deliverBalloon": (
        'deliverBalloon(slug: "round", balloonId: "%(balloon)s") { state deliveredBy { username } }'
    ),
}
READ = """
{ entries(ordering: [{id: ASC}]) { totalCount edges { node {
    setSlug name exclusion members { user { username } } } } }
  clarifications(ordering: [{id: DESC}]) { edges { node {
    setSlug question entryName askedBy { username } setProblem { label problemSlug } } } }
  balloons(ordering: [{id: ASC}]) { edges { node {
    setSlug state entryName setProblem { label colour } deliveredBy { username } } } } }
"""


@pytest.fixture
def things(cast: Cast, sets: dict[str, str]) -> dict[str, str]:
    contest = ProblemSet.objects.get(slug="round")
    out = make_entry(contest, make_user("hyun"), is_official=False, exclusion="withdrawn")
    Invitation.objects.create(problem_set=contest, user=cast.jiwoo)
    make_entry(ProblemSet.objects.get(slug="theirs"), cast.sora)
    return {**sets, "out": to_base64("Entry", out.pk)}


def test_every_mutation_is_tried_here() -> None:
    fields = [
        field
        for kind in (EntriesMutation, TalkMutation)
        for field in get_object_definition(kind, strict=True).fields
    ]

    assert {to_camel_case(field.name) for field in fields} == set(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_staff_of_the_course_may(cast: Cast, things: dict[str, str], mutation: str) -> None:
    before = everything()

    answer = mutate(cast, "ta_hana", MUTATIONS[mutation] % things)

    assert "errors" not in answer, answer
    assert everything() != before


@pytest.mark.parametrize("name", ["visitor", "minsu", "ta_yuri"])
def test_others_change_nothing(cast: Cast, things: dict[str, str], name: str) -> None:
    before = everything()

    codes = {key: error_code(mutate(cast, name, one % things)) for key, one in MUTATIONS.items()}

    refusal = "not_signed_in" if name == "visitor" else "not_allowed"
    assert codes == dict.fromkeys(MUTATIONS, refusal)
    assert everything() == before


def test_in_an_archived_course_nothing_changes(cast: Cast, things: dict[str, str]) -> None:
    cast.algorithms.archived_at = timezone.now()
    cast.algorithms.save()
    before = everything()

    codes = {key: error_code(mutate(cast, "ta_hana", m % things)) for key, m in MUTATIONS.items()}

    assert codes == dict.fromkeys(MUTATIONS, "course_archived")
    assert everything() == before


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(("name", "slugs"), [("ta_hana", {"round"}), ("ta_yuri", {"theirs"})])
def test_staff_read_their_courses_own_only(cast: Cast, name: str, slugs: set[str]) -> None:
    data = cast.api(name).graphql(READ).json()["data"]

    found = {edge["node"]["setSlug"] for part in data.values() for edge in part["edges"]}
    assert found == slugs
    assert bool(data["clarifications"]["edges"]) is (name == "ta_hana")


@pytest.mark.parametrize("count", [1, 8])
def test_the_lists_cost_the_same_however_long(
    cast: Cast, things: dict[str, str], queries: CaptureQueriesContext, count: int
) -> None:
    contest = ProblemSet.objects.get(slug="round")
    place, now = contest.problems.get(label="A"), timezone.now()
    for number in range(count):
        person = make_user(f"u{number}")
        entry = make_entry(contest, person)
        Balloon.objects.create(problem_set=contest, set_problem=place, entry=entry, created_at=now)
        Clarification.objects.create(
            problem_set=contest, set_problem=place, asked_by=person, question="?", asked_at=now
        )
    api = cast.api("ta_hana")

    with queries:
        assert api.graphql(READ).json()["data"]["entries"]["totalCount"] == count + 3

    assert len(queries) <= 16


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ('clarifications(filters: {setSlug: "round", isAnswered: false})', 1),
        ("clarifications(filters: {isAnswered: true})", 0),
        ('clarifications(filters: {search: "n > 0", label: "A"})', 1),
        ('balloons(filters: {setSlug: "round", state: {exact: "waiting"}})', 1),
        ('balloons(filters: {state: {exact: "delivered"}})', 0),
        ('entries(filters: {setSlug: "round", search: "INS"})', 1),
        ('entries(filters: {isOfficial: {exact: false}, exclusion: {exact: ""}})', 1),
        ("entries(filters: {isVirtual: true})", 0),
    ],
)
@pytest.mark.usefixtures("things")
def test_lists_are_filtered(cast: Cast, filters: str, count: int) -> None:
    answer = cast.api("ta_hana").graphql(f"{{ {filters} {{ totalCount }} }}").json()

    assert next(iter(answer["data"].values()))["totalCount"] == count


REGISTER = 'registerEntry(slug: "round", usernames: [%s], teamName: "%s", isOfficial: %s) { id }'


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("mutation", "code"),
    [
        (REGISTER % ('"nobody"', "", "true"), "invalid"),
        (REGISTER % ("", "", "true"), "invalid"),
        (REGISTER % ('"jiwoo", "sora"', "", "true"), "invalid"),
        (REGISTER % ('"minsu"', "", "true"), "already_entered"),
        (REGISTER % ('"ta_hana"', "", "true"), "staff_unofficial"),
        (REGISTER % ('"operator"', "", "true"), "staff_unofficial"),
        (REGISTER % ('"sora"', "jury", "true"), "team_name_taken"),
        (REGISTER % ('"sora"', "x" * 61, "true"), "invalid"),
        (REGISTER % ('"sora", "jiwoo", "ta_yuri", "kim"', "Big", "true"), "invalid"),
        ('putEntryMembers(entryId: "%(entry)s", usernames: ["sora"]) { id }', "not_a_team"),
        ('readmitEntry(entryId: "%(entry)s") { id }', "not_excluded"),
        ('changeEntry(entryId: "%(out)s", change: {isOfficial: true}) { id }', "not_competing"),
        ('changeEntry(entryId: "%(team)s", change: {isOfficial: true}) { id }', "staff_unofficial"),
        ('removeEntry(entryId: "%(entry)s")', "entry_in_use"),
        ('removeEntry(entryId: "%(question)s")', "invalid"),
        ('addInvitations(slug: "round", usernames: ["nobody"]) { slug }', "invalid"),
        ('changeAnnouncement(announcementId: "%(said)s", text: " ") { id }', "invalid"),
        ('importEntries(slug: "round", file: "eA==", isDryRun: false) { isApplied }', "bad_table"),
    ],
)
def test_nonsense_is_refused_whole(
    cast: Cast, things: dict[str, str], mutation: str, code: str
) -> None:
    make_user("kim")
    before = everything()

    answer = mutate(cast, "ta_hana", mutation % things)

    assert error_code(answer) == code, answer
    assert everything() == before


def test_final_results_keep_their_entries(cast: Cast, things: dict[str, str]) -> None:
    contest = ProblemSet.objects.get(slug="round")
    contest.contest_rules.finalized_at = timezone.now()
    contest.contest_rules.save()
    names = {name for name in MUTATIONS if "Entr" in name}

    codes = {error_code(mutate(cast, "ta_hana", MUTATIONS[name] % things)) for name in names}

    assert codes == {"contest_finalized"}


def import_entries(cast: Cast, text: str, *, is_dry_run: bool) -> Any:
    answer = cast.api("ta_hana").graphql(
        'mutation ($file: Base64!, $dry: Boolean!) { importEntries(slug: "round", file: $file, '
        "isDryRun: $dry) { isApplied rowCount faults { line column message } "
        "effects { line message } } }",
        file=b64encode(text.encode()).decode(),
        dry=is_dry_run,
    )
    return answer.json()["data"]["importEntries"]


GOOD = "username,team,official\njiwoo,Jays,\nsora,,no\nta_yuri,Jays,\n"
BAD = (
    "username,team,official\njiwoo,Jays,\nnobody,,\nminsu,,\nsora,,perhaps\nta_hana,jury,no\n"
    "a,b,c,d\n"
)


@pytest.mark.usefixtures("things")
def test_a_dry_run_tells_what_an_import_then_does(cast: Cast) -> None:
    before = everything()

    dry = import_entries(cast, GOOD, is_dry_run=True)
    assert everything() == before
    real = import_entries(cast, GOOD, is_dry_run=False)

    assert (dry["isApplied"], real["isApplied"]) == (False, True)
    assert dry["effects"] == real["effects"]
    assert [one["line"] for one in real["effects"]] == [2, 3]
    team = Entry.objects.get(name="Jays")
    assert {one.user.username for one in team.members.all()} == {"jiwoo", "ta_yuri"}
    assert Entry.objects.get(name="sora", problem_set__slug="round").is_official is False


@pytest.mark.usefixtures("things")
def test_every_bad_line_is_named_and_none_is_imported(cast: Cast) -> None:
    before = everything()

    reports = [import_entries(cast, BAD, is_dry_run=dry) for dry in (True, False)]

    assert reports[0] == reports[1]
    faults = [(one["line"], one["column"]) for one in reports[1]["faults"]]
    assert faults == [(3, ""), (4, ""), (5, "official"), (6, ""), (7, "")]
    assert all(one["message"] for one in reports[1]["faults"])
    assert everything() == before


def test_who_was_taken_out_hands_nothing_in_and_holds_no_rank(
    cast: Cast, things: dict[str, str]
) -> None:
    contest = ProblemSet.objects.get(slug="round")
    make_submission(cast.minsu, contest.problems.get(label="A").problem)
    mutate(cast, "ta_hana", MUTATIONS["excludeEntry"] % things)

    body = {"problem": "a", "language": "cpp17", "source": "int main() {}"}
    body["problem_set"] = "round"
    answer = cast.api("minsu").post("/submissions", body)
    board = cast.api("jiwoo").get("/contests/round/scoreboard").json()
    mine = cast.api("minsu").get("/contests/round").json()["my_entry"]

    assert (answer.status_code, answer.json()["code"]) == (403, "entry_excluded")
    (row,) = [one for one in board["rows"] if one["entry"]["name"] == "minsu"]
    assert (row["entry"]["is_official"], row["rank"]) == (False, None)
    assert mine["exclusion"] == "disqualified"

    mutate(cast, "ta_hana", f'readmitEntry(entryId: "{things["entry"]}") {{ id }}')
    assert cast.api("minsu").post("/submissions", body).status_code == 201


def test_who_was_taken_out_before_the_start_does_not_come_in_anew(cast: Cast) -> None:
    contest = make_contest("soon", problems=[make_problem("z")], starts_at=timezone.now() + HOUR)
    make_entry(contest, cast.minsu, is_official=False, exclusion="disqualified")

    answer = cast.api("minsu").delete("/contests/soon/entry")

    assert (answer.status_code, answer.json()["code"]) == (409, "entry_excluded")


def test_an_announcement_is_put_right_for_all(
    cast: Cast,
    things: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    pushed: list[Any] = []
    monkeypatch.setattr("contests.live.push", lambda group, event: pushed.append((group, event)))
    with django_capture_on_commit_callbacks(execute=True):
        mutate(cast, "ta_hana", MUTATIONS["changeAnnouncement"] % things)
        again = mutate(cast, "ta_hana", MUTATIONS["changeAnnouncement"] % things)

    said = Announcement.objects.get()
    assert (said.text, said.sequence, said.revision) == ("Better.", 1, 2)
    assert "errors" not in again
    (event,) = [one for group, one in pushed if "announcements" in group]
    assert event["sequence"] == 2
    assert event["payload"]["announcement"]["text"] == "Better."
