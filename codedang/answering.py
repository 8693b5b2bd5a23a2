"""How REST operations write their answers: straight from their shapes.

ninja would make plain values of a shape and JSON of those, and check a page's items a second time:
two thirds of what a list costs beside its queries.
"""

from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Status
from ninja.operation import Operation
from pydantic import BaseModel

from common.caching import cache_headers
from common.rest import Page

CONTENT_TYPE = "application/json; charset=utf-8"


def answer_directly(api: NinjaAPI) -> None:
    """Let all operations do so. Whatever is no shape of theirs goes through ninja as before."""
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                operation.view_func = _direct(operation)


def _direct(operation: Operation) -> Any:
    view = operation.view_func
    shapes: dict[Any, Any] = {
        status: model.model_fields["response"].annotation
        for status, model in operation.response_models.items()
        if isinstance(model, type) and issubclass(model, BaseModel)
    }

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        result = view(request, *args, **kwargs)
        status, body = HTTPStatus.OK, result
        if isinstance(result, Status):
            status, body = HTTPStatus(result.status_code), result.value
        shape: Any = shapes.get(int(status))
        if type(body) is Page and isinstance(shape, type) and issubclass(shape, Page):
            # Its items say what they are; so only what the shape knows is written.
            body = shape.model_construct(**dict(body))
        if not isinstance(shape, type) or type(body) is not shape:
            return result
        content = shape.__pydantic_serializer__.to_json(body)
        response = HttpResponse(content, status=int(status), content_type=CONTENT_TYPE)
        return cache_headers(request, response)

    return answer
