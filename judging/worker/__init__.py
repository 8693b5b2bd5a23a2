"""The judge worker: takes jobs from SQS through Celery, judges them and reports."""
