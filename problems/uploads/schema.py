"""GraphQL for staff: announcing uploads."""

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry.types import Info

from accounts.doors import signed_in_user
from problems.uploads.services import UploadForm, upload_start


@strawberry.type(name="UploadFormField")
class UploadFormFieldType:
    """A field of a form, to be sent before its part `file`."""

    name: str
    value: str


@strawberry.type(name="UploadForm")
class UploadFormType:
    """How to send a file, and by which key other mutations name it."""

    key: str
    method: str = strawberry.field(
        description="POST: a multipart form with `fields` and then the part `file`, without "
        "cookies. PUT: the body is the file, with this site's cookies or token."
    )
    url: str
    fields: list[UploadFormFieldType]

    @classmethod
    def of(cls, form: UploadForm) -> "UploadFormType":
        return cls(
            key=form.upload.key,
            method=form.method,
            url=form.url,
            fields=[UploadFormFieldType(name=k, value=v) for k, v in form.fields.items()],
        )


@strawberry.type
class UploadsMutation:
    @strawberry_django.mutation(
        description=(
            "Announce a file of exactly so many bytes and learn where to send it: straight to "
            "storage where that is a bucket. It is kept for a day, for oneself alone. For staff "
            "of courses. Errors: not_allowed, too_large, too_many_uploads, invalid."
        )
    )
    def start_upload(self, info: Info, file_name: str, size_bytes: int) -> UploadFormType:
        return UploadFormType.of(
            upload_start(
                actor=signed_in_user(info.context.request),
                file_name=file_name,
                size_bytes=size_bytes,
                now=timezone.now(),
            )
        )
