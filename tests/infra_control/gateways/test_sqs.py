import boto3
import pytest

from infra_control.gateways.errors import CloudError
from infra_control.gateways.sqs import SqsGateway
from infra_control.localcloud.aws import LocalAws
from judging.queues import QUEUES, QueueSpec
from tests.cloud import free_port

SPEC = QUEUES[0]


@pytest.fixture
def gateway(aws: LocalAws) -> SqsGateway:
    return SqsGateway(prefix=aws.queue_prefix, region=aws.region)


def send(aws: LocalAws, name: str, body: str) -> str:
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=aws.queue_prefix + name)["QueueUrl"]
    return sqs.send_message(QueueUrl=url, MessageBody=body)["MessageId"]


def attributes(aws: LocalAws, name: str) -> dict[str, str]:
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=aws.queue_prefix + name)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {str(key): value for key, value in found.items()}


@pytest.mark.parametrize("spec", QUEUES, ids=lambda spec: spec.name)
def test_each_queue_is_made_with_its_lease_and_its_dead_letters(
    aws: LocalAws, spec: QueueSpec
) -> None:
    made = attributes(aws, spec.name)

    assert made["VisibilityTimeout"] == str(spec.visibility_timeout_s)
    assert f'"maxReceiveCount": {spec.max_receive_count}' in made["RedrivePolicy"]
    assert f"{aws.queue_prefix}{spec.dead_letter_name}" in made["RedrivePolicy"]


def test_ensuring_again_keeps_messages_and_mends_attributes(
    aws: LocalAws, gateway: SqsGateway
) -> None:
    send(aws, SPEC.name, "kept")
    other = QueueSpec(name=SPEC.name, visibility_timeout_s=99, max_receive_count=2)
    gateway.ensure(other)
    assert attributes(aws, SPEC.name)["VisibilityTimeout"] == "99"

    gateway.ensure(SPEC)

    assert attributes(aws, SPEC.name)["VisibilityTimeout"] == str(SPEC.visibility_timeout_s)
    assert gateway.depth(SPEC.name).visible == 1


def test_depth_tells_visible_from_in_flight(aws: LocalAws, gateway: SqsGateway) -> None:
    for body in ("1", "2", "3"):
        send(aws, SPEC.name, body)
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=aws.queue_prefix + SPEC.name)["QueueUrl"]
    sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)

    depth = gateway.depth(SPEC.name)

    assert (depth.visible, depth.in_flight) == (2, 1)


def test_dead_letters_are_read_over_several_pages_and_stay(
    aws: LocalAws, gateway: SqsGateway
) -> None:
    ids = [send(aws, SPEC.dead_letter_name, f"letter {number}") for number in range(13)]

    first = gateway.dead_letters(SPEC, limit=100)
    again = gateway.dead_letters(SPEC, limit=100)

    assert [letter.message_id for letter in first] == ids
    assert [letter.body for letter in again] == [letter.body for letter in first]


def test_no_more_dead_letters_are_read_than_asked_for(aws: LocalAws, gateway: SqsGateway) -> None:
    for number in range(5):
        send(aws, SPEC.dead_letter_name, str(number))

    assert len(gateway.dead_letters(SPEC, limit=2)) == 2
    assert gateway.depth(SPEC.dead_letter_name).visible == 5


def test_redriving_moves_just_the_one_letter(aws: LocalAws, gateway: SqsGateway) -> None:
    send(aws, SPEC.dead_letter_name, "stays")
    wanted = send(aws, SPEC.dead_letter_name, "goes")

    assert gateway.redrive(SPEC, [wanted]) == {wanted}

    assert [letter.body for letter in gateway.dead_letters(SPEC, limit=9)] == ["stays"]
    assert gateway.depth(SPEC.name).visible == 1
    assert gateway.redrive(SPEC, [wanted]) == set()


def test_removing_leaves_the_others(aws: LocalAws, gateway: SqsGateway) -> None:
    send(aws, SPEC.dead_letter_name, "stays")
    gone = {send(aws, SPEC.dead_letter_name, f"goes {number}") for number in range(12)}

    assert gateway.remove(SPEC, gone) == gone

    assert [letter.body for letter in gateway.dead_letters(SPEC, limit=20)] == ["stays"]
    assert gateway.depth(SPEC.name).visible == 0


def test_purging_empties_a_queue(aws: LocalAws, gateway: SqsGateway) -> None:
    send(aws, SPEC.name, "gone")

    gateway.purge(SPEC.name)

    assert gateway.depth(SPEC.name).visible == 0


def test_a_broker_that_is_away_is_a_retryable_fault(
    aws: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    gateway = SqsGateway(prefix=aws.queue_prefix, region=aws.region)

    with pytest.raises(CloudError, match="can't be reached") as caught:
        gateway.depth(SPEC.name)

    assert caught.value.retryable


def test_a_queue_that_is_missing_is_a_lasting_fault_that_names_it(aws: LocalAws) -> None:
    gateway = SqsGateway(prefix="nobodys-", region=aws.region)

    with pytest.raises(CloudError, match="nobodys-judge") as caught:
        gateway.depth(SPEC.name)

    assert not caught.value.retryable
