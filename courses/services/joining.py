"""Coming into a course: by invite code, by student number, by request."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.rules import student_number_read
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from courses.access import course_taught, is_instructor, writable_check
from courses.models import (
    AllowedStudent,
    Course,
    Invite,
    JoinRequest,
    Membership,
    RequestState,
    Role,
    WayIn,
)
from courses.rules import ASK_AGAIN_AFTER, code_read, invite_check, invite_code, invite_refusal

NUMBERS_AT_ONCE_MAX = 1_000
ALLOWED_MAX = 5_000


def invite_create(
    *,
    actor: User,
    course_id: int,
    role: Role,
    max_uses: int,
    expires_at: datetime,
    now: datetime,
) -> Invite:
    """Make a code for so many people until then. One for staff is made by instructors only."""
    with transaction.atomic():
        course = course_taught(actor, course_id)
        if role != Role.STUDENT and not is_instructor(actor, course):
            raise NotAllowedError("Only an instructor of the course may invite staff.")
        invite_check(max_uses=max_uses, expires_at=expires_at, now=now)
        return Invite.objects.create(
            course=course,
            code=invite_code(),
            role=role,
            max_uses=max_uses,
            expires_at=expires_at,
            created_by=actor,
            created_at=now,
        )


def invite_revoke(*, actor: User, invite_id: int, now: datetime) -> Invite:
    """Let an invite's code open nothing any more. Who came by it stays."""
    with transaction.atomic():
        invite = Invite.objects.filter(pk=invite_id).first()
        course_taught(actor, invite.course_id if invite else 0, even_archived=True)
        invite = Invite.objects.get(pk=invite_id)
        if invite.revoked_at is None:
            invite.revoked_at = now
            invite.save(update_fields=["revoked_at"])
    return invite


def course_join_by_code(*, user: User, code: str, now: datetime) -> Membership:
    """Join by an invite's code. Being in the course already uses nothing up and changes nothing.

    Raises NotFoundError for a code that never was, ConflictError for one that has ended.
    """
    with transaction.atomic():
        invite = Invite.objects.select_related("course").filter(code=code_read(code)).first()
        if invite is None:
            raise NotFoundError(
                "There is no such invite code: look at it again.", code="invite_not_found"
            )
        course = Course.objects.select_for_update().get(pk=invite.course_id)
        present = Membership.objects.filter(course=course, user=user).first()
        if present is not None:
            return present
        invite.refresh_from_db(fields=["used_count", "revoked_at"])
        refusal = invite_refusal(invite, now)
        if refusal is not None:
            raise ConflictError(refusal, code="invite_ended")
        writable_check(course)
        # Counted in the database: the bound holds for simultaneous requests as well.
        left = Invite.objects.filter(pk=invite.pk, used_count__lt=F("max_uses"))
        if not left.update(used_count=F("used_count") + 1):
            raise ConflictError("This invite has been used up.", code="invite_ended")
        return _enter(course, user, Role(invite.role), WayIn.INVITE, now)


def course_join_by_number(*, user: User, slug: str, now: datetime) -> Membership:
    """Join by one's student number, if the course lists it and nobody has come by it."""
    with transaction.atomic():
        course = Course.objects.select_for_update().filter(slug=slug).first()
        present = Membership.objects.filter(course=course, user=user).first()
        if present is not None:
            return present
        allowed = None
        if course is not None and user.student_number:
            allowed = AllowedStudent.objects.filter(
                course=course, student_number=user.student_number
            ).first()
        if course is None or allowed is None or allowed.claimed_by_id not in {None, user.pk}:
            raise NotAllowedError(
                "Your student number is not on the course's list: ask its staff.",
                code="number_not_listed",
            )
        writable_check(course)
        AllowedStudent.objects.filter(pk=allowed.pk).update(claimed_by=user, claimed_at=now)
        return _enter(course, user, Role.STUDENT, WayIn.LIST, now)


def allowed_students_add(*, actor: User, course_id: int, student_numbers: Sequence[str]) -> int:
    """List student numbers that may join by themselves. Returns how many are new.

    Raises InvalidInputError that names each number at fault; nothing is listed then.
    """
    with transaction.atomic():
        course = course_taught(actor, course_id)
        numbers = _numbers_read(student_numbers)
        listed = course.allowed_students.all()
        numbers -= set(
            listed.filter(student_number__in=numbers).values_list("student_number", flat=True)
        )
        if listed.count() + len(numbers) > ALLOWED_MAX:
            raise InvalidInputError(
                f"A course lists at most {ALLOWED_MAX} student numbers.",
                fields={"studentNumbers": [f"at most {ALLOWED_MAX}"]},
            )
        AllowedStudent.objects.bulk_create(
            AllowedStudent(course=course, student_number=number) for number in sorted(numbers)
        )
    return len(numbers)


