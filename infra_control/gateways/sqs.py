"""The queues: how deep they are, and what lies in their dead letters."""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

import boto3

from infra_control.gateways.calls import Remembering, asking, patience
from judging.queues import QueueSpec

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

PEEK_LEASE_S = 20
"""While dead letters are being read they are hidden from others for so long at most."""

LOOKS = 3
"""For dead letters that are not there, each a second long."""

RECEIVE_BATCH = 10
"""SQS gives and takes no more at once."""


@dataclass(frozen=True, kw_only=True)
class Depth:
    """How many messages a queue holds. SQS itself calls the numbers approximate."""

    visible: int
    in_flight: int
    delayed: int


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """One message that was delivered in vain as often as its queue allows."""

    message_id: str
    body: str
    sent_at: datetime
    receive_count: int
    """Deliveries in its life; each look into the dead letters adds one."""


class QueueGateway(Protocol):
    """Queue names are without the deployment's prefix. All methods raise CloudError."""

    def ensure(self, spec: QueueSpec) -> None:
        """Make the queue and its dead letters, or bring their attributes to the spec."""
        ...

    def depth(self, name: str) -> Depth: ...

    def dead_letters(self, spec: QueueSpec, *, limit: int) -> list[DeadLetter]:
        """Read up to ``limit`` of them and leave them where they are, oldest first."""
        ...

    def redrive(self, spec: QueueSpec, message_ids: Collection[str]) -> set[str]:
        """Send dead letters to their queue again, then remove them; returns those found.

        Interrupted between the two one is in both: receivers must bear a job twice anyway.
        """
        ...

    def remove(self, spec: QueueSpec, message_ids: Collection[str]) -> set[str]:
        """Remove dead letters for good; returns those found."""
        ...

    def purge(self, name: str) -> None:
        """Delete all messages of a queue. SQS allows it once a minute and takes up to one."""
        ...


