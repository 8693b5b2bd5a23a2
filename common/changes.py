"""Partial changes: what is left out stays, and what is given as nothing is cleared."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

from common.errors import InvalidInputError


class Keep(Enum):
    """The value of what a change does not speak of; None is a value, and clears."""

    KEEP = "keep"

    def __bool__(self) -> bool:
        return False


KEEP = Keep.KEEP


def given_in(change: Any) -> Iterator[tuple[str, Any]]:
    """The names and values that a change (a dataclass) speaks of."""
    for field in fields(change):
        value = getattr(change, field.name)
        if value is not KEEP:
            yield field.name, value


def change_apply(row: Any, change: Any) -> None:
    """Set the columns of ``row`` that ``change`` speaks of; saves nothing.

    Raises InvalidInputError for a time without its zone, and for nothing where the model
    wants something.
    """
    for name, value in given_in(change):
        column = row._meta.get_field(name)
        if isinstance(value, datetime):
            aware_check(value, name)
        if value is None and not (column.null or column.blank):
            raise InvalidInputError(
                "Some input is not valid: see fields.", fields={name: ["can't be empty"]}
            )
        is_cleared = value is None and not column.null
        setattr(row, name, column.get_default() if is_cleared else value)


def aware_check(moment: datetime, field: str) -> None:
    """Raise InvalidInputError for a time without its zone."""
    if moment.tzinfo is None:
        raise InvalidInputError(
            "Write the time with its zone, such as 2026-03-02T12:00:00+09:00.",
            fields={field: ["needs a time zone"]},
        )
