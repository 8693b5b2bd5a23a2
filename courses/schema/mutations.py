"""What staff do with courses, their people and the ways in. The services decide who may."""

from datetime import date, datetime
from typing import cast

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import UNSET, relay
from strawberry.scalars import Base64
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.graphql import ImportReportNode, given, import_report, node_number
from courses import services
from courses.models import Role, Term
from courses.schema.types import CourseNode, InviteNode, JoinRequestNode, MembershipNode

strawberry.enum(Role, name="Role", description="What somebody is in a course.")
strawberry.enum(Term, name="Term", description="A part of an academic year.")


@strawberry.input(description="When a course is held; what is left out stays open.")
class SemesterInput:
    year: int | None = None
    term: Term | None = None
    starts_on: date | None = None

    def read(self) -> services.Semester:
        return services.Semester(year=self.year, term=self.term, starts_on=self.starts_on)


@strawberry.input(
    description="What to change of a course; what is left out stays, null clears what may be empty."
)
class CourseChangeInput:
    title: str | None = UNSET
    summary: str | None = UNSET
    year: int | None = UNSET
    term: Term | None = UNSET
    starts_on: date | None = UNSET
    is_listed: bool | None = UNSET
    accepts_requests: bool | None = UNSET
    shows_members: bool | None = UNSET


def _course(course_id: relay.GlobalID) -> int:
    return node_number(course_id, "Course")


