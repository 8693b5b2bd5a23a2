"""What admin pages share."""

from typing import Any

from django.http import HttpRequest


class ReadOnlyMixin:
    """For what must not be changed by hand: history, and what comes from packages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
