"""Telling many people something: the request that has the news costs the same for any number."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.background import Beat, WorkKind, work_start
from notifications.audiences import AudienceId, audience
from notifications.kinds import KindId
from notifications.models import Telling
from notifications.services import BATCH, notify, stored_params

FEW = 50
"""So many are told within the request that has news for them."""


def audience_notify(
    *,
    kind: KindId,
    subject: str,
    to: AudienceId,
    of_id: int,
    params: Mapping[str, str | datetime],
    link: str,
    by: User,
    now: datetime,
) -> None:
    """As notify, for an audience without ``by``, whose news it is. A few are told at once, more
    by a background worker.

    Call it in the transaction of the change. Raises ValueError for a caller's mistake.
    """
    stored = stored_params(kind, subject, params, link)
    with transaction.atomic():
        few = _page(audience(to, of_id), but=by.pk, after=0, count=FEW + 1)
        if len(few) <= FEW:
            notify(kind=kind, subject=subject, user_ids=few, params=params, link=link, now=now)
            return
        telling = Telling.objects.create(
            kind=kind,
            subject=subject,
            params=stored,
            link=link,
            audience=to,
            of_id=of_id,
            requested_by=by,
            created_at=now,
        )
        work_start(telling)


def telling_run(telling: Telling, beat: Beat[Telling]) -> str:
    """Tell everybody of the audience, as it is by now; those who were told before hear nothing."""
    told, done, last = 0, 0, 0
    kind = KindId(telling.kind)
    to, by = AudienceId(telling.audience), telling.requested_by_id
    while page := _page(audience(to, telling.of_id), but=by, after=last, count=BATCH):
        told += notify(
            kind=kind,
            subject=telling.subject,
            user_ids=page,
            params=telling.told_params,
            link=telling.link,
            now=telling.created_at,
        )
        last, done = page[-1], done + len(page)
        beat(done)
    return f"{told} people were told."


def _page(people: QuerySet[User], *, but: int | None, after: int, count: int) -> list[int]:
    # Nobody's number is 0.
    ids = people.filter(pk__gt=after).exclude(pk=but or 0).values_list("pk", flat=True)
    return list(ids.order_by("pk")[:count])


TELLING = WorkKind(model=Telling, run=telling_run)
