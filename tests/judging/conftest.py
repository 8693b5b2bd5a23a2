from tests.cloud import aws, aws_process
from tests.judging.one_validator import bench

__all__ = ["aws", "aws_process", "bench"]
