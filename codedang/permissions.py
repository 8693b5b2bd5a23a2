"""What GraphQL's root fields say of who may use them, as a directive that the schema shows.

A mutation's description says it in a sentence that begins with "For …"; the directive is made of
it, so that the two can't differ. Services and the selectors ``…_managed_by`` hold it.
"""

import re
from enum import Enum
from typing import Any

import strawberry
from strawberry.schema_directive import Location


@strawberry.enum(description="Who may use a field.")
class Permission(Enum):
    STAFF = strawberry.enum_value(
        "staff", description="TAs and instructors of the course that it is about; operators."
    )
    INSTRUCTOR = strawberry.enum_value(
        "instructor", description="Instructors of the course that it is about; operators."
    )
    OPERATOR = strawberry.enum_value("operator", description="Operators of the platform.")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    description="Who may use the field; others are refused, or find nothing in it.",
)
class Needs:
    permission: Permission


_FOR = re.compile(r"(?:^|[.;] )For ([^.]*)\.")


def permission_said(description: str) -> Permission | None:
    """What a mutation's description says; None where it says nothing, which a test refuses."""
    found = _FOR.search(description)
    if found is None:
        return None
    first = re.split(r"[;,]", found[1])[0]
    if "instructor" in first:
        return Permission.INSTRUCTOR
    return Permission.OPERATOR if first.startswith("operators") else Permission.STAFF


def permissions_name(root: type, *, default: Permission | None = None) -> None:
    """Give each of a root type's fields its directive."""
    definition: Any = root
    for field in definition.__strawberry_definition__.fields:
        said = permission_said(field.description or "") or default
        if said is not None:
            field.directives = [*field.directives, Needs(permission=said)]
