"""REST: the signed-in person with the roles in courses."""

from typing import Literal, cast

from django.http import HttpRequest
from ninja import Field, Router

from accounts.doors import signed_in_user, visitor
from accounts.models import DISPLAY_NAME_MAX_CHARS, PreferredLanguage, User
from accounts.services import student_number_set, user_preferences_change
from common.access import Scope, needs, open_to
from common.rest import Schema, refusals
from courses.selectors import memberships_of

router = Router(tags=["account"])


class CourseRef(Schema):
    slug: str
    title: str


class RoleOut(Schema):
    """What the person is in one course."""

    course: CourseRef
    role: Literal["student", "ta", "instructor"]


class Me(Schema):
    """The signed-in person."""

    id: int
    username: str
    email: str
    display_name: str
    language: Literal["ko", "en"]
    time_zone: str = Field(description="Such as Asia/Seoul: where your days begin.")
    is_listed: bool = Field(description="Whether others see you on the leaderboard.")
    student_number: str = Field(
        description="Empty: not said yet. Others than you see it as staff of your courses only."
    )
    is_staff: bool = Field(description="An operator of the platform.")
    roles: list[RoleOut]


class SessionOut(Schema):
    """Whoever asks."""

    me: Me | None = Field(description="null: nobody is signed in.")


class MeChange(Schema):
    """What people may change of their own account; a missing field stays."""

    display_name: str | None = Field(default=None, max_length=DISPLAY_NAME_MAX_CHARS)
    language: Literal["ko", "en"] | None = None
    time_zone: str | None = Field(default=None, max_length=40)
    is_listed: bool | None = None


class StudentNumberIn(Schema):
    """One's number at the university."""

    student_number: str = Field(min_length=4, max_length=40)


def _me(user: User) -> Me:
    return Me(
        id=user.pk,
        username=user.username,
        email=user.email,
        display_name=user.shown_name,
        language=cast('Literal["ko", "en"]', user.language),
        time_zone=user.time_zone,
        is_listed=user.is_listed,
        student_number=user.student_number,
        is_staff=user.is_staff,
        roles=[
            RoleOut(
                course=CourseRef(slug=membership.course.slug, title=membership.course.title),
                role=cast('Literal["student", "ta", "instructor"]', membership.role),
            )
            for membership in memberships_of(user)
        ],
    )


@router.get(
    "/me",
    response={200: Me, **refusals(401)},
    auth=needs(Scope.READ_PROFILE, "yourself"),
    summary="Who is signed in",
)
def me_read(request: HttpRequest) -> Me:
    return _me(signed_in_user(request))


@router.get(
    "/session",
    response={200: SessionOut, **refusals(401)},
    auth=open_to(Scope.READ_PROFILE, "yourself; a visitor learns nothing"),
    summary="Who is signed in, if anybody",
)
def session_read(request: HttpRequest) -> SessionOut:
    """For pages that visitors read as well: that nobody is signed in is no refusal here."""
    user = visitor(request)
    return SessionOut(me=_me(user) if isinstance(user, User) and user.is_active else None)


@router.patch(
    "/me",
    response={200: Me, **refusals(401, 403)},
    auth=needs(Scope.WRITE_PROFILE, "yourself"),
    summary="Change preferences",
)
def me_change(request: HttpRequest, change: MeChange) -> Me:
    language = PreferredLanguage(change.language) if change.language else None
    user = user_preferences_change(
        user=signed_in_user(request),
        display_name=change.display_name,
        language=language,
        time_zone=change.time_zone,
        is_listed=change.is_listed,
    )
    return _me(user)


@router.put(
    "/me/student-number",
    response={200: Me, **refusals(401, 403, 409)},
    auth=needs(Scope.WRITE_PROFILE, "yourself"),
    summary="Say one's student number, once",
)
def me_student_number(request: HttpRequest, payload: StudentNumberIn) -> Me:
    """Refusals of its own: `student_number_set`, 409, where another one was said before."""
    user = student_number_set(user=signed_in_user(request), student_number=payload.student_number)
    return _me(user)
