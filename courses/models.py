"""Courses and who is in them as what."""

from django.db import models

from accounts.models import User


class Course(models.Model):
    """One course in one semester."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title


class Role(models.TextChoices):
    """What somebody is in a course."""

    STUDENT = "student", "Student"
    TA = "ta", "Teaching assistant"
    INSTRUCTOR = "instructor", "Instructor"


TEACHING_ROLES = (Role.TA, Role.INSTRUCTOR)


class Membership(models.Model):
    """One person's place in one course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "course"), name="courses_membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.course_id} as {self.role}"
