"""The composition root of the web side: it imports every app, and no app imports it."""

from codedang.celery import app as celery_app

__all__ = ["celery_app"]
