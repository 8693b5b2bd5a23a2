"""The sweeper's part for edits of tests: what was sent for edits that nobody makes any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage

from problems.versions.models import OPEN_DRAFTS, TestPackageDraftChange

KEPT = timedelta(days=2)
"""Longer than any request that sends an edit."""
EVERY_S = 3600
AT_ONCE = 1_000
FOLDER = "blobs"


def blobs_sweep(*, now: datetime) -> int:
    """Remove pieces of edits that no open draft has; returns how many. Works once an hour.

    Versions that came of a draft hold the pieces themselves.
    """
    if not cache.add("problems:blobs-swept", True, EVERY_S):
        return 0
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    old = [
        name for name in names if default_storage.get_modified_time(f"{FOLDER}/{name}") < now - KEPT
    ]
    gone = sorted(set(old) - _in_use())[:AT_ONCE]
    for name in gone:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(gone)


def _in_use() -> set[str]:
    changes = TestPackageDraftChange.objects.filter(draft__state__in=OPEN_DRAFTS)
    operations = changes.values_list("operation", flat=True)
    return {name for one in operations.iterator() for name in _hashes(one)}


def _hashes(value: Any) -> Iterator[str]:
    """All that an operation calls by its sha256, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("sha256"), str):
            yield value["sha256"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _hashes(one)
