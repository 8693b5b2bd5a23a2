"""Announcing, receiving and using uploads, straight to storage where that is a bucket."""

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Sum
from django.urls import reverse

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from courses.selectors import teaches
from problems.uploads.models import Upload

KEPT = timedelta(days=1)
MAX_UPLOAD_BYTES = 1024 * 1024 * 1024
MAX_OPEN_BYTES = 4 * 1024 * 1024 * 1024
MAX_OPEN = 200
LINK_S = 3600
AT_ONCE = 50
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True, kw_only=True)
class UploadForm:
    """How to send an announced upload's bytes."""

    upload: Upload
    method: Literal["POST", "PUT"]
    url: str
    fields: dict[str, str] = field(default_factory=dict)
    """Of the POST's form, before its part ``file``. Empty: the body is the file itself."""


def upload_start(*, actor: User, file_name: str, size_bytes: int, now: datetime) -> UploadForm:
    """Make a place for a file of exactly this size, and say how to send it.

    Raises NotAllowedError for those who teach nothing, InvalidInputError, and ConflictError
    where one has as much lying about as allowed.
    """
    if not teaches(actor):
        raise NotAllowedError("Only staff of courses may upload files.")
    if not _FILE_NAME.fullmatch(file_name):
        raise InvalidInputError(
            "A file's name has letters a-z, digits, '.', '_' and '-', at most 100: rename it.",
            fields={"file_name": ["invalid"]},
        )
    if not 0 <= size_bytes <= MAX_UPLOAD_BYTES:
        raise InvalidInputError(
            f"An upload has at most {MAX_UPLOAD_BYTES // 1024**3} GiB.",
            code="too_large",
            fields={"size_bytes": ["too many"]},
        )
    _room_check(actor, size_bytes)
    upload = Upload.objects.create(
        user=actor,
        key=f"uploads/{actor.pk}/{secrets.token_hex(16)}/{file_name}",
        file_name=file_name,
        size_bytes=size_bytes,
        created_at=now,
    )
    if not settings.STORAGE_BUCKET:
        return UploadForm(
            upload=upload, method="PUT", url=reverse("api:upload_fill", args=[upload.pk])
        )
    storage: Any = default_storage
    form = storage.connection.meta.client.generate_presigned_post(
        settings.STORAGE_BUCKET,
        upload.key,
        Fields={"Content-Type": "application/octet-stream"},
        Conditions=[
            {"Content-Type": "application/octet-stream"},
            ["content-length-range", size_bytes, size_bytes],
        ],
        ExpiresIn=LINK_S,
    )
    return UploadForm(upload=upload, method="POST", url=form["url"], fields=form["fields"])


def upload_fill(*, actor: User, upload_id: int, chunks: Iterable[bytes]) -> Upload:
    """Take an announced upload's bytes; a second time changes nothing.

    Raises NotFoundError for nobody's or another's, and InvalidInputError where it is not of
    the announced size; nothing is kept then.
    """
    upload = Upload.objects.filter(pk=upload_id, user=actor).first()
    if upload is None:
        raise _not_found()
    if default_storage.exists(upload.key):
        return upload
    with tempfile.NamedTemporaryFile(prefix="upload-") as stream:
        received = 0
        for chunk in chunks:
            received += len(chunk)
            if received > upload.size_bytes:
                break
            stream.write(chunk)
        if received != upload.size_bytes:
            at_least = "more" if received > upload.size_bytes else f"{received}"
            raise InvalidInputError(
                f"{upload.size_bytes} bytes were announced and {at_least} came: send the whole "
                "file again.",
                code="size_differs",
            )
        stream.flush()
        stream.seek(0)
        default_storage.save(upload.key, File(stream))
    return upload


def upload_received(
    *, actor: User, file_name: str, size_bytes: int, chunks: Iterable[bytes], now: datetime
) -> Upload:
    """Announce and fill in one: for clients that send a form. Raises as both."""
    form = upload_start(actor=actor, file_name=file_name, size_bytes=size_bytes, now=now)
    return upload_fill(actor=actor, upload_id=form.upload.pk, chunks=chunks)


def upload_of(actor: User, key: str) -> Upload:
    """An upload of the actor's own that has arrived. Raises NotFoundError."""
    upload = Upload.objects.filter(user=actor, key=key[:255]).first()
    if upload is None or not default_storage.exists(upload.key):
        raise _not_found()
    return upload


@contextmanager
def upload_opened(actor: User, key: str) -> Iterator[Path]:
    """An upload of the actor's own as a file under its own name. Raises NotFoundError."""
    upload = upload_of(actor, key)
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / upload.file_name
        storage_copy(upload.key, path)
        yield path


def storage_copy(key: str, into: Path) -> None:
    """Copy a file out of storage."""
    with default_storage.open(key) as stream, into.open("wb") as target:
        shutil.copyfileobj(stream, target, 1024 * 1024)


def uploads_sweep(*, now: datetime) -> int:
    """Remove uploads that nobody has used for a day; returns how many."""
    old = list(Upload.objects.filter(created_at__lt=now - KEPT).order_by("created_at")[:AT_ONCE])
    for upload in old:
        default_storage.delete(upload.key)
        upload.delete()
    return len(old)


def _room_check(actor: User, size_bytes: int) -> None:
    own = Upload.objects.filter(user=actor)
    lying = own.aggregate(total=Sum("size_bytes"))["total"] or 0
    if own.count() >= MAX_OPEN or lying + size_bytes > MAX_OPEN_BYTES:
        raise ConflictError(
            f"You have {own.count()} uploads with {lying // 1024**2} MiB waiting: they go a day "
            "after they came.",
            code="too_many_uploads",
        )


def _not_found() -> NotFoundError:
    return NotFoundError(
        "You have uploaded no such file: send its bytes first.", code="upload_not_found"
    )
