"""REST: sending the bytes of uploads where storage takes none itself."""

from collections.abc import Iterator
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Path, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.rest import Schema, refusals
from problems.uploads.models import Upload
from problems.uploads.services import upload_fill, upload_received

router = Router(tags=["uploads"])
_CHUNK_BYTES = 1024 * 1024


class UploadOut(Schema):
    """A file that has arrived."""

    key: str = Field(description="By which GraphQL's mutations name it.")
    file_name: str
    size_bytes: int


def _out(upload: Upload) -> UploadOut:
    return UploadOut(key=upload.key, file_name=upload.file_name, size_bytes=upload.size_bytes)


@router.put(
    "/uploads/{upload_id}",
    response={200: UploadOut, **refusals(401, 403, 404, 422)},
    auth=needs(Scope.STAFF, "own uploads, as staff of a course"),
    summary="Send an announced file",
    url_name="upload_fill",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
)
def upload_put(
    request: HttpRequest, upload_id: Annotated[int, Path(ge=1, le=2**63 - 1)]
) -> UploadOut:
    """The body is the file itself, of exactly the size that GraphQL's `startUpload` was told.
    Browsers show their progress while they send."""
    return _out(
        upload_fill(actor=signed_in_user(request), upload_id=upload_id, chunks=_chunks(request))
    )


@router.post(
    "/uploads",
    response={201: UploadOut, **refusals(401, 403, 409, 422)},
    auth=needs(Scope.STAFF, "own uploads, as staff of a course"),
    summary="Send a file as a form",
)
def upload_post(request: HttpRequest, file: File[UploadedFile]) -> Status[UploadOut]:
    """For clients that can't send elsewhere: announces the file and takes it, in one."""
    upload = upload_received(
        actor=signed_in_user(request),
        file_name=file.name or "",
        size_bytes=file.size or 0,
        chunks=file.chunks(_CHUNK_BYTES),
        now=timezone.now(),
    )
    return Status(201, _out(upload))


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK_BYTES):
        yield chunk
