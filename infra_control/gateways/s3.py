"""The bucket of files."""

from typing import TYPE_CHECKING, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra_control.gateways.errors import cloud_error

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class BucketGateway(Protocol):
    """All methods raise CloudError."""

    def ensure(self, bucket: str) -> None:
        """Make the bucket unless it exists."""
        ...


class S3Gateway:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    def __init__(self, *, region: str) -> None:
        self._region = region
        self._client: S3Client = boto3.client(
            "s3",
            region_name=region,
            config=Config(
                connect_timeout=2,
                read_timeout=10,
                retries={"total_max_attempts": 2, "mode": "standard"},
            ),
        )

    def ensure(self, bucket: str) -> None:
        try:
            if self._exists(bucket):
                return
            if self._region == "us-east-1":
                # The one region that S3 refuses to be told.
                self._client.create_bucket(Bucket=bucket)
            else:
                self._client.create_bucket(
                    Bucket=bucket,
                    CreateBucketConfiguration={
                        "LocationConstraint": self._region  # type: ignore[typeddict-item]  # the stubs list regions, ours comes from the environment
                    },
                )
        except (BotoCoreError, ClientError) as error:
            raise cloud_error(f"making bucket {bucket}", error) from error

    def _exists(self, bucket: str) -> bool:
        try:
            self._client.head_bucket(Bucket=bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return False
            raise
        return True
