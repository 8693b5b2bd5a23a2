"""Notices: written by staff, read by members or by everybody."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.changes import KEEP, Keep, change_apply
from common.checks import model_check
from common.errors import ConflictError, NotAllowedError, NotFoundError
from common.markdown import markdown_html
from common.ports import PublicChange, content_changed
from courses.access import course_taught
from courses.models import Notice, NoticeRead
from courses.selectors import notices_visible_to, unread
from notifications.audiences import AudienceId
from notifications.kinds import KindId
from notifications.services import notifications_mark_seen
from notifications.telling import audience_notify


@dataclass(frozen=True, kw_only=True)
class NoticeChange:
    """What to set of a notice; KEEP leaves a value as it is."""

    title: str | Keep | None = KEEP
    body: str | Keep | None = KEEP
    is_pinned: bool | Keep | None = KEEP


def notice_create(
    *, actor: User, course_id: int | None, values: NoticeChange, now: datetime
) -> Notice:
    """Write a draft. For the course's staff; without a course, for operators."""
    with transaction.atomic():
        _may_write(actor, course_id)
        notice = Notice(course_id=course_id, author=actor, created_at=now)
        return _saved(notice, values)


def notice_change(*, actor: User, notice_id: int, change: NoticeChange, now: datetime) -> Notice:
    """Change a notice. A published one says when it was edited; read marks stay."""
    with transaction.atomic():
        notice = _notice(actor, notice_id)
        is_new_text = change.title is not KEEP or change.body is not KEEP
        if notice.published_at is not None and is_new_text:
            notice.edited_at = now
        _public_change_tell(notice, "changed")
        return _saved(notice, change)


def notice_publish(*, actor: User, notice_id: int, now: datetime) -> Notice:
    """Show a draft to its readers, and tell the members of its course."""
    with transaction.atomic():
        notice = _notice(actor, notice_id)
        if notice.published_at is not None:
            raise ConflictError("The notice is published already.", code="already_published")
        notice.published_at = now
        notice.save(update_fields=["published_at"])
        _public_change_tell(notice, "published")
        if notice.course is not None:
            audience_notify(
                kind=KindId.NOTICE_POSTED,
                subject=f"notice:{notice.pk}",
                to=AudienceId.NOTICE_READERS,
                of_id=notice.pk,
                params={"course": notice.course.title, "title": notice.title},
                link=_link(notice.course.slug, notice.pk),
                by=actor,
                now=now,
            )
    return notice


def notice_remove(*, actor: User, notice_id: int) -> None:
    """Remove a notice with its read marks."""
    with transaction.atomic():
        notice = _notice(actor, notice_id)
        _public_change_tell(notice, "removed")
        notice.delete()


def _public_change_tell(notice: Notice, what: str) -> None:
    """The site's own notices are the same for everybody; a course's are its members'."""
    if notice.course_id is None and notice.published_at is not None:
        cause = f"notice {notice.pk} {what}: {notice.title}"
        content_changed(PublicChange(paths=("/api/v1/notices*",), cause=cause[:300]))


def notice_mark_read(*, user: User, notice_id: int, now: datetime) -> None:
    """Note that the user has read a notice, and with it what told of the notice.

    Raises NotFoundError for one not theirs to read.
    """
    rows = notices_visible_to(user).filter(pk=notice_id)
    if not _mark_read(user, rows, now):
        raise NotFoundError(
            f"There is no notice {notice_id}, or you may not read it.", code="notice_not_found"
        )


def course_notices_mark_read(*, user: User, course_id: int, now: datetime) -> int:
    """Note that the user has read all notices of a course that there are now; how many."""
    rows = unread(notices_visible_to(user).filter(course_id=course_id), user)
    return _mark_read(user, rows, now)


def _mark_read(user: User, notices: QuerySet[Notice], now: datetime) -> int:
    """How many notices there were; marks that are there already stay."""
    found = list(notices.select_related("course").only("course__slug"))
    NoticeRead.objects.bulk_create(
        [NoticeRead(notice=notice, user=user, read_at=now) for notice in found],
        ignore_conflicts=True,
    )
    links = [_link(notice.course.slug, notice.pk) for notice in found if notice.course]
    notifications_mark_seen(user=user, links=links, now=now)
    return len(found)


def _link(course_slug: str, notice_id: int) -> str:
    return f"/courses/{course_slug}/notices/{notice_id}"


def _may_write(actor: User, course_id: int | None) -> None:
    if course_id is not None:
        course_taught(actor, course_id)
    elif not (actor.is_active and actor.is_staff):
        raise NotAllowedError("Only an operator of the platform writes notices to everybody.")


def _notice(actor: User, notice_id: int) -> Notice:
    """A notice that the actor may change."""
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None:
        # Like one of a course that isn't the actor's.
        raise NotAllowedError("Only the course's staff may do this.")
    _may_write(actor, notice.course_id)
    found = Notice.objects.select_related("course").filter(pk=notice_id).first()
    if found is None:
        raise NotFoundError("This notice was removed meanwhile.", code="notice_not_found")
    return found


def _saved(notice: Notice, values: NoticeChange) -> Notice:
    change_apply(notice, values)
    notice.title = " ".join(notice.title.split())
    if values.body is not KEEP:
        notice.body_html = markdown_html(notice.body)
    model_check(notice)
    notice.save()
    return notice
