"""GraphQL for staff: versions of test packages."""

from typing import cast

import strawberry
import strawberry_django
from strawberry import relay
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.graphql import node_number
from problems.schema import TestPackageNode
from problems.versions.live import package_make_live_by


@strawberry.type
class PackageVersionsMutation:
    @strawberry_django.mutation(
        description=(
            "Judge new submissions by this version. Former results keep theirs; a rejudging "
            "brings them over. For staff of the problem. Errors: package_not_found."
        )
    )
    def make_package_live(self, info: Info, package_id: relay.GlobalID) -> TestPackageNode:
        return cast(
            "TestPackageNode",  # strawberry-django resolves the model by the type's fields
            package_make_live_by(
                actor=signed_in_user(info.context.request),
                package_id=node_number(package_id, "TestPackage"),
            ),
        )
