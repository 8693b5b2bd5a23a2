"""The calls of SQS that are answered before moto: as moto answers them."""

import time
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from infra_control.localcloud.aws import LocalAws

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def sqs() -> Any:
    return boto3.client("sqs")


@pytest.fixture
def queue(sqs: Any) -> str:
    made = sqs.create_queue(QueueName=f"quick-{time.time_ns()}")
    return str(made["QueueUrl"])


def receive(sqs: Any, queue: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sqs.receive_message(QueueUrl=queue, **more).get("Messages", [])
    return found


def test_a_message_is_sent_taken_given_back_and_deleted(sqs: Any, queue: str) -> None:
    # boto3 compares the digests itself
    sent = sqs.send_message(QueueUrl=queue, MessageBody="한글 { } \\u0000")

    (first,) = receive(sqs, queue, AttributeNames=["ApproximateReceiveCount"])
    assert (first["MessageId"], first["Body"]) == (sent["MessageId"], "한글 { } \\u0000")
    assert first["Attributes"] == {"ApproximateReceiveCount": "1"}
    assert receive(sqs, queue) == [], "somebody has it"

    handle = first["ReceiptHandle"]
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=0)
    (again,) = receive(sqs, queue, MessageSystemAttributeNames=["All"], WaitTimeSeconds=1)
    assert again["Attributes"]["ApproximateReceiveCount"] == "2"

    sqs.delete_message(QueueUrl=queue, ReceiptHandle=again["ReceiptHandle"])
    depth = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert depth["ApproximateNumberOfMessages"] == "0"
    assert depth["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_what_is_unusual_is_answered_by_moto(sqs: Any, queue: str) -> None:
    missing = f"{queue}-that-nobody-made"
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.send_message(QueueUrl=missing, MessageBody="lost")
    with pytest.raises(ClientError, match="receipt handle"):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle="nobody's")
    with pytest.raises(ClientError, match="between"):
        receive(sqs, queue, MaxNumberOfMessages=11)

    attribute = {"kind": {"DataType": "String", "StringValue": "test"}}
    sqs.send_message(QueueUrl=queue, MessageBody="told", MessageAttributes=attribute)
    (message,) = receive(sqs, queue, MessageAttributeNames=["All"])
    assert message["MessageAttributes"] == attribute


def test_one_connection_carries_many_calls(aws: LocalAws, queue: str) -> None:
    headers = {
        "X-Amz-Target": "AmazonSQS.SendMessage",
        "Authorization": f"AWS4-HMAC-SHA256 Credential=local/20261101/{aws.region}/sqs/aws4",
    }
    with httpx.Client(base_url=aws.endpoint_url, headers=headers) as client:
        answers = [
            client.post("/", json={"QueueUrl": queue, "MessageBody": "one"}) for _ in range(3)
        ]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert all("connection" not in answer.headers for answer in answers)
