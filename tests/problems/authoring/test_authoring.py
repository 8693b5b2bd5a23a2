"""Making and changing problems over GraphQL, and what is kept of it."""

import json
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from strawberry.relay import to_base64

from common.errors import ConflictError, DomainError, InvalidInputError, NotFoundError
from courses.models import Role
from problems.authoring import services
from problems.authoring.models import ProblemRevision
from problems.authoring.services import ProblemChange
from problems.authoring.texts import statement_file_put, statement_preview, statement_write
from problems.models import Problem, Tag, Visibility
from problems.practice import code_template_set, editorial_set, hints_set
from problems.selectors import problems_practisable_by
from tests.factories import NOON, make_problem
from tests.people import EVERYBODY, Cast, join
from tests.problems.packages import PNG, uploaded

CREATE = """
mutation ($slug: String!, $course: String) {
  createProblem(slug: $slug, courseSlug: $course, titles: [
    {language: "ko", title: "두 수의 합"}, {language: "en", title: "Sum of two"}
  ], values: {difficulty: 2, tags: ["math"], allowedLanguages: ["python3"]}) {
    number slug title visibility difficulty allowedLanguages
    tags { slug } statements { language title source } owner { username }
    revisions { edges { node { number part actor { username } summary } } }
  }
}
"""
WRITE = """
mutation ($id: ID!, $source: String!, $base: Int) {
  writeStatement(problemId: $id, language: "en", title: "Sum", source: $source,
                 baseRevision: $base) { language title html }
}
"""
DIFF = """
query ($id: ID!, $older: Int!, $newer: Int!) {
  problemDiff(problemId: $id, older: $older, newer: $newer) { part field before after diff }
}
"""
MANAGERS = {"ta_hana", "professor", "operator"}


def node_id(problem: Problem) -> str:
    return to_base64("Problem", problem.pk)


def code_of(answer: Any) -> str:
    body = answer.json()
    return str(body["errors"][0]["extensions"]["code"] if "errors" in body else body["code"])


@pytest.fixture
def dp(cast: Cast) -> Problem:
    return make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)


def test_a_ta_makes_a_problem_of_nothing(cast: Cast) -> None:
    Tag.objects.create(slug="math", name_ko="수학", name_en="Math")

    answer = cast.api("ta_hana").graphql(CREATE, slug="sum", course="algorithms").json()

    made = answer["data"]["createProblem"]
    assert (made["title"], made["visibility"], made["difficulty"]) == ("두 수의 합", "hidden", 2)
    assert (made["allowedLanguages"], made["tags"]) == (["python3"], [{"slug": "math"}])
    assert made["owner"] == {"username": "ta_hana"}
    assert [one["title"] for one in made["statements"]] == ["두 수의 합", "Sum of two"]
    kept = [edge["node"]["part"] for edge in made["revisions"]["edges"]]
    assert kept == ["statement:ko", "statement:en", "settings"]
    assert not problems_practisable_by(cast.minsu).exists()


@pytest.mark.parametrize(
    ("slug", "course", "code"),
    [
        ("dp", "algorithms", "slug_taken"),
        ("No Address", "algorithms", "invalid"),
        ("sum", "networks", "course_not_taught"),
    ],
)
def test_what_can_not_be_made_leaves_nothing(
    cast: Cast, dp: Problem, slug: str, course: str, code: str
) -> None:
    Tag.objects.create(slug="math", name_ko="수학", name_en="Math")

    answer = cast.api("ta_hana").graphql(CREATE, slug=slug, course=course)

    assert code_of(answer) == code
    assert Problem.objects.count() == 1
    assert not ProblemRevision.objects.exists()


