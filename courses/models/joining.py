"""The ways into a course."""

from django.db import models
from django.db.models import F, Q

from accounts.models import STUDENT_NUMBER_MAX_CHARS, User
from courses.models.course import Course, Role

CODE_MAX_CHARS = 16
MAX_USES_MAX = 2_000
MESSAGE_MAX_CHARS = 500


class Invite(models.Model):
    """A code that lets some people in until a day."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="invites")
    code = models.CharField(max_length=CODE_MAX_CHARS, unique=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.STUDENT)
    max_uses = models.PositiveIntegerField()
    used_count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_count__lte=F("max_uses")), name="courses_invite_uses_bounded"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.course_id}"


class AllowedStudent(models.Model):
    """A student number that may join by itself, once."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="allowed_students")
    student_number = models.CharField(max_length=STUDENT_NUMBER_MAX_CHARS)
    claimed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("course", "student_number"), name="courses_allowed_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} for {self.course_id}"


class RequestState(models.TextChoices):
    """What became of a request to join."""

    PENDING = "pending", "Waiting"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class JoinRequest(models.Model):
    """Somebody asks to be let into a course as a student."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="join_requests")
    message = models.CharField(max_length=MESSAGE_MAX_CHARS, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.PENDING)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=("course", "state", "id"), name="courses_requests_of")]
        constraints = [
            models.UniqueConstraint(
                fields=("user", "course"),
                condition=Q(state="pending"),
                name="courses_one_pending_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} asks for {self.course_id}: {self.state}"
