"""Importing problem packages."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from common.errors import ConflictError, NotAllowedError
from judging.packages import PackageRefused, extract_test_package
from judging.verdicts import Verdict
from problems.archive import judge_package_name, source_name
from problems.languages import languages_of
from problems.models import Problem, TestPackage, Visibility
from problems.services import Change, problem_import
from submissions.models import Judgement
from tests.factories import make_submission
from tests.people import Cast
from tests.problems.packages import FILES, write_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "sum_of_two")


def test_a_package_becomes_a_problem_that_can_be_judged(package: Path, tmp_path: Path) -> None:
    imported = problem_import(path=package)

    problem = Problem.objects.get()
    test_package = problem.ready_package
    assert (problem.slug, problem.title) == ("sum-of-two", "두 수의 합")
    assert (problem.visibility, imported.change) == (Visibility.PUBLIC, Change.CREATED)
    assert (test_package.version, test_package.test_case_count) == (1, 2)
    assert test_package.time_limit_ms == 2_000
    assert [(s.name, s.input, s.answer) for s in test_package.samples.all()] == [
        ("1", "1 2\n", "3\n")
    ]
    stored = Path(default_storage.path(judge_package_name(test_package.sha256)))
    unpacked = extract_test_package(stored, tmp_path / "unpacked", test_package.sha256)
    assert [case.name for case in unpacked.manifest.test_cases] == ["sample/1", "secret/1"]
    archive = Path(default_storage.path(source_name(test_package.source_sha256))).read_bytes()
    assert hashlib.sha256(archive).hexdigest() == test_package.source_sha256


def test_a_problem_that_asks_for_answers_takes_nothing_else() -> None:
    imported = problem_import(path=Path(__file__).parents[1] / "packages/queens")

    problem = imported.problem
    assert [language.id for language in languages_of(problem)] == ["answer"]
    assert problem.ready_package.manifest["is_submit_answer"] is True


def test_points_are_kept_and_told(cast: Cast) -> None:
    problem = problem_import(path=Path(__file__).parents[1] / "packages/gains").problem

    assert problem.ready_package.max_score == 100
    assert cast.api("minsu").get(f"/problems/{problem.slug}").json()["max_score"] == 100


def test_conversations_are_kept_with_the_samples() -> None:
    problem = problem_import(path=Path(__file__).parents[1] / "packages/postcard").problem

    (sample,) = problem.ready_package.samples.all()
    assert sample.interaction.startswith("< write\n< ab\n> ")


def test_the_same_package_again_changes_nothing(package: Path) -> None:
    problem_import(path=package)

    again = problem_import(path=package)

    assert (again.change, again.version) == (Change.NOTHING, 1)
    assert TestPackage.objects.count() == 1


def test_changed_test_data_make_a_version_and_leave_old_results(package: Path, cast: Cast) -> None:
    problem = problem_import(path=package).problem
    submission = make_submission(cast.minsu, problem, verdict=Verdict.ACCEPTED)
    old = problem.ready_package

    again = problem_import(path=write_package(package, {"data/secret/1.ans": "31\n"}))

    assert (again.change, again.version) == (Change.NEW_VERSION, 2)
    assert Judgement.objects.get(submission=submission).test_package == old
    assert default_storage.exists(judge_package_name(old.sha256))


def test_a_changed_statement_makes_no_version(package: Path) -> None:
    problem_import(path=package)

    again = problem_import(path=write_package(package, {"statement/problem.en.md": "Add.\n"}))

    assert (again.change, again.version) == (Change.TEXT, 1)
    assert again.problem.statements.get(language="en").html == "<p>Add.</p>\n"


def test_going_back_to_earlier_test_data_goes_back_to_its_version(package: Path) -> None:
    problem_import(path=package)
    problem_import(path=write_package(package, {"data/secret/1.ans": "31\n"}))

    back = problem_import(path=write_package(package))

    assert (back.change, back.version) == (Change.NEW_VERSION, 1)


def test_formulas_and_images_stay_and_scripts_go(package: Path) -> None:
    text = (
        "Given $a<b$ and\n\n$$x_1$$\n\n![plus](plus.png) ![far](http://evil.example/x.png)\n\n"
        "<script>alert(1)</script><b onclick='x()'>bold</b> [link](javascript:alert(1))\n"
        "<a href=' DATA:text/html,x'>page</a>\n"
    )

    problem = problem_import(path=write_package(package, {"statement/problem.en.md": text})).problem

    html = problem.statements.get(language="en").html
    assert '<span class="math">$a&lt;b$</span>' in html
    assert '<div class="math">$$x_1$$</div>' in html
    assert 'src="data:image/png;base64,' in html
    assert "<b>bold</b>" in html
    for word in ("<script", "href", "onclick", "evil.example"):
        assert word not in html


def test_another_package_of_the_same_name_is_refused(package: Path, tmp_path: Path) -> None:
    problem_import(path=package)
    other = FILES["problem.yaml"]
    assert isinstance(other, str)
    yaml = other.replace("2a00", "2a99")

    with pytest.raises(ConflictError):
        problem_import(path=write_package(tmp_path / "x" / "sum_of_two", {"problem.yaml": yaml}))


@pytest.mark.parametrize("name", ["ta_hana", "professor", "operator"])
def test_staff_import_into_their_course(cast: Cast, package: Path, name: str) -> None:
    imported = problem_import(path=package, actor=cast.named(name), course=cast.algorithms)

    assert imported.problem.visibility == Visibility.COURSE


@pytest.mark.parametrize("name", ["minsu", "sora", "ta_yuri"])
def test_nobody_else_imports(cast: Cast, package: Path, name: str) -> None:
    with pytest.raises(NotAllowedError):
        problem_import(path=package, actor=cast.named(name), course=cast.algorithms)

    assert not Problem.objects.exists()


def test_a_refused_package_leaves_nothing(package: Path) -> None:
    write_package(package, {"data/secret/1.ans": None})

    with pytest.raises(PackageRefused):
        problem_import(path=package)

    assert not Problem.objects.exists()


def test_the_command_lists_every_problem_of_each_package(package: Path, tmp_path: Path) -> None:
    broken = write_package(
        tmp_path / "broken", {"data/secret/1.ans": None, "statement/problem.en.md": None}
    )
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="2 of 3"):
        call_command(
            "import_problem", package, broken, "/nowhere", stdout=out, stderr=err, unchecked=True
        )

    assert "sum-of-two: created (version 1)" in out.getvalue()
    assert "secret/1" in err.getvalue()
    assert "/nowhere: there is nothing here" in err.getvalue()


def test_the_command_imports_into_a_course(cast: Cast, package: Path) -> None:
    call_command("import_problem", package, course="algorithms", stdout=StringIO(), unchecked=True)

    assert Problem.objects.get().course == cast.algorithms
    with pytest.raises(CommandError, match="no course"):
        call_command("import_problem", package, course="nope", unchecked=True)


def test_the_packages_of_this_repository_come_in() -> None:
    folder = settings.BASE_DIR / "tests" / "packages"
    paths = sorted(path.parent for path in folder.glob("*/problem.yaml"))

    for path in paths:
        assert problem_import(path=path).problem.statements.exists()
