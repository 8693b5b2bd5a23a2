"""REST: files of problems, as their packages brought them."""

from pathlib import PurePosixPath
from typing import Annotated

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest
from ninja import Query, Router

from accounts.doors import visitor
from common.access import Scope, open_to
from common.caching import PRIVATE
from common.errors import NotFoundError
from common.rest import refusals
from problems.archive import attachment_name, statement_pdf_name
from problems.selectors import problem_get

router = Router(tags=["problems"])

PDF_ANSWER = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "/problems/{slug}/statement.pdf",
    response=refusals(404),
    auth=open_to(Scope.READ_PROBLEMS, "problems that you may open"),
    summary="A statement that is a PDF",
    openapi_extra=PDF_ANSWER,
)
def statement_pdf_read(
    request: HttpRequest, slug: str, language: Annotated[str, Query(max_length=10)]
) -> FileResponse:
    """For statements that a problem's page names in `pdf_languages`. It is somebody else's file:
    it comes as a download, and browsers are told to run nothing in it."""
    problem = problem_get(user=visitor(request), slug=slug)
    statement = problem.statements.filter(language=language).exclude(pdf_sha256="").first()
    if statement is None:
        raise NotFoundError(
            "This statement is no PDF: read it on the problem's page.", code="pdf_not_found"
        )
    return FileResponse(
        default_storage.open(statement_pdf_name(statement.pdf_sha256)),
        as_attachment=True,
        filename=f"{problem.slug}.{statement.language}.pdf",
        content_type="application/pdf",
        headers={"Cache-Control": PRIVATE, "Content-Security-Policy": "sandbox"},
    )


ATTACHMENT_ANSWER = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    }
}


@router.get(
    "/problems/{slug}/attachment",
    response=refusals(404),
    auth=open_to(Scope.READ_PROBLEMS, "problems that you may open"),
    summary="A file beside the statement",
    openapi_extra=ATTACHMENT_ANSWER,
)
def attachment_read(
    request: HttpRequest, slug: str, name: Annotated[str, Query(max_length=255)]
) -> FileResponse:
    """Of those that a problem's page names. It comes as a download whatever it is."""
    problem = problem_get(user=visitor(request), slug=slug)
    attachment = problem.attachments.filter(name=name).first()
    if attachment is None:
        raise NotFoundError(
            "The problem has no such file: its page names those that it has.",
            code="attachment_not_found",
        )
    return FileResponse(
        default_storage.open(attachment_name(attachment.sha256)),
        as_attachment=True,
        filename=PurePosixPath(attachment.name).name,
        content_type="application/octet-stream",
        headers={"Cache-Control": PRIVATE, "Content-Security-Policy": "sandbox"},
    )