class SqsGateway:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "sqs:ChangeMessageVisibility",
        "sqs:CreateQueue",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:PurgeQueue",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
        "sqs:SetQueueAttributes",
    )

    def __init__(self, *, prefix: str, region: str) -> None:
        self._prefix = prefix
        self._urls: dict[str, str] = {}
        self._client: SQSClient = boto3.client(
            "sqs",
            region_name=region,
            config=patience(),
        )

    def ensure(self, spec: QueueSpec) -> None:
        with asking(f"making queue {self._prefix}{spec.name}"):
            dead_url = self._create(spec.dead_letter_name)
            answer = self._client.get_queue_attributes(
                QueueUrl=dead_url, AttributeNames=["QueueArn"]
            )
            policy = {
                "deadLetterTargetArn": answer["Attributes"]["QueueArn"],
                "maxReceiveCount": spec.max_receive_count,
            }
            self._client.set_queue_attributes(
                QueueUrl=self._create(spec.name),
                Attributes={
                    "VisibilityTimeout": str(spec.visibility_timeout_s),
                    "RedrivePolicy": json.dumps(policy),
                },
            )

    def depth(self, name: str) -> Depth:
        with self._asking_about(name) as url:
            found = self._client.get_queue_attributes(
                QueueUrl=url,
                AttributeNames=[
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesNotVisible",
                    "ApproximateNumberOfMessagesDelayed",
                ],
            )["Attributes"]
        return Depth(
            visible=int(found["ApproximateNumberOfMessages"]),
            in_flight=int(found["ApproximateNumberOfMessagesNotVisible"]),
            delayed=int(found["ApproximateNumberOfMessagesDelayed"]),
        )

    def dead_letters(self, spec: QueueSpec, *, limit: int) -> list[DeadLetter]:
        with self._asking_about(spec.dead_letter_name) as url:
            taken = self._take(url, is_enough=lambda taken: len(taken) >= limit)
            self._put_back(url, taken)
        letters = [
            DeadLetter(
                message_id=message["MessageId"],
                body=message["Body"],
                sent_at=datetime.fromtimestamp(
                    int(message["Attributes"]["SentTimestamp"]) / 1000, tz=UTC
                ),
                receive_count=int(message["Attributes"]["ApproximateReceiveCount"]),
            )
            for message in taken
        ]
        return sorted(letters, key=lambda letter: letter.sent_at)[:limit]

    def redrive(self, spec: QueueSpec, message_ids: Collection[str]) -> set[str]:
        def send(message: "MessageTypeDef") -> None:
            self._client.send_message(QueueUrl=self._url(spec.name), MessageBody=message["Body"])

        return self._settle(spec, message_ids, send)

    def remove(self, spec: QueueSpec, message_ids: Collection[str]) -> set[str]:
        return self._settle(spec, message_ids, lambda message: None)

    def _settle(
        self,
        spec: QueueSpec,
        message_ids: Collection[str],
        before: "Callable[[MessageTypeDef], None]",
    ) -> set[str]:
        """Delete dead letters, each after ``before``."""
        wanted, found = set(message_ids), set[str]()
        with self._asking_about(spec.dead_letter_name) as url:
            # Others look at them, too, and hide them meanwhile.
            for _ in range(LOOKS):
                if wanted == found:
                    break
                left = wanted - found
                taken = self._take(url, is_enough=partial(_holds, left))
                try:
                    for message in [one for one in taken if one["MessageId"] in left]:
                        before(message)
                        self._client.delete_message(
                            QueueUrl=url, ReceiptHandle=message["ReceiptHandle"]
                        )
                        found.add(message["MessageId"])
                finally:
                    self._put_back(url, [one for one in taken if one["MessageId"] not in found])
        return found

    def purge(self, name: str) -> None:
        with self._asking_about(name) as url:
            self._client.purge_queue(QueueUrl=url)

    def _take(
        self, url: str, *, is_enough: "Callable[[list[MessageTypeDef]], bool]"
    ) -> "list[MessageTypeDef]":
        """Hide messages of the queue until it is enough or none is left, and give them."""
        taken: dict[str, MessageTypeDef] = {}
        while not is_enough(list(taken.values())):
            messages = self._client.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=RECEIVE_BATCH,
                VisibilityTimeout=PEEK_LEASE_S,
                # A poll without waiting asks only some of AWS' servers.
                WaitTimeSeconds=0 if taken else 1,
                MessageSystemAttributeNames=["SentTimestamp", "ApproximateReceiveCount"],
            ).get("Messages", [])
            if all(message["MessageId"] in taken for message in messages):
                break
            taken |= {message["MessageId"]: message for message in messages}
        return list(taken.values())

    def _put_back(self, url: str, messages: "list[MessageTypeDef]") -> None:
        for start in range(0, len(messages), RECEIVE_BATCH):
            self._client.change_message_visibility_batch(
                QueueUrl=url,
                Entries=[
                    {
                        "Id": str(number),
                        "ReceiptHandle": message["ReceiptHandle"],
                        "VisibilityTimeout": 0,
                    }
                    for number, message in enumerate(messages[start : start + RECEIVE_BATCH])
                ],
            )

    def _create(self, name: str) -> str:
        """The queue's address. A queue that exists stays as it is."""
        full_name = f"{self._prefix}{name}"
        try:
            return self._client.get_queue_url(QueueName=full_name)["QueueUrl"]
        except self._client.exceptions.QueueDoesNotExist:
            return self._client.create_queue(QueueName=full_name)["QueueUrl"]

    def _url(self, name: str) -> str:
        if name not in self._urls:
            answer = self._client.get_queue_url(QueueName=f"{self._prefix}{name}")
            self._urls[name] = answer["QueueUrl"]
        return self._urls[name]

    @contextmanager
    def _asking_about(self, name: str) -> Iterator[str]:
        with asking(f"a request about queue {self._prefix}{name}"):
            yield self._url(name)


def _holds(message_ids: set[str], taken: "list[MessageTypeDef]") -> bool:
    return message_ids <= {one["MessageId"] for one in taken}


class RememberingQueueGateway(Remembering):
    """A fake that holds its queues in memory and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.depths: dict[str, Depth] = {}
        self.letters: dict[str, list[DeadLetter]] = {}
        self.sent: dict[str, list[str]] = {}

    def ensure(self, spec: QueueSpec) -> None:
        self.remember("ensure", spec.name)

    def depth(self, name: str) -> Depth:
        self.remember("depth", name)
        return self.depths.get(name, Depth(visible=0, in_flight=0, delayed=0))

    def dead_letters(self, spec: QueueSpec, *, limit: int) -> list[DeadLetter]:
        self.remember("dead_letters", spec.name)
        return self.letters.get(spec.name, [])[:limit]

    def redrive(self, spec: QueueSpec, message_ids: Collection[str]) -> set[str]:
        self.remember("redrive", spec.name, *sorted(message_ids))
        gone = self._gone(spec, message_ids)
        self.sent.setdefault(spec.name, []).extend(letter.body for letter in gone)
        return {letter.message_id for letter in gone}

    def remove(self, spec: QueueSpec, message_ids: Collection[str]) -> set[str]:
        self.remember("remove", spec.name, *sorted(message_ids))
        return {letter.message_id for letter in self._gone(spec, message_ids)}

    def _gone(self, spec: QueueSpec, message_ids: Collection[str]) -> list[DeadLetter]:
        letters = self.letters.get(spec.name, [])
        self.letters[spec.name] = [x for x in letters if x.message_id not in message_ids]
        return [x for x in letters if x.message_id in message_ids]

    def purge(self, name: str) -> None:
        self.remember("purge", name)
