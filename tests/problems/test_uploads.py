"""Uploads: announced over GraphQL, sent over REST or straight to the bucket."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import httpx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from problems.archive import judge_package_name
from problems.imports.sweeping import package_imports_sweep
from problems.models import PackageImport, PackageMaking
from problems.uploads.models import Upload
from problems.uploads.services import uploads_sweep
from problems.versions.making import package_import_start_stored
from problems.versions.reading import case_chunks, cases_read
from tests.factories import CASES, NOON, make_problem
from tests.people import EVERYBODY, Cast
from tests.problems.packages import uploaded, zipped

START = """
mutation ($size: Int!, $name: String! = "p.zip") {
  startUpload(fileName: $name, sizeBytes: $size) { key method url fields { name value } }
}
"""


def start(cast: Cast, size: int, name: str = "ta_hana") -> Any:
    return cast.api(name).graphql(START, size=size).json()


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_staff_of_courses_upload(cast: Cast, name: str) -> None:
    answer = start(cast, 3, name)

    if name in {"ta_hana", "professor", "ta_yuri", "operator"}:
        assert answer["data"]["startUpload"]["method"] == "PUT"
    else:
        assert answer["code"] in {"not_signed_in", "not_allowed"}
        assert not Upload.objects.exists()


def test_an_upload_is_its_owners_and_of_the_announced_size(cast: Cast) -> None:
    form = start(cast, 3)["data"]["startUpload"]
    kind = "application/octet-stream"
    own, other = cast.api("ta_hana").client, cast.api("ta_yuri").client

    assert other.put(form["url"], b"abc", content_type=kind).status_code == 404
    for content in (b"ab", b"abcd"):
        answer = own.put(form["url"], content, content_type=kind)
        assert (answer.status_code, answer.json()["code"]) == (422, "size_differs")
        assert not default_storage.exists(form["key"])
    assert own.put(form["url"], b"abc", content_type=kind).json()["key"] == form["key"]
    with default_storage.open(form["key"]) as stream:
        assert stream.read() == b"abc"


def test_a_form_does_both_at_once(cast: Cast) -> None:
    file = SimpleUploadedFile("p.zip", b"abc")

    answer = cast.api("ta_hana").client.post("/api/v1/uploads", {"file": file})

    assert answer.status_code == 201
    assert (answer.json()["file_name"], answer.json()["size_bytes"]) == ("p.zip", 3)
    assert default_storage.exists(answer.json()["key"])
    refused = cast.api("minsu").client.post(
        "/api/v1/uploads", {"file": SimpleUploadedFile("p.zip", b"abc")}
    )
    assert refused.status_code == 403


@pytest.mark.parametrize(("size", "name"), [(2**30 + 1, "p.zip"), (1, "../p.zip"), (1, "")])
def test_what_is_too_large_or_misnamed_is_refused(cast: Cast, size: int, name: str) -> None:
    answer = cast.api("ta_hana").graphql(START, size=size, name=name).json()

    assert answer["errors"][0]["extensions"]["code"] in {"too_large", "invalid"}
    assert not Upload.objects.exists()


def test_uploads_go_after_a_day(cast: Cast) -> None:
    form = start(cast, 3)["data"]["startUpload"]
    cast.api("ta_hana").client.put(form["url"], b"abc", content_type="application/octet-stream")

    assert uploads_sweep(now=timezone.now()) == 0
    assert uploads_sweep(now=timezone.now() + timedelta(hours=25)) == 1
    assert not default_storage.exists(form["key"])


@pytest.fixture
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="files")
    settings.STORAGE_BUCKET = "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "files",
                "region_name": "us-east-1",
                "endpoint_url": endpoint,
                "querystring_auth": True,
            },
        },
    }
    yield endpoint
    server.stop()


@pytest.mark.usefixtures("bucket")
def test_on_a_bucket_the_file_goes_straight_to_storage(cast: Cast) -> None:
    form = start(cast, 3)["data"]["startUpload"]
    fields = {field["name"]: field["value"] for field in form["fields"]}

    sent = httpx.post(form["url"], data=fields, files={"file": ("p.zip", b"abc")})

    assert sent.status_code in {200, 201, 204}
    assert (form["method"], fields["key"]) == ("POST", form["key"])
    with default_storage.open(form["key"]) as stream:
        assert stream.read() == b"abc"


@pytest.mark.usefixtures("bucket")
def test_test_cases_on_a_bucket_are_read_in_ranges(cast: Cast) -> None:
    problem = make_problem("sum", course=cast.algorithms)
    package = problem.ready_package
    archive = zipped(
        {
            f"data/{case}{ending}": f"{case}{ending} " * 50_000
            for case in CASES
            for ending in (".in", ".ans")
        }
    )
    default_storage.save(judge_package_name(package.sha256), ContentFile(archive))
    package.size_bytes = len(archive)
    package.save()

    page = cases_read(package, directory="secret", offset=1, limit=5, preview_bytes=12)
    size_bytes, chunks = case_chunks(package, "secret/2", "answer")

    assert page.total == 2
    assert [one.input.preview for one in page.cases] == ["secret/2.in "]
    whole = b"".join(chunks)
    assert (size_bytes, whole[:13]) == (len(whole), b"secret/2.ans ")


def test_an_upload_that_nobody_could_read_ends(cast: Cast) -> None:
    key = uploaded(cast.ta_hana, "p.zip", b"zip")
    package_import_start_stored(
        key=key, actor=cast.ta_hana, course=cast.algorithms, visibility=None, now=NOON
    )
    PackageMaking.objects.update(state="failed", message="Its worker died. Tell an operator.")

    assert package_imports_sweep(now=NOON) == 1

    (finding,) = PackageImport.objects.get(state="failed").findings
    assert "Its worker died. Tell an operator." in finding["message"]