def test_ones_own_problem_of_no_course_is_seen_by_nobody_else(cast: Cast) -> None:
    own = services.problem_create(
        actor=cast.ta_hana,
        slug="draft",
        titles={"ko": "초안"},
        course_slug=None,
        change=ProblemChange(),
    )
    with pytest.raises(DomainError, match="operators"):
        services.problem_change(
            actor=cast.ta_hana,
            problem_id=own.pk,
            change=ProblemChange(visibility=Visibility.PUBLIC),
        )
    for name in ("professor", "ta_yuri"):
        answer = cast.api(name).graphql("{ problems { edges { node { slug } } } }").json()
        assert answer["data"]["problems"]["edges"] == []
    assert cast.api("ta_hana").graphql("{ problems { totalCount } }").json()["data"] == {
        "problems": {"totalCount": 1}
    }


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_of_the_problem_write_its_statement(cast: Cast, dp: Problem, name: str) -> None:
    answer = cast.api(name).graphql(WRITE, id=node_id(dp), source="$a$ <script>x</script>")

    source = dp.statements.get(language="en").source
    if name in MANAGERS:
        html = answer.json()["data"]["writeStatement"]["html"]
        assert html == '<p><span class="math">$a$</span> </p>\n'
        assert source == "$a$ <script>x</script>"
    else:
        assert code_of(answer) in {"not_signed_in", "not_allowed", "problem_not_found"}
        assert source == "…"
        assert not dp.revisions.exists()


def test_the_preview_is_what_saving_would_show(cast: Cast, dp: Problem, tmp_path: Any) -> None:
    picture = tmp_path / "plus.png"
    picture.write_bytes(PNG)
    statement_file_put(actor=cast.ta_hana, problem_id=dp.pk, name="img/plus.png", path=picture)
    source = "# Sum\n\n![plus](img/plus.png) $x$\n"

    html = statement_preview(actor=cast.ta_hana, problem_id=dp.pk, source=source)

    assert "data:image/png;base64," in html
    assert dp.statements.get(language="en").source == "…"
    written = statement_write(
        actor=cast.ta_hana, problem_id=dp.pk, language="en", title="Sum", source=source
    )
    assert written.html == html
    with pytest.raises(NotFoundError):
        statement_preview(actor=cast.ta_yuri, problem_id=dp.pk, source=source)


def test_a_preview_shows_a_picture_only_so_often(cast: Cast, dp: Problem, tmp_path: Any) -> None:
    picture = tmp_path / "big.png"
    picture.write_bytes(b"0" * 512 * 1024)
    statement_file_put(actor=cast.ta_hana, problem_id=dp.pk, name="big.png", path=picture)

    html = statement_preview(actor=cast.ta_hana, problem_id=dp.pk, source="![](big.png)\n" * 999)

    assert html.count("data:image/png") == 16


def test_two_editors_do_not_write_over_each_other(cast: Cast, dp: Problem) -> None:
    api = cast.api("ta_hana")
    api.graphql(WRITE, id=node_id(dp), source="first")
    seen = dp.revisions.order_by("-number").values_list("number", flat=True)[0]
    cast.api("professor").graphql(WRITE, id=node_id(dp), source="second", base=seen)

    answer = api.graphql(WRITE, id=node_id(dp), source="third", base=seen)

    assert code_of(answer) == "edited_meanwhile"
    assert "professor" in answer.json()["errors"][0]["message"]
    assert dp.statements.get(language="en").source == "second"


def test_editors_of_two_languages_do_not_meet(cast: Cast, dp: Problem) -> None:
    api = cast.api("ta_hana")
    api.graphql(WRITE, id=node_id(dp), source="first")
    seen = dp.revisions.order_by("-number").values_list("number", flat=True)[0]
    cast.api("professor").graphql(WRITE.replace('"en"', '"ko"'), id=node_id(dp), source="둘")

    answer = api.graphql(WRITE, id=node_id(dp), source="third", base=seen)

    assert "errors" not in answer.json()
    assert dp.statements.get(language="en").source == "third"


