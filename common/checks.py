"""Checks of rows before they are saved."""

from typing import Any

from django.core.exceptions import ValidationError

from common.errors import InvalidInputError


def model_check(row: Any) -> None:
    """Raise InvalidInputError, by field, where a row breaks its model's bounds or constraints.

    What must be unique is left to those who can say what to do about it.
    """
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        raise InvalidInputError(
            "Some input is not valid: see fields.", fields=error.message_dict
        ) from error
