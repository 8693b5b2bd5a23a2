"""What the tests of a broken site look at."""

import sqlite3
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import boto3
import httpx

from judging.queues import RESULTS_QUEUE
from tests.live import RunningSite, Student

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

SUM = "a, b = map(int, input().split())\nprint(a + b)\n"
SLOW_SUM = """
import time
deadline = time.process_time() + 0.1
while time.process_time() < deadline:
    pass
a, b = map(int, input().split())
print(a + b)
"""


def until(condition: Callable[[], bool], *, within_s: float) -> None:
    """Return when it holds; a web process that is away does not count."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            if condition():
                return
        except httpx.HTTPError:
            pass
        assert time.monotonic() < deadline, f"not within {within_s:g} s"
        time.sleep(0.1)


def assert_counted_once(found: dict[str, object]) -> None:
    runs = found["runs"]
    assert isinstance(runs, list)
    assert (found["verdict"], found["judgement_ordinal"]) == ("AC", 1)
    ordinals = [run["ordinal"] for run in runs]
    assert ordinals == list(range(1, len(runs) + 1))
    assert len(runs) == found["test_case_count"]


def rows(site: RunningSite, asked: str) -> list[tuple[Any, ...]]:
    """What the database says; it is only read."""
    database = site.site.var_dir / "db.sqlite3"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute(asked).fetchall()


def newest(student: Student) -> int:
    items = student.get("/api/v1/submissions?limit=1")["items"]
    return items[0]["id"] if items else 0


def sqs_of(site: RunningSite) -> "SQSClient":
    env = site.site.aws.env
    return boto3.client(
        "sqs",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_DEFAULT_REGION"],
        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
    )


def queue_url(site: RunningSite, name: str = RESULTS_QUEUE) -> str:
    found = sqs_of(site).get_queue_url(QueueName=f"{site.site.aws.queue_prefix}{name}")
    return found["QueueUrl"]


def depth(sqs: "SQSClient", queue: str) -> int:
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    waiting = int(found["ApproximateNumberOfMessages"])
    return waiting + int(found["ApproximateNumberOfMessagesNotVisible"])
