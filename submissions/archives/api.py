"""REST: downloading an archive of sources that one has had made over GraphQL."""

from typing import Annotated

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Field, Router

from accounts.doors import signed_in_user
from common.access import Scope, needs
from common.caching import PRIVATE
from common.rest import refusals
from submissions.archives.services import archive_open

router = Router(tags=["submissions"])

ZIP_ANSWER = {
    "responses": {
        200: {
            "description": "The zip.",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "/source-archives/{archive_id}",
    response=refusals(401, 403, 404),
    auth=needs(Scope.STAFF, "archives of sources that you made as staff"),
    summary="Download an archive of sources",
    openapi_extra=ZIP_ANSWER,
)
def source_archive_read(
    request: HttpRequest, archive_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> FileResponse:
    """One's own, made by `createSourceArchive` over GraphQL, for a day. Codes:
    `archive_not_found`, `not_allowed`."""
    archive, stream = archive_open(
        user=signed_in_user(request), archive_id=archive_id, now=timezone.now()
    )
    return FileResponse(
        stream,
        as_attachment=True,
        filename=f"sources-{archive.pk}.zip",
        content_type="application/zip",
        headers={"Cache-Control": PRIVATE},
    )
