"""Files that students get beside a statement."""

from pathlib import Path

import pytest

from problems.models import Visibility
from problems.services import Change, problem_import
from tests.people import Api, Cast
from tests.problems.packages import write_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = write_package(tmp_path / "sum_of_two")
    for name, text in {"grid.txt": "1 2\n", "tools/page.html": "<script>alert(1)</script>"}.items():
        path = folder / "attachments" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_everybody_who_may_open_the_problem_gets_them(package: Path, cast: Cast) -> None:
    problem_import(path=package)

    page = Api().get("/problems/sum-of-two").json()
    file = Api().get("/problems/sum-of-two/attachment", name="tools/page.html")

    assert page["attachments"] == [
        {"name": "grid.txt", "size_bytes": 4},
        {"name": "tools/page.html", "size_bytes": 25},
    ]
    assert b"".join(file.streaming_content) == b"<script>alert(1)</script>"
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"] == 'attachment; filename="page.html"'
    assert file["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize("name", ["other.txt", "../problem.yaml", "data/secret/1.in", "grid"])
def test_nothing_else_of_the_package_is_to_be_had(package: Path, name: str) -> None:
    problem_import(path=package)

    assert Api().get("/problems/sum-of-two/attachment", name=name).status_code == 404


def test_those_of_a_hidden_problem_are_hidden(package: Path, cast: Cast) -> None:
    problem_import(path=package, visibility=Visibility.HIDDEN)

    response = cast.api("minsu").get("/problems/sum-of-two/attachment", name="grid.txt")

    assert response.status_code == 404


def test_they_follow_the_package(package: Path) -> None:
    problem = problem_import(path=package).problem
    (package / "attachments/grid.txt").write_text("3 4\n")
    (package / "attachments/tools/page.html").unlink()

    again = problem_import(path=package)

    assert again.change is Change.TEXT
    assert [one.name for one in problem.attachments.all()] == ["grid.txt"]
    file = Api().get("/problems/sum-of-two/attachment", name="grid.txt")
    assert b"".join(file.streaming_content) == b"3 4\n"
