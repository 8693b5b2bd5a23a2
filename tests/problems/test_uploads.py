"""Uploads: announced over GraphQL, sent over REST or straight to the bucket."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import httpx
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from problems.uploads.models import Upload
from problems.uploads.services import uploads_sweep
from tests.people import EVERYBODY, Cast

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
