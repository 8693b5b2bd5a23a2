"""Asking for archives of sources, making them, and taking them away when they expire."""

import secrets
import tempfile
import zipfile
from datetime import datetime, timedelta
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.background import OPEN_WORK, Beat, WorkState, work_start
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from judging.languages import language_table
from submissions.archives.models import SourceArchive
from submissions.archives.rules import (
    KEPT_HOURS,
    MAX_BYTES,
    MAX_OPEN,
    MAX_SUBMISSIONS,
    member_name,
    members,
)
from submissions.choosing import Choice, submissions_chosen
from submissions.models import Submission
from submissions.sources import Source

BATCH = 200


def archive_create(*, user: User, choice: Choice, now: datetime) -> SourceArchive:
    """Have the sources chosen put into a zip.

    Raises InvalidInputError where nothing or too much is chosen, ConflictError where the user
    has several in the making; nothing is made or queued then.
    """
    if choice.is_empty:
        raise InvalidInputError("Choose by something: all there is is too much.")
    count = submissions_chosen(user, choice).count()
    if not count:
        raise InvalidInputError(
            "No submission that you may read is chosen so.", code="nothing_chosen"
        )
    if count > MAX_SUBMISSIONS:
        raise InvalidInputError(
            f"{count} submissions are too many: choose up to {MAX_SUBMISSIONS}.",
            code="too_many_chosen",
        )
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        mine = SourceArchive.objects.filter(requested_by=user, state__in=OPEN_WORK)
        if mine.count() >= MAX_OPEN:
            raise ConflictError(
                f"{MAX_OPEN} archives of yours are in the making: wait for one.",
                code="too_many_archives",
            )
        archive = SourceArchive.objects.create(
            choice=choice.model_dump(mode="json", exclude_defaults=True),
            requested_by=user,
            created_at=now,
            total_steps=count,
        )
        work_start(archive)
    return archive


def archive_run(archive: SourceArchive, beat: Beat[SourceArchive]) -> str:
    """Make an archive: what a background worker does. What its maker may not read any more by
    then is left out."""
    user = archive.requested_by
    if user is None or not user.is_active:
        raise NotAllowedError("Whoever asked for this archive has no account any more.")
    with tempfile.TemporaryFile(prefix="source-archive-") as target:
        count = _write(target, user, Choice.model_validate(archive.choice), beat)
        size_bytes = target.tell()
        target.seek(0)
        # A name that nobody guesses, where a storage serves files by itself.
        name = f"archives/{archive.pk}-{secrets.token_hex(16)}.zip"
        saved = default_storage.save(name, File(target, name=name))
    if archive.storage_name:
        default_storage.delete(archive.storage_name)
    archive.storage_name = saved
    archive.submission_count, archive.size_bytes = count, size_bytes
    archive.expires_at = timezone.now() + timedelta(hours=KEPT_HOURS)
    archive.save(update_fields=["storage_name", "submission_count", "size_bytes", "expires_at"])
    return f"{count} sources."


def archive_open(*, user: User, archive_id: int, now: datetime) -> tuple[SourceArchive, IO[bytes]]:
    """A finished archive of the user's own, opened. Raises NotFoundError."""
    archive = SourceArchive.objects.filter(
        pk=archive_id, requested_by=user, state=WorkState.DONE, expires_at__gt=now
    ).first()
    if archive is None or not archive.storage_name:
        raise NotFoundError(
            "There is no such archive of yours, or it has expired: make it anew.",
            code="archive_not_found",
        )
    if not _still_readable(user, archive):
        raise NotAllowedError("You are no longer staff of all that this archive holds.")
    return archive, default_storage.open(archive.storage_name)


def archives_expire(*, now: datetime) -> int:
    """Take away files whose time is over; returns how many."""
    old = SourceArchive.objects.filter(expires_at__lte=now).exclude(storage_name="")
    gone = 0
    for archive in old.order_by("pk")[:BATCH]:
        default_storage.delete(archive.storage_name)
        gone += SourceArchive.objects.filter(pk=archive.pk).update(storage_name="")
    return gone


def _still_readable(user: User, archive: SourceArchive) -> bool:
    """Whether as many submissions as the archive holds are the user's to read still."""
    choice = Choice.model_validate(archive.choice)
    return submissions_chosen(user, choice).count() >= archive.submission_count


def _write(target: IO[bytes], user: User, choice: Choice, beat: Beat[SourceArchive]) -> int:
    ids = list(submissions_chosen(user, choice).order_by("pk").values_list("pk", flat=True))
    extensions = {row.id: row.extension for row in language_table().language}
    written = size_bytes = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for start in range(0, min(len(ids), MAX_SUBMISSIONS), BATCH):
            rows = Submission.objects.filter(pk__in=ids[start : start + BATCH]).values_list(
                "pk",
                "source",
                "layout",
                "language",
                "verdict",
                "user__username",
                "problem__slug",
                "problem_set__slug",
            )
            for row in rows.order_by("pk"):
                pk, source, layout, language, verdict, username, problem, place = row
                size_bytes += len(source.encode())
                if size_bytes > MAX_BYTES:
                    raise InvalidInputError(
                        f"The sources have more than {MAX_BYTES >> 20} MiB: choose fewer."
                    )
                name = member_name(
                    problem=problem,
                    username=username,
                    number=pk,
                    verdict=verdict or "open",
                    extension=extensions.get(language, "txt"),
                    place=place or "",
                )
                for inside, text in members(name, Source.kept(source, layout)):
                    archive.writestr(inside, text.encode())
                written += 1
            beat(written, len(ids))
    return written
