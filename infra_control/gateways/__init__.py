"""One small Protocol with a boto3 adapter and a remembering fake per AWS service."""
