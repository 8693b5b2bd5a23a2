"""Cursor pagination: a page costs the same wherever it lies, and rows that come or go between
two pages neither repeat nor hide others."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from common.errors import InvalidInputError

DEFAULT_LIMIT = 50
MAX_LIMIT = 100

M = TypeVar("M")


@dataclass(frozen=True)
class Slice(Generic[M]):
    """The rows of one page, and where the next begins (None: this was the last)."""

    items: list[M]
    next_cursor: str | None


def paginate(
    queryset: QuerySet[Any, M], *, order: Sequence[str], cursor: str | None, limit: int
) -> Slice[M]:
    """Cut one page out of ``queryset``, which is sorted by ``order`` here.

    ``order`` holds names of columns that are never NULL, ``-`` before the name turns
    the direction; together they must be unique. Raises InvalidInputError for a cursor
    that no page gave out.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidInputError(
            f"limit must be from 1 to {MAX_LIMIT}.", fields={"limit": [f"1 to {MAX_LIMIT}"]}
        )
    if cursor:
        try:
            queryset = queryset.filter(_after(order, _read_cursor(cursor, len(order))))
        except (ValueError, TypeError, ValidationError) as error:
            raise InvalidInputError(
                "This cursor was not given out by the list: start without one.",
                code="invalid_cursor",
                fields={"cursor": ["unknown"]},
            ) from error
    return sliced(list(queryset.order_by(*order)[: limit + 1]), order=order, limit=limit)


def sliced(rows: list[M], *, order: Sequence[str], limit: int) -> Slice[M]:
    """The page that begins with ``rows``, sorted by ``order`` and one longer than the page where
    there are more."""
    if len(rows) <= limit:
        return Slice(rows, None)
    rows = rows[:limit]
    values = [getattr(rows[-1], name.removeprefix("-")) for name in order]
    text = json.dumps(values, default=str, separators=(",", ":"))
    return Slice(rows, base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


def _read_cursor(cursor: str, length: int) -> list[object]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (binascii.Error, UnicodeError, RecursionError) as error:
        raise ValueError("not base64 of JSON") from error
    if not isinstance(values, list) or len(values) != length:
        raise ValueError("wrong length")
    if not all(isinstance(value, (str, int)) and not isinstance(value, bool) for value in values):
        raise ValueError("wrong type")
    if any(isinstance(value, int) and abs(value) > 2**63 - 1 for value in values):
        raise ValueError("out of range")
    if any(isinstance(value, str) and "\x00" in value for value in values):
        raise ValueError("a NUL character")
    return values


def _after(order: Sequence[str], values: Sequence[object]) -> Q:
    """Rows behind ``values``: (a > 1) or (a = 1 and b > 2) or …"""
    condition = Q()
    equal = Q()
    for name, value in zip(order, values, strict=True):
        column = name.removeprefix("-")
        beyond = f"{column}__lt" if name.startswith("-") else f"{column}__gt"
        condition |= equal & Q(**{beyond: value})
        equal &= Q(**{column: value})
    return condition