def _numbers_read(student_numbers: Sequence[str]) -> set[str]:
    if not 1 <= len(student_numbers) <= NUMBERS_AT_ONCE_MAX:
        raise InvalidInputError(
            f"Give 1 to {NUMBERS_AT_ONCE_MAX} student numbers at once.",
            fields={"studentNumbers": [f"1 to {NUMBERS_AT_ONCE_MAX}"]},
        )
    numbers, faults = set[str](), []
    for line, text in enumerate(student_numbers, start=1):
        try:
            numbers.add(student_number_read(text))
        except InvalidInputError:
            faults.append(f"{line}: {text[:40]!r} is no student number")
    if faults:
        raise InvalidInputError(
            "Some student numbers are not valid.", fields={"studentNumbers": faults}
        )
    return numbers


def allowed_students_remove(*, actor: User, course_id: int, ids: Sequence[int]) -> int:
    """Take student numbers off a course's list. Who came by them stays. Returns how many."""
    with transaction.atomic():
        course = course_taught(actor, course_id)
        removed, _ = course.allowed_students.filter(pk__in=ids).delete()
    return removed


def join_request_create(*, user: User, course: Course, message: str, now: datetime) -> JoinRequest:
    """Ask to be let in as a student. Asking again while one waits gives that one."""
    with transaction.atomic():
        course = Course.objects.select_for_update().get(pk=course.pk)
        writable_check(course)
        if not (course.is_listed and course.accepts_requests):
            raise NotAllowedError(
                "This course takes no requests: ask its staff for an invite code.",
                code="requests_closed",
            )
        if Membership.objects.filter(course=course, user=user).exists():
            raise ConflictError("You are in this course already.", code="already_member")
        former = JoinRequest.objects.filter(course=course, user=user).order_by("-id").first()
        if former is not None and former.state == RequestState.PENDING:
            return former
        if (
            former is not None
            and former.state == RequestState.REFUSED
            and former.decided_at is not None
            and now < former.decided_at + ASK_AGAIN_AFTER
        ):
            raise ConflictError(
                "Your request was refused: you may ask again a day later.", code="just_refused"
            )
        return JoinRequest.objects.create(
            course=course, user=user, message=" ".join(message.split()), created_at=now
        )


def join_request_withdraw(*, user: User, course: Course, now: datetime) -> None:
    """Take one's waiting request back. Raises NotFoundError where there is none."""
    waiting = JoinRequest.objects.filter(course=course, user=user, state=RequestState.PENDING)
    if not waiting.update(state=RequestState.WITHDRAWN, decided_at=now):
        raise NotFoundError("You have no request waiting here.", code="request_not_found")


def join_request_decide(
    *, actor: User, request_id: int, is_approved: bool, now: datetime
) -> JoinRequest:
    """Let somebody in as a student, or not. The first decision stands."""
    with transaction.atomic():
        request = JoinRequest.objects.filter(pk=request_id).first()
        course = course_taught(actor, request.course_id if request else 0)
        request = JoinRequest.objects.select_related("user").get(pk=request_id)
        if request.state != RequestState.PENDING:
            raise ConflictError(f"The request is {request.state} already.", code="already_decided")
        request.state = RequestState.APPROVED if is_approved else RequestState.REFUSED
        request.decided_at, request.decided_by = now, actor
        request.save(update_fields=["state", "decided_at", "decided_by"])
        if is_approved:
            _enter(course, request.user, Role.STUDENT, WayIn.REQUEST, now)
    return request


def _enter(course: Course, user: User, role: Role, way_in: WayIn, now: datetime) -> Membership:
    """Make the membership; a request that still waits has found its answer."""
    membership, _ = Membership.objects.get_or_create(
        course=course, user=user, defaults={"role": role, "way_in": way_in}
    )
    JoinRequest.objects.filter(course=course, user=user, state=RequestState.PENDING).update(
        state=RequestState.APPROVED, decided_at=now
    )
    return membership
