"""What all REST doors share: the shape of an error and of a page."""

import json
import logging
import re
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from pydantic import BaseModel, Field

from common.caching import PRIVATE
from common.errors import (
    DomainError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
    TooLargeError,
    TooManyRequestsError,
)
from common.pagination import DEFAULT_LIMIT, MAX_LIMIT

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Schema(BaseModel):
    """A shape of the API, made from keywords.

    ninja's own class of this name looks each field up through getters and resolvers, which
    costs ten times as much; no door gives it a row of the database.
    """


class ErrorBody(Schema):
    """The body of every refusal."""

    code: str = Field(description="For programs: stable, in snake_case.")
    message: str = Field(description="For people: a sentence that says what to do.")
    fields: dict[str, list[str]] = Field(
        default_factory=dict, description="What is wrong with each input field."
    )


class Page(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page.")


class PageQuery(Schema):
    """Where in a list to read."""

    cursor: Annotated[str | None, Field(max_length=500)] = None
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT


def refusals(*statuses: int) -> dict[int, type[ErrorBody]]:
    """The documented refusals of an operation; 422 goes without saying."""
    return dict.fromkeys((*statuses, 422), ErrorBody)


class TextParser(Parser):
    """Reads bodies as JSON whose texts any database can keep.

    PostgreSQL keeps no NUL, and a lone half of a surrogate pair is no text at all; both can
    be written in JSON. Refused here, once, for all fields.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        data = json.loads(request.body)
        if _ESCAPES.search(request.body) or b"\x00" in request.body:
            _text_check(data, "")
        return data


def body_text_check(request: HttpRequest) -> None:
    """As TextParser, for GraphQL, whose queries may hold such characters in literals too.

    Raises InvalidInputError. A body that is no JSON is left to who reads it.
    """
    body = request.body
    if not _ESCAPES.search(body) and b"\x00" not in body:
        return
    try:
        data = json.loads(body)
    except ValueError:
        return
    _text_check(data, "")
    query = data.get("query") if isinstance(data, dict) else None
    if isinstance(query, str) and _ESCAPES.search(query.encode()):
        _text_check("\x00", "query")


_ESCAPES = re.compile(rb"\\u(0000|\{0*\}|\{?0*[dD][89a-fA-F])")


def _text_check(value: Any, place: str) -> None:
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise InvalidInputError(
                "The input holds characters that are no text: send UTF-8 without NUL.",
                code="not_text",
                fields={place or "body": ["must be text without NUL characters"]},
            )
    elif isinstance(value, dict):
        for key, one in value.items():
            _text_check(key, place)
            _text_check(one, f"{place}.{key}".strip("."))
    elif isinstance(value, list):
        for one in value:
            _text_check(one, place)


def error_response(error: DomainError) -> HttpResponse:
    """The HTTP answer that says a refusal."""
    body = ErrorBody(code=error.code, message=error.message, fields=error.fields)
    response = HttpResponse(
        body.model_dump_json(), status=int(error.status), content_type="application/json"
    )
    response["Cache-Control"] = PRIVATE
    if isinstance(error, TooManyRequestsError):
        response["Retry-After"] = str(error.retry_after_s)
    return response


class _StatusError(DomainError):
    """An error of the framework under its own status."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message, code=code)
        self.status = HTTPStatus(status)


def install_error_handlers(api: NinjaAPI) -> None:
    """Make every refusal and every fault of ``api`` answer with an ErrorBody."""

    def domain(request: HttpRequest, error: Any) -> HttpResponse:
        return error_response(error)

    def anonymous(request: HttpRequest, error: Any) -> HttpResponse:
        return error_response(NotSignedInError())

    def missing(request: HttpRequest, error: Any) -> HttpResponse:
        return error_response(NotFoundError("There is nothing here."))

    def http(request: HttpRequest, error: Any) -> HttpResponse:
        if isinstance(error.__context__, DomainError):
            return error_response(error.__context__)
        if error.status_code == HTTPStatus.BAD_REQUEST:
            return error_response(
                DomainError("The body must be JSON, as the API's page says.", code="invalid_json")
            )
        if error.status_code == HTTPStatus.FORBIDDEN:
            return error_response(
                NotAllowedError(
                    "The X-CSRFToken header must repeat the csrftoken cookie: reload the page.",
                    code="csrf_failed",
                )
            )
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
        return error_response(_StatusError(error.status_code, code, error.message))

    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        return error_response(
            DomainError("Some input is not valid: see fields.", fields=_by_field(error.errors))
        )

    def too_large(request: HttpRequest, error: Any) -> HttpResponse:
        return error_response(TooLargeError("The request is too large."))

    def fault(request: HttpRequest, error: Any) -> HttpResponse:
        logger.exception("%s %s failed", request.method, request.path, exc_info=error)
        return error_response(
            _StatusError(500, "internal_error", "Something broke on our side: try again later.")
        )

    api.add_exception_handler(DomainError, domain)
    api.add_exception_handler(AuthenticationError, anonymous)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(HttpError, http)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(RequestDataTooBig, too_large)
    api.add_exception_handler(Exception, fault)


def _by_field(errors: list[dict[str, Any]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for error in errors:
        # ("body", "payload", "source", …): the door's own argument name says nothing to a client.
        place = [str(part) for part in error["loc"]]
        name = ".".join(place[2:] if place[0] == "body" else place[1:]) or place[-1]
        fields.setdefault(name, []).append(str(error["msg"]))
    return fields
