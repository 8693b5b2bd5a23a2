"""Judge jobs reach a broker that speaks SQS."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from pytest_django import Settings

from infra_control.localcloud.aws import LocalAws
from infra_control.messages import read_judge_job, read_task_message
from judging.queues import JUDGE_TASK
from judging.signing import SIGNATURE_HEADER, JobVerifier, verify_key_of
from submissions.models import Judgement
from submissions.services import submission_create
from submissions.sources import Source
from tests.people import Cast

OnCommit = Callable[..., Any]

SOURCE_LIMIT_BYTES = 128 * 1024


@pytest.mark.usefixtures("problem")
@pytest.mark.parametrize("character", ["x", "\x01", "ㅋ"])
def test_the_largest_source_fits_into_a_message(
    character: str,
    sqs: LocalAws,
    cast: Cast,
    settings: Settings,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    # given a source of the largest size, of characters that swell in JSON
    source = character * (SOURCE_LIMIT_BYTES // len(character.encode()))
    # when it is handed in
    with django_capture_on_commit_callbacks(execute=True):
        submission_create(
            user=cast.minsu,
            problem_slug="sum",
            language="python3",
            source=Source(source),
            now=datetime(2026, 9, 1, tzinfo=UTC),
        )
    # then the broker has it, whole
    judgement = Judgement.objects.get()
    assert judgement.send_count == 1
    address = f"{sqs.endpoint_url}/123456789012/{sqs.queue_prefix}{judgement.queue}"
    (message,) = boto3.client("sqs").receive_message(QueueUrl=address)["Messages"]
    assert read_judge_job(message["Body"]).source_files[0].text == source
    # signed, as judges will verify it
    headers = json.loads(base64.b64decode(message["Body"]))["headers"]
    (text,) = read_task_message(message["Body"]).args
    verifier = JobVerifier((verify_key_of(settings.JUDGE_SIGNING_KEY),))
    assert verifier.is_trusted(task=JUDGE_TASK, text=text, signature=headers[SIGNATURE_HEADER])
