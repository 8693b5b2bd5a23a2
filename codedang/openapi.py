"""What the OpenAPI document says beyond the doors' own signatures.

Refusals that come before every door (tokens, CSRF, rates) are documented here, once, where
they are enforced once; so are the scopes and permissions that operations name.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation

from codedang.openapi_examples import example_of
from common.access import Anyone, PersonalAccessToken

REFUSAL = {"$ref": "#/components/schemas/ErrorBody"}
RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds until it may be tried again.",
        "schema": {"type": "integer", "minimum": 1},
    }
}
EXAMPLES: dict[int, dict[str, str]] = {
    401: {
        "not_signed_in": "Sign in first.",
    },
    403: {
        "scope_missing": "This token lacks the scope submit: make one that has it.",
        "session_only": "A token can't do this: sign in and do it in the browser.",
        "csrf_failed": "The X-CSRFToken header must repeat the csrftoken cookie: reload the page.",
        "not_allowed": "Only staff may do this.",
    },
    404: {"not_found": "There is no such thing, or you may not open it."},
    409: {"conflict": "It can't be done in the present state of things."},
    413: {"too_large": "The request is too large."},
    422: {
        "invalid": "Some input is not valid: see fields.",
        "invalid_json": "The body must be JSON, as the API's page says.",
        "invalid_cursor": "This cursor was not given out by the list: start without one.",
    },
    429: {"too_many_requests": "Too many requests: try again in 12 s."},
}
"""The codes that any operation with the status may answer with; its own stand in its text."""


def complete(document: dict[str, Any], api: NinjaAPI) -> dict[str, Any]:
    """Add to ninja's document what holds for all operations."""
    operations = dict(_operations(api))
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, operations[path, method])
            _examples(operation, document["components"]["schemas"])
    return document


def _examples(document: dict[str, Any], schemas: dict[str, Any]) -> None:
    """One example for each body that goes in or comes out."""
    bodies = [document.get("requestBody", {})] + [
        response for status, response in document["responses"].items() if int(status) < 300
    ]
    for body in bodies:
        content = body.get("content", {}).get("application/json")
        if content is not None and "examples" not in content:
            value = example_of(content.get("schema", {}), schemas)
            content["examples"] = {"example": {"value": value}}


def _operations(api: NinjaAPI) -> Iterator[tuple[tuple[str, str], Operation]]:
    """Every operation under its path as the document writes it, and its method."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            prefix = "/".join(part for part in (bound.prefix, path) if part)
            full = "/" + api.get_root_path({}).strip("/") + "/" + prefix.strip("/")
            for operation in view.operations:
                for method in operation.methods:
                    yield (full.rstrip("/"), method.lower()), operation


def _complete(document: dict[str, Any], method: str, operation: Operation) -> None:
    doors: list[Any] = list(operation.auth_callbacks)
    token = next((door for door in doors if isinstance(door, PersonalAccessToken)), None)
    is_open = any(isinstance(door, Anyone) for door in doors)
    permission = getattr(doors[0], "permission", "") if doors else ""
    document["x-permission"] = permission
    lines = [document.get("description", ""), f"For {permission}." if permission else ""]
    if token is not None:
        document["x-scope"] = str(token.scope)
        lines.append(f"Tokens need the scope `{token.scope}`.")
        for option in document["security"]:
            if "PersonalAccessToken" in option:
                option["PersonalAccessToken"] = [str(token.scope)]
    else:
        lines.append("Tokens are refused.")
    document["description"] = "\n\n".join(line for line in lines if line)
    if is_open:
        document["security"].append({})
    responses = document["responses"]
    for status in (401, 403, 429):
        responses.setdefault(
            status,
            {
                "description": HTTPStatus(status).phrase,
                "content": {"application/json": {"schema": REFUSAL}},
            },
        )
    responses[429]["headers"] = RETRY_AFTER
    if method == "get" and is_open:
        responses.setdefault(304, {"description": "Not changed since the given ETag."})
    for status, response in responses.items():
        if status in EXAMPLES and "content" in response:
            response["content"]["application/json"]["examples"] = {
                code: {"value": {"code": code, "message": message, "fields": {}}}
                for code, message in EXAMPLES[status].items()
            }
