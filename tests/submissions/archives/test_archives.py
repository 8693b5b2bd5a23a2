"""Sources of many submissions as a zip: its maker's alone, for a day."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from strawberry.relay import to_base64

from common.background import work_run
from judging.verdicts import Verdict
from problems.models import Problem, Visibility
from submissions.archives.rules import member_name
from submissions.archives.services import archives_expire
from submissions.models import SourceArchive
from tests.factories import make_problem, make_submission
from tests.people import EVERYBODY, Cast

CREATE = """mutation ($choice: SubmissionChoice!) {
  createSourceArchive(choice: $choice) { number state totalSteps }
}"""
READ = "query ($id: ID!) { sourceArchive(id: $id) { state message submissionCount } }"


@pytest.fixture
def problem(cast: Cast) -> Problem:
    made = make_problem("dp", course=cast.algorithms, visibility=Visibility.COURSE)
    make_submission(cast.minsu, made, verdict=Verdict.ACCEPTED)
    make_submission(cast.jiwoo, made)
    return made


def archive_of(cast: Cast, name: str = "ta_hana") -> SourceArchive:
    answer = cast.api(name).graphql(CREATE, choice={"problem": "dp"}).json()
    assert answer["data"]["createSourceArchive"]["state"] == "queued"
    archive = SourceArchive.objects.latest("pk")
    assert work_run(SourceArchive.WORK_NAME, archive.pk)
    archive.refresh_from_db()
    return archive


def test_the_zip_holds_each_source_once(cast: Cast, problem: Problem) -> None:
    archive = archive_of(cast)

    response = cast.api("ta_hana").get(f"/source-archives/{archive.pk}")

    found = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    first, second = (one.pk for one in problem.submissions.order_by("pk"))
    assert found.namelist() == [
        f"practice/dp/minsu/{first}-AC.cpp",
        f"practice/dp/jiwoo/{second}-open.cpp",
    ]
    assert found.read(found.namelist()[0]) == b"int main() {}"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "ta_hana"])
def test_it_is_its_makers_alone(cast: Cast, problem: Problem, name: str) -> None:
    archive = archive_of(cast)
    api = cast.api(name)

    refused = api.get(f"/source-archives/{archive.pk}")
    read = api.graphql(READ, id=to_base64("SourceArchive", archive.pk)).json()

    assert refused.status_code == (401 if name == "visitor" else 404)
    assert "data" not in read or read["data"] == {"sourceArchive": None}


def test_who_is_no_longer_staff_gets_nothing(cast: Cast, problem: Problem) -> None:
    archive = archive_of(cast)
    cast.ta_hana.memberships.all().delete()

    assert cast.api("ta_hana").get(f"/source-archives/{archive.pk}").status_code == 403


def test_it_expires(cast: Cast, problem: Problem) -> None:
    archive = archive_of(cast)
    later = timezone.now() + timedelta(hours=25)
    assert default_storage.exists(archive.storage_name)

    assert (archives_expire(now=timezone.now()), archives_expire(now=later)) == (0, 1)

    assert not default_storage.exists(archive.storage_name)
    assert cast.api("ta_hana").get(f"/source-archives/{archive.pk}").status_code == 404


@pytest.mark.parametrize("name", ["ta_yuri", "minsu", "visitor"])
def test_nobody_elses_sources(cast: Cast, problem: Problem, name: str) -> None:
    cast.api(name).graphql(CREATE, choice={"problem": "dp"})

    assert not SourceArchive.objects.exists()


def test_few_at_once(cast: Cast, problem: Problem) -> None:
    api = cast.api("ta_hana")

    answers = [api.graphql(CREATE, choice={"problem": "dp"}).json() for _ in range(4)]

    assert answers[3]["errors"][0]["extensions"]["code"] == "too_many_archives"
    assert SourceArchive.objects.count() == 3


@pytest.mark.parametrize("name", ["../../etc", "a/b", "..", "", "민수", "x" * 300, "c:\\x"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    found = member_name(
        problem=name, username=name, number=7, verdict="AC", extension="../sh", place=name
    )

    parts = found.split("/")
    assert len(parts) == 4
    assert all(part.strip(".") and part.isascii() and len(part) <= 100 for part in parts)
    assert parts[-1] == "7-AC.sh"