def test_any_two_revisions_are_compared(cast: Cast, dp: Problem) -> None:
    api = cast.api("ta_hana")
    api.graphql(WRITE, id=node_id(dp), source="one\ntwo")
    services.problem_change(
        actor=cast.ta_hana, problem_id=dp.pk, change=ProblemChange(difficulty=7)
    )
    api.graphql(WRITE, id=node_id(dp), source="one\nthree")

    answer = api.graphql(DIFF, id=node_id(dp), older=2, newer=5).json()

    assert answer["data"]["problemDiff"] == [
        {"part": "settings", "field": "difficulty", "before": "0", "after": "7", "diff": []},
        {
            "part": "statement:en",
            "field": "source",
            "before": "one\ntwo",
            "after": "one\nthree",
            "diff": ["--- before", "+++ after", "@@ -1,2 +1,2 @@", " one", "-two", "+three"],
        },
    ]
    assert code_of(cast.api("ta_yuri").graphql(DIFF, id=node_id(dp), older=1, newer=3)) == (
        "problem_not_found"
    )


def test_a_part_goes_back_to_what_it_was(cast: Cast, dp: Problem) -> None:
    restore = """
    mutation ($id: ID!, $revision: Int!) {
      restoreProblemPart(problemId: $id, revision: $revision) { statements { title source } }
    }
    """
    api = cast.api("ta_hana")
    api.graphql(WRITE, id=node_id(dp), source="spoilt")

    answer = api.graphql(restore, id=node_id(dp), revision=1).json()

    shown = answer["data"]["restoreProblemPart"]["statements"]
    assert {"title": "The dp", "source": "…"} in shown
    assert dp.revisions.count() == 3


def test_an_archived_problem_is_its_staffs_alone(cast: Cast, dp: Problem) -> None:
    archive = "mutation ($id: ID!) { archiveProblem(problemId: $id) { archivedAt } }"
    reopen = "mutation ($id: ID!) { reopenProblem(problemId: $id) { archivedAt } }"

    cast.api("ta_hana").graphql(archive, id=node_id(dp))

    assert not problems_practisable_by(cast.minsu).exists()
    assert problems_practisable_by(cast.ta_hana).exists()
    cast.api("ta_hana").graphql(reopen, id=node_id(dp))
    assert problems_practisable_by(cast.minsu).exists()


def test_a_clone_goes_into_another_course_with_all_but_its_past(cast: Cast, dp: Problem) -> None:
    join(cast.ta_hana, cast.networks, Role.TA)
    hints_set(actor=cast.ta_hana, problem=dp, texts=["Think."])
    editorial_set(actor=cast.ta_hana, problem=dp, language="ko", text="끝")
    code_template_set(actor=cast.ta_hana, problem=dp, language="python3", source="print()")
    clone = """
    mutation ($id: ID!) { cloneProblem(problemId: $id, slug: "dp-2", courseSlug: "networks") {
      slug visibility course { slug } hints { source } editorials { source }
      codeTemplates { language lockedRegions { firstLine } } testPackage { version testCaseCount }
      statements { language } } }
    """

    copy = cast.api("ta_hana").graphql(clone, id=node_id(dp)).json()["data"]["cloneProblem"]

    assert (copy["slug"], copy["visibility"]) == ("dp-2", "hidden")
    assert copy["course"] == {"slug": "networks"}
    assert copy["hints"] == [{"source": "Think."}]
    assert copy["codeTemplates"] == [{"language": "python3", "lockedRegions": []}]
    assert copy["testPackage"] == {"version": 1, "testCaseCount": 3}
    made = Problem.objects.get(slug="dp-2")
    assert made.ready_package.sha256 == dp.ready_package.sha256
    assert made.ready_package.samples.count() == 1
    assert code_of(cast.api("ta_yuri").graphql(clone, id=node_id(dp))) == "problem_not_found"


def test_templates_and_hints_are_refused_whole(cast: Cast, dp: Problem) -> None:
    write = """
    mutation ($id: ID!, $source: String!) {
      writeCodeTemplate(problemId: $id, language: "python3", source: $source) { number }
    }
    """

    answer = cast.api("ta_hana").graphql(write, id=node_id(dp), source="x\n# @unlocked\n")

    assert code_of(answer) == "template_invalid"
    assert "Line 2" in answer.json()["errors"][0]["message"]
    assert not dp.code_templates.exists()
    assert not dp.revisions.exists()


