"""The judge: plain Python and Celery, no Django, no database, nothing else of ours."""
