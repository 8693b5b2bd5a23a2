"""What staff let people know."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from courses.models.course import Course

NOTICE_TITLE_MAX_CHARS = 200
NOTICE_BODY_MAX_CHARS = 50_000


class Notice(models.Model):
    """A notice to the members of a course; without a course, to everybody."""

    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=NOTICE_TITLE_MAX_CHARS)
    body = models.TextField(max_length=NOTICE_BODY_MAX_CHARS, help_text="Markdown.")
    body_html = models.TextField(editable=False)
    is_pinned = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True, help_text="Empty: a draft.")
    edited_at = models.DateTimeField(null=True, blank=True, help_text="After it was published.")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=("course", "-published_at", "-id"),
                name="courses_notices_published",
                condition=Q(published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class NoticeRead(models.Model):
    """Somebody has read a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "notice"), name="courses_notice_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.notice_id}"
