"""The same code with PostgreSQL, Redis and a storage bucket, as it runs in production."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from tests.databases import postgres
from tests.live import RunningSite, Student, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@pytest.fixture
def database_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[RunningSite]:
    with running_site(
        tmp_path,
        keeps_files_in_aws=True,
        DATABASE_URL=database_url,
        SECRET_KEY="a key of this test alone, as long as a key must be",
    ) as site:
        yield site


def test_a_submission_is_judged_by_a_package_from_the_bucket(site: RunningSite) -> None:
    # given a student of the demo course
    student = Student(site.url)
    # when they submit
    submission_id = student.submit("a, b = map(int, input().split())\nprint(a + b)\n")
    # then it is judged
    found = student.wait_until(submission_id, within_s=60, state="done")
    assert found["verdict"] == "AC"
    # and nothing was kept on the web's own disk
    assert not (site.site.var_dir / "media").exists()
    assert not (site.site.var_dir / "db.sqlite3").exists()
    s3 = boto3.client(
        "s3",
        endpoint_url=site.site.aws.endpoint_url,
        region_name=site.site.aws.region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    stored = s3.list_objects_v2(Bucket=site.site.aws.bucket, Prefix="packages/")
    assert stored["KeyCount"] > 5
