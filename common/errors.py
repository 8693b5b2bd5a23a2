"""Refusals that a person can cause, told apart by a code that programs may rely on.

Services raise them; each door says them in its own protocol.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus


class DomainError(Exception):
    """A refusal. Nothing of what was asked for has been done when it is raised."""

    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
    code: str = "invalid"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        fields: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        """A sentence that says what to do."""
        self.code = code or self.code
        self.fields = {name: list(lines) for name, lines in (fields or {}).items()}
        """What is wrong with each input field, where the fault lies in one."""


class InvalidInputError(DomainError):
    """The input breaks a rule."""


class NotSignedInError(DomainError):
    """Nobody is signed in, and somebody must be."""

    status = HTTPStatus.UNAUTHORIZED
    code = "not_signed_in"

    def __init__(self, message: str = "Sign in first.") -> None:
        super().__init__(message)


class NotAllowedError(DomainError):
    """The signed-in person may not do this, and may know that it exists."""

    status = HTTPStatus.FORBIDDEN
    code = "not_allowed"


class NotFoundError(DomainError):
    """There is no such thing, or none that this person may know of."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class ConflictError(DomainError):
    """It can't be done in the present state of things."""

    status = HTTPStatus.CONFLICT
    code = "conflict"


class TooLargeError(DomainError):
    """The input is larger than allowed."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too_large"


class TooManyRequestsError(DomainError):
    """Asked too often; ``retry_after_s`` says when to come back."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too_many_requests"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
