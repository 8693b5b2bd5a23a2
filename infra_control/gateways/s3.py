"""The bucket of files."""

from typing import TYPE_CHECKING, Protocol

import boto3
from botocore.exceptions import ClientError

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class BucketGateway(Protocol):
    """All methods raise CloudError."""

    def ensure(self, bucket: str) -> None:
        """Make the bucket unless it exists."""
        ...


class S3Gateway:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = ("s3:CreateBucket", "s3:ListBucket")

    def __init__(self, *, region: str) -> None:
        self._region = region
        self._client: S3Client = boto3.client(
            "s3",
            region_name=region,
            config=patience(),
        )

    def ensure(self, bucket: str) -> None:
        with asking(f"making bucket {bucket}"):
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

    def _exists(self, bucket: str) -> bool:
        try:
            self._client.head_bucket(Bucket=bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return False
            raise
        return True
