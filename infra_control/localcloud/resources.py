"""``python -m infra_control.localcloud.resources BUCKET``: make what a deployment needs of AWS.

Where AWS is, and the deployment's prefix, is read from the environment.
"""

import os
import sys

from infra_control.gateways.errors import CloudError
from infra_control.gateways.s3 import BucketGateway, S3Gateway
from infra_control.gateways.sqs import QueueGateway, SqsGateway
from judging.queues import QUEUES


def ensure_resources(queues: QueueGateway, buckets: BucketGateway, *, bucket: str) -> None:
    """Make the queues, their dead letters and the bucket, in whatever state they are.

    Raises CloudError.
    """
    for spec in QUEUES:
        queues.ensure(spec)
    buckets.ensure(bucket)


def main() -> int:
    region = os.environ["AWS_DEFAULT_REGION"]
    try:
        ensure_resources(
            SqsGateway(prefix=os.environ["QUEUE_PREFIX"], region=region),
            S3Gateway(region=region),
            bucket=sys.argv[1],
        )
    except CloudError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
