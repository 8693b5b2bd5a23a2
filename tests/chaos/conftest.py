from tests.cloud import aws, aws_process
from tests.prepared import prepared_site

__all__ = ["aws", "aws_process", "prepared_site"]
