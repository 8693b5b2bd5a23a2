"""What staff do with who takes part in contests. The services decide who may."""

from typing import cast

import strawberry
import strawberry_django
from strawberry import UNSET, relay
from strawberry.scalars import Base64
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.graphql import ImportReportNode, given, import_report, node_number
from contests.models import Entry, Exclusion, ProblemSet
from contests.schema.entries import EntryNode
from contests.schema.types import ProblemSetNode
from contests.services import editing, registering
from contests.services.importing import entries_import

strawberry.enum(Exclusion, name="Exclusion", description="Why an entry takes part no more.")


@strawberry.input(description="What to change of an entry; what is left out stays.")
class EntryChangeInput:
    name: str | None = UNSET
    organization: str | None = UNSET
    is_official: bool | None = UNSET


@strawberry.type
class EntriesMutation:
    @strawberry_django.mutation(
        description=(
            "Enter somebody, or with a team's name several, into a contest, whatever its "
            "registration says. For its staff. Errors: not_allowed, already_entered, "
            "team_name_taken, staff_unofficial, contest_finalized, course_archived, invalid."
        )
    )
    def register_entry(
        self,
        info: Info,
        slug: str,
        usernames: list[str],
        team_name: str = "",
        organization: str = "",
        is_official: bool = True,
    ) -> EntryNode:
        new = registering.NewEntry(
            usernames=usernames,
            team_name=team_name,
            organization=organization,
            is_official=is_official,
        )
        user = signed_in_user(info.context.request)
        return _entry(registering.entry_register(user=user, slug=slug, new=new))

    @strawberry_django.mutation(
        description=(
            "Enter the people of a table: CSV (UTF-8 or CP949) or XLSX with the column username, "
            "and if wanted team, organization and official; equal team names are one team. "
            "Either all lines or none; a dry run changes nothing and tells everything. For the "
            "contest's staff. Errors: not_allowed, contest_finalized, course_archived, "
            "bad_table, unknown_encoding, too_large."
        )
    )
    def import_entries(
        self, info: Info, slug: str, file: Base64, is_dry_run: bool = True
    ) -> ImportReportNode:
        return import_report(
            entries_import(
                user=signed_in_user(info.context.request),
                slug=slug,
                content=cast("bytes", file),
                is_dry_run=is_dry_run,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Rename an entry, or let it hold a rank or not. For the contest's staff. Errors: "
            "not_allowed, team_name_taken, staff_unofficial, not_competing, contest_finalized, "
            "course_archived, invalid."
        )
    )
    def change_entry(
        self, info: Info, entry_id: relay.GlobalID, change: EntryChangeInput
    ) -> EntryNode:
        return _entry(
            registering.entry_change(
                user=signed_in_user(info.context.request),
                entry_id=_number(entry_id),
                change=registering.EntryChange(**given(change)),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Make a team's members exactly these; what they handed in stays the team's. For the "
            "contest's staff. Errors: not_allowed, not_a_team, already_entered, "
            "staff_unofficial, contest_finalized, course_archived, invalid."
        )
    )
    def put_entry_members(
        self, info: Info, entry_id: relay.GlobalID, usernames: list[str]
    ) -> EntryNode:
        return _entry(
            registering.entry_members_put(
                user=signed_in_user(info.context.request),
                entry_id=_number(entry_id),
                usernames=usernames,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Take an entry out, as withdrawn or disqualified: it hands nothing in any more and "
            "holds no rank. For the contest's staff. Errors: not_allowed, contest_finalized, "
            "course_archived, invalid."
        )
    )
    def exclude_entry(
        self, info: Info, entry_id: relay.GlobalID, exclusion: Exclusion, reason: str = ""
    ) -> EntryNode:
        return _entry(
            registering.entry_exclude(
                user=signed_in_user(info.context.request),
                entry_id=_number(entry_id),
                exclusion=exclusion,
                reason=reason,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Let an entry that was taken out take part again. For the contest's staff. Errors: "
            "not_allowed, not_excluded, staff_unofficial, contest_finalized, course_archived."
        )
    )
    def readmit_entry(
        self, info: Info, entry_id: relay.GlobalID, is_official: bool = True
    ) -> EntryNode:
        return _entry(
            registering.entry_readmit(
                user=signed_in_user(info.context.request),
                entry_id=_number(entry_id),
                is_official=is_official,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Remove an entry that was made by mistake. For the contest's staff. Errors: "
            "not_allowed, entry_in_use, contest_finalized, course_archived."
        )
    )
    def remove_entry(self, info: Info, entry_id: relay.GlobalID) -> bool:
        registering.entry_remove(
            user=signed_in_user(info.context.request), entry_id=_number(entry_id)
        )
        return True

    @strawberry_django.mutation(
        description=(
            "Make the list of those invited to a contest exactly this one. For its staff. "
            "Errors: not_allowed, course_archived, invalid."
        )
    )
    def put_invitations(self, info: Info, slug: str, usernames: list[str]) -> ProblemSetNode:
        user = signed_in_user(info.context.request)
        return _set(editing.invitations_put(user=user, slug=slug, usernames=usernames))

    @strawberry_django.mutation(
        description=(
            "Put some more on the list of those invited to a contest. For its staff. "
            "Errors: not_allowed, course_archived, invalid."
        )
    )
    def add_invitations(self, info: Info, slug: str, usernames: list[str]) -> ProblemSetNode:
        user = signed_in_user(info.context.request)
        return _set(registering.invitations_add(user=user, slug=slug, usernames=usernames))

    @strawberry_django.mutation(
        description=(
            "Take some off the list of those invited to a contest; who has entered stays. For "
            "its staff. Errors: not_allowed, course_archived."
        )
    )
    def remove_invitations(self, info: Info, slug: str, usernames: list[str]) -> ProblemSetNode:
        user = signed_in_user(info.context.request)
        return _set(registering.invitations_remove(user=user, slug=slug, usernames=usernames))


def _number(entry_id: relay.GlobalID) -> int:
    return node_number(entry_id, "Entry")


def _entry(entry: Entry) -> EntryNode:
    return cast("EntryNode", entry)  # strawberry-django resolves the model by the type's fields


def _set(contest: ProblemSet) -> ProblemSetNode:
    return cast("ProblemSetNode", contest)
