import pytest
from pytest_django import Settings

from codedang.celery import app as celery_app
from infra_control.localcloud.aws import LocalAws
from judging.broker import broker_settings
from tests.cloud import aws, aws_process
from tests.conftest import Broker

__all__ = ["aws", "aws_process", "sqs"]


@pytest.fixture
def sqs(
    aws: LocalAws, broker: Broker, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> LocalAws:
    """Celery sends to the local AWS for once, by connections of its own."""
    settings.QUEUE_PREFIX = aws.queue_prefix
    celery_app.conf.update(broker_settings(queue_prefix=aws.queue_prefix, region=aws.region))
    monkeypatch.setattr(celery_app, "_pool", None)
    monkeypatch.setattr(celery_app.amqp, "_producer_pool", None)
    return aws