@strawberry.type
class CoursesMutation:
    @strawberry_django.mutation(
        description="Make a course. For operators. Errors: not_allowed, slug_taken."
    )
    def create_course(
        self, info: Info, slug: str, title: str, semester: SemesterInput
    ) -> CourseNode:
        return cast(
            "CourseNode",  # strawberry-django resolves the model by the type's fields
            services.course_create(
                actor=signed_in_user(info.context.request),
                slug=slug,
                title=title,
                semester=semester.read(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Change a course's description and settings. For its instructors. "
            "Errors: not_allowed, course_archived."
        )
    )
    def change_course(
        self, info: Info, course_id: relay.GlobalID, change: CourseChangeInput
    ) -> CourseNode:
        return cast(
            "CourseNode",
            services.course_change(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                change=services.CourseChange(**given(change)),
            ),
        )

    @strawberry_django.mutation(
        description="Make a course read-only. For its instructors. Errors: not_allowed."
    )
    def archive_course(self, info: Info, course_id: relay.GlobalID) -> CourseNode:
        return cast(
            "CourseNode",
            services.course_archive(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description="Take a course out of the archive. For its instructors. Errors: not_allowed."
    )
    def reopen_course(self, info: Info, course_id: relay.GlobalID) -> CourseNode:
        return cast(
            "CourseNode",
            services.course_reopen(
                actor=signed_in_user(info.context.request), course_id=_course(course_id)
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Make a course for the next semester of a former one: its plan unpublished, its "
            "notices as drafts, and you as its instructor. For its instructors. "
            "Errors: not_allowed, slug_taken."
        )
    )
    def duplicate_course(
        self,
        info: Info,
        course_id: relay.GlobalID,
        slug: str,
        title: str,
        semester: SemesterInput,
    ) -> CourseNode:
        return cast(
            "CourseNode",
            services.course_duplicate(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                slug=slug,
                title=title,
                semester=semester.read(),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Put somebody into a course. For its staff; only instructors add staff. "
            "Errors: not_allowed, already_member, course_archived."
        )
    )
    def add_member(
        self,
        info: Info,
        course_id: relay.GlobalID,
        username: str,
        role: Role = Role.STUDENT,
    ) -> MembershipNode:
        return cast(
            "MembershipNode",
            services.member_add(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                username=username,
                role=role,
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Make a member something else. For the course's instructors. "
            "Errors: not_allowed, member_not_found, last_instructor, course_archived."
        )
    )
    def change_role(
        self,
        info: Info,
        course_id: relay.GlobalID,
        membership_id: relay.GlobalID,
        role: Role,
    ) -> MembershipNode:
        return cast(
            "MembershipNode",
            services.member_role_change(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                membership_id=node_number(membership_id, "Membership"),
                role=role,
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Put members into a section of the course; an empty one takes them out of theirs. "
            "For its staff. Errors: not_allowed, member_not_found, course_archived, invalid."
        )
    )
    def set_sections(
        self,
        info: Info,
        course_id: relay.GlobalID,
        membership_ids: list[relay.GlobalID],
        section: str,
    ) -> list[MembershipNode]:
        return cast(
            "list[MembershipNode]",
            services.member_sections_set(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                membership_ids=[node_number(one, "Membership") for one in membership_ids],
                section=section,
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Put the people of a table into a course: CSV (UTF-8 or CP949) or XLSX, with one of "
            "the columns username, student_number, email, and if wanted section and role. A "
            "student number without an account may join later. Either all lines or none; a dry "
            "run changes nothing and tells everything. For the course's staff; staff are added "
            "by instructors. Errors: not_allowed, course_archived, bad_table, unknown_encoding, "
            "too_large."
        )
    )
    def import_roster(
        self, info: Info, course_id: relay.GlobalID, file: Base64, is_dry_run: bool = True
    ) -> ImportReportNode:
        return import_report(
            services.roster_import(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                content=cast("bytes", file),
                is_dry_run=is_dry_run,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Take somebody out of a course; what the person did stays. For the course's "
            "instructors. Errors: not_allowed, member_not_found, last_instructor, course_archived."
        )
    )
    def remove_member(
        self, info: Info, course_id: relay.GlobalID, membership_id: relay.GlobalID
    ) -> bool:
        services.member_remove(
            actor=signed_in_user(info.context.request),
            course_id=_course(course_id),
            membership_id=node_number(membership_id, "Membership"),
        )
        return True

    @strawberry_django.mutation(
        description=(
            "Make an invite code for so many people until then. For the course's staff; only "
            "instructors invite staff. Errors: not_allowed, course_archived."
        )
    )
    def create_invite(
        self,
        info: Info,
        course_id: relay.GlobalID,
        max_uses: int,
        expires_at: datetime,
        role: Role = Role.STUDENT,
    ) -> InviteNode:
        return cast(
            "InviteNode",
            services.invite_create(
                actor=signed_in_user(info.context.request),
                course_id=_course(course_id),
                role=role,
                max_uses=max_uses,
                expires_at=expires_at,
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Let an invite's code open nothing any more. For the course's staff. "
            "Errors: not_allowed."
        )
    )
    def revoke_invite(self, info: Info, invite_id: relay.GlobalID) -> InviteNode:
        return cast(
            "InviteNode",
            services.invite_revoke(
                actor=signed_in_user(info.context.request),
                invite_id=node_number(invite_id, "Invite"),
                now=timezone.now(),
            ),
        )

    @strawberry_django.mutation(
        description=(
            "List student numbers that may join by themselves; how many are new. For the "
            "course's staff. Errors: not_allowed, course_archived."
        )
    )
    def allow_students(
        self, info: Info, course_id: relay.GlobalID, student_numbers: list[str]
    ) -> int:
        return services.allowed_students_add(
            actor=signed_in_user(info.context.request),
            course_id=_course(course_id),
            student_numbers=student_numbers,
        )

    @strawberry_django.mutation(
        description=(
            "Take student numbers off the list; how many. For the course's staff. "
            "Errors: not_allowed, course_archived."
        )
    )
    def disallow_students(
        self, info: Info, course_id: relay.GlobalID, allowed_student_ids: list[relay.GlobalID]
    ) -> int:
        return services.allowed_students_remove(
            actor=signed_in_user(info.context.request),
            course_id=_course(course_id),
            ids=[node_number(one, "AllowedStudent") for one in allowed_student_ids],
        )

    @strawberry_django.mutation(
        description=(
            "Let somebody in who asked to join, or not. For the course's staff. "
            "Errors: not_allowed, already_decided, course_archived."
        )
    )
    def decide_join_request(
        self, info: Info, request_id: relay.GlobalID, is_approved: bool
    ) -> JoinRequestNode:
        return cast(
            "JoinRequestNode",
            services.join_request_decide(
                actor=signed_in_user(info.context.request),
                request_id=node_number(request_id, "JoinRequest"),
                is_approved=is_approved,
                now=timezone.now(),
            ),
        )
