"""What operators change of the edge. Each is permitted, audited, and safe to try again."""

import uuid
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser

from common.errors import ConflictError, InvalidInputError, NotFoundError
from infra_control.acting import Intent, operator_act, permission_check
from infra_control.clients import Gateways
from infra_control.edge.automatic import invalidation_retry
from infra_control.edge.rules import paths_check
from infra_control.gateways.edge import Distribution, Lifetimes
from infra_control.models import Invalidation, OperatorAction

CHANGE_EDGE = "change_edge"
MAX_TTL_S = 31_536_000


def invalidation_create(
    *, user: AbstractUser, gateways: Gateways, text: str, is_dry_run: bool = False
) -> OperatorAction:
    """Let the edge forget what it keeps under these paths, one in a line.

    Raises InvalidInputError with every problem, NotFoundError (no distribution),
    NotAllowedError, ActionFailedError, CloudError.
    """
    permission_check(user, CHANGE_EDGE)
    check = paths_check(text)
    if check.problems:
        raise InvalidInputError(" ".join(check.problems), fields={"paths": list(check.problems)})
    distribution_id = _distribution(gateways).distribution_id
    # A retry of the very request by boto3 must not make two.
    reference = f"codedang-{uuid.uuid4().hex}"

    def do() -> dict[str, str]:
        made = gateways.edge.invalidate(distribution_id, check.paths, caller_reference=reference)
        return {"invalidation": made.invalidation_id, "status": made.status}

    return operator_act(
        user=user,
        intent=Intent(
            action="invalidation_create",
            target=distribution_id,
            permission=CHANGE_EDGE,
            asked={"paths": list(check.paths)},
            before={},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def invalidation_ask_again(
    *,
    user: AbstractUser,
    gateways: Gateways,
    invalidation_id: int,
    now: datetime,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Have the sweeper ask the edge anew for an automatic invalidation that was given up.

    Raises NotFoundError where none of this number was, and NotAllowedError.
    """
    permission_check(user, CHANGE_EDGE)
    row = Invalidation.objects.filter(
        pk=invalidation_id, try_at__isnull=True, invalidation_id=""
    ).first()
    if row is None:
        raise NotFoundError("No automatic invalidation of this number was given up.")
    return operator_act(
        user=user,
        intent=Intent(
            action="invalidation_ask_again",
            target=f"automatic/{row.pk}",
            permission=CHANGE_EDGE,
            asked={"paths": row.paths},
            before={"attempts": row.attempts, "message": row.message},
        ),
        do=lambda: {"is_due": invalidation_retry(row.pk, now)},
        is_dry_run=is_dry_run,
    )


def behaviour_move(
    *,
    user: AbstractUser,
    gateways: Gateways,
    pattern: str,
    by: int,
    seen_etag: str,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Try a behaviour one place earlier (``by`` -1) or later (1) than now.

    ``seen_etag`` is the configuration that the operator looked at. Raises ConflictError where it
    has changed since, NotFoundError, InvalidInputError (no such place), NotAllowedError,
    ActionFailedError, CloudError.
    """
    permission_check(user, CHANGE_EDGE)
    distribution = _distribution(gateways)
    if distribution.etag != seen_etag:
        raise ConflictError("The distribution has been changed meanwhile: look at it anew first.")
    rows: list[dict[str, Any]] = list(
        distribution.config.get("CacheBehaviors", {}).get("Items", [])
    )
    before = [row["PathPattern"] for row in rows]
    if pattern not in before:
        raise NotFoundError(f"There is no behaviour {pattern}: the default one stays the last.")
    place = before.index(pattern)
    if by not in (-1, 1) or not 0 <= place + by < len(rows):
        problem = f"{pattern} can't go further that way."
        raise InvalidInputError(problem, fields={"by": [problem]})
    rows[place], rows[place + by] = rows[place + by], rows[place]
    after = [row["PathPattern"] for row in rows]
    config = {**distribution.config, "CacheBehaviors": {"Quantity": len(rows), "Items": rows}}

    def do() -> dict[str, Any]:
        changed = gateways.edge.update(replace(distribution, config=config))
        return {"order": after, "etag": changed.etag}

    return operator_act(
        user=user,
        intent=Intent(
            action="behaviour_move",
            target=distribution.distribution_id,
            permission=CHANGE_EDGE,
            asked={"pattern": pattern, "by": by, "order": after},
            before={"order": before, "etag": distribution.etag},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def lifetimes_set(
    *,
    user: AbstractUser,
    gateways: Gateways,
    policy_id: str,
    lifetimes: Lifetimes,
    seen_etag: str,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Change for how long a cache policy lets copies be kept, for all behaviours that use it.

    Raises as behaviour_move does, ConflictError by the policy's own ETag.
    """
    permission_check(user, CHANGE_EDGE)
    if problems := lifetimes_problems(lifetimes):
        raise InvalidInputError(" ".join(problems), fields={"lifetimes": problems})
    distribution = _distribution(gateways)
    rows = [
        *distribution.config.get("CacheBehaviors", {}).get("Items", []),
        distribution.config["DefaultCacheBehavior"],
    ]
    if policy_id not in {row.get("CachePolicyId") for row in rows}:
        raise NotFoundError("No behaviour of the distribution uses this cache policy any more.")
    policy = gateways.edge.cache_policy(policy_id)
    if policy.name.startswith("Managed-"):
        problem = f"{policy.name} is AWS' own and everybody's: give the behaviour another policy."
        raise InvalidInputError(problem, fields={"policy": [problem]})
    if policy.etag != seen_etag:
        raise ConflictError("The cache policy has been changed meanwhile: look at it anew first.")

    def do() -> dict[str, Any]:
        gateways.edge.set_lifetimes(policy_id, lifetimes, etag=policy.etag)
        return asdict(lifetimes)

    return operator_act(
        user=user,
        intent=Intent(
            action="lifetimes_set",
            target=f"{distribution.distribution_id}/{policy_id}",
            permission=CHANGE_EDGE,
            asked=asdict(lifetimes),
            before={name: getattr(policy, name) for name in asdict(lifetimes)},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def lifetimes_problems(lifetimes: Lifetimes) -> list[str]:
    """What is wrong with them; empty: nothing."""
    times = (lifetimes.min_ttl_s, lifetimes.default_ttl_s, lifetimes.max_ttl_s)
    if not 0 <= times[0] <= times[1] <= times[2] <= MAX_TTL_S or times[2] == 0:
        return [
            "The times must be 0 ≤ least ≤ without a word ≤ most, the last from 1 to "
            f"{MAX_TTL_S} s (a year)."
        ]
    return []


def present_etag(gateways: Gateways, policy_id: str = "") -> str:
    """Of the distribution's configuration, or of a cache policy, as it stands now."""
    if policy_id:
        return gateways.edge.cache_policy(policy_id).etag
    return _distribution(gateways).etag


def _distribution(gateways: Gateways) -> Distribution:
    summaries = gateways.edge.distributions()
    if not summaries:
        raise NotFoundError("There is no distribution.")
    return gateways.edge.distribution(summaries[0].distribution_id)