def test_bad_values_change_nothing(cast: Cast, dp: Problem) -> None:
    for change in (
        ProblemChange(difficulty=11),
        ProblemChange(tags=["nope"]),
        ProblemChange(allowed_languages=["klingon"]),
    ):
        with pytest.raises(InvalidInputError):
            services.problem_change(actor=cast.ta_hana, problem_id=dp.pk, change=change)
    make_problem("taken")
    with pytest.raises(ConflictError):
        services.problem_change(
            actor=cast.ta_hana, problem_id=dp.pk, change=ProblemChange(slug="taken")
        )
    dp.refresh_from_db()
    assert (dp.slug, dp.difficulty, dp.revisions.count()) == ("dp", 0, 0)


LIST = """
{ problems(first: 50) { edges { node {
  slug course { slug } owner { username } tags { slug }
  statements { language title } hints { ordinal } editorials { language }
  codeTemplates { language } pictures { name } attachments { name }
  testPackage { version isLive createdBy { username } } testPackages { version isLive }
  revisions(first: 5) { edges { node { number part actor { username } } } }
} } } }
"""


@pytest.mark.parametrize("count", [1, 8])
def test_a_list_costs_the_same_whatever_its_length(
    cast: Cast, queries: CaptureQueriesContext, count: int
) -> None:
    for number in range(count):
        problem = make_problem(f"p{number}", course=cast.algorithms)
        hints_set(actor=cast.ta_hana, problem=problem, texts=["a", "b"])
    api = cast.api("ta_hana")

    with queries:
        answer = api.graphql(LIST).json()

    assert len(answer["data"]["problems"]["edges"]) == count
    assert len(queries) <= 17


def test_archiving_twice_keeps_the_first_day(cast: Cast, dp: Problem) -> None:
    for _ in range(2):
        services.problem_archive(actor=cast.ta_hana, problem_id=dp.pk, is_archived=True, now=NOON)
    assert dp.revisions.filter(part="settings").count() == 2


def test_pictures_and_files_come_from_uploads(cast: Cast, dp: Problem) -> None:
    put = """
    mutation ($id: ID!, $key: String!, $name: String!) {
      putPicture(problemId: $id, name: $name, storageKey: $key) { name sizeBytes }
      putAttachment(problemId: $id, name: "data/a.txt", storageKey: $key) { name }
    }
    """
    key = uploaded(cast.ta_hana, "x.png", PNG)

    answer = cast.api("ta_hana").graphql(put, id=node_id(dp), key=key, name="plus.png").json()
    refused = cast.api("ta_hana").graphql(put, id=node_id(dp), key=key, name="plus.exe").json()
    others = cast.api("professor").graphql(put, id=node_id(dp), key=key, name="a.png")

    assert answer["data"]["putPicture"] == {"name": "plus.png", "sizeBytes": len(PNG)}
    assert answer["data"]["putAttachment"] == {"name": "data/a.txt"}
    assert "PNG" in refused["errors"][0]["message"]
    assert code_of(others) == "upload_not_found"
    assert (
        code_of(cast.api("ta_yuri").graphql(put, id=node_id(dp), key=key, name="a.png"))
        == "problem_not_found"
    )
    assert [one.name for one in dp.statement_files.all()] == ["plus.png"]


@pytest.mark.parametrize("text", ["\x00", "\\ud800"])
def test_what_is_no_text_reaches_no_database(cast: Cast, dp: Problem, text: str) -> None:
    change = """mutation ($id: ID!, $summary: String!) {
      changeProblem(problemId: $id, values: {difficulty: 3}, summary: $summary) { number } }"""
    given = json.dumps({"query": change, "variables": {"id": node_id(dp), "summary": text}})
    in_literal = json.dumps({"query": change.replace("$summary)", '"a\\u0000")')})

    for body in (given.replace("\\\\", "\\"), in_literal):
        answer = cast.api("ta_hana").client.post("/graphql", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (422, "not_text")
    assert not dp.revisions.exists()
