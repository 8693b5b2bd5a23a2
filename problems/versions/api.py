"""REST for staff: downloads of test cases and of whole packages."""

from contextlib import ExitStack
from typing import Annotated, Literal

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Path, Query, Router

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.rest import refusals
from common.streaming import download
from problems.versions.exporting import package_exported
from problems.versions.reading import Part, case_chunks, package_managed

router = Router(tags=["test packages"])

_CHUNK_BYTES = 1024 * 1024

Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
ExportFormat = Literal["2025-09", "legacy-icpc", "legacy"]


def _file(kind: str) -> dict[str, object]:
    return {
        "responses": {
            200: {
                "description": "The file.",
                "content": {kind: {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    }


@router.get(
    "/test-packages/{number}/case",
    response=refusals(401, 403, 404),
    auth=needs(Scope.STAFF, "problems that you act for as staff"),
    summary="A test case's input or answer",
    url_name="package_case_read",
    openapi_extra=_file("application/octet-stream"),
)
def case_read(
    request: HttpRequest,
    number: Number,
    name: Annotated[str, Query(max_length=255)],
    part: Part = "input",
) -> StreamingHttpResponse:
    """Of a version of a problem's test package, whole and streamed."""
    package = package_managed(signed_in_user(request), number)
    size_bytes, chunks = case_chunks(package, name, part)
    extension = "in" if part == "input" else "ans"
    file_name = f"{name.rpartition('/')[2]}.{extension}"
    return download(chunks, size_bytes=size_bytes, file_name=file_name)


@router.get(
    "/test-packages/{number}/export",
    response=refusals(401, 403, 404, 409),
    auth=needs(Scope.STAFF, "problems that you act for as staff"),
    summary="A version's problem package",
    url_name="package_export",
    openapi_extra=_file("application/zip"),
)
def package_export(
    request: HttpRequest,
    number: Number,
    format: Annotated[ExportFormat, Query()] = "2025-09",  # noqa: A002 - the address's word
) -> StreamingHttpResponse:
    """As a zip in the format asked for, with the statements as they are on the site."""
    package = package_managed(signed_in_user(request), number)
    stack = ExitStack()
    exported = stack.enter_context(package_exported(package, format))
    size_bytes = exported.path.stat().st_size
    stream = stack.enter_context(exported.path.open("rb"))
    return download(
        iter(lambda: stream.read(_CHUNK_BYTES), b""),
        size_bytes=size_bytes,
        file_name=exported.file_name,
        content_type="application/zip",
        close=stack.close,
    )
