"""Nested connections' ``totalCount``, without a query for each parent.

The optimizer counts with the nested pages that it reads. Where their rows are not selected it would
ask for each parent's; so such connections bring their count along (``counted_rows``) or, where
they have filters, are counted for all rows of their parent's page at once.
"""

from collections.abc import Iterable
from typing import Any

import strawberry
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.functions import Coalesce

PEERS = "_codedang_peers"
COUNTED = "_codedang_counted"


def counted_rows(queryset: QuerySet[Any], relation: str) -> dict[str, Any]:
    """For ``annotate=`` of a nested connection without filters: how many of the queryset's rows
    each parent has."""
    own = queryset.filter(**{relation: OuterRef("pk")}).order_by()
    total = Coalesce(Subquery(own.values(relation).annotate(n=Count("pk")).values("n")), 0)
    return {_total_name(queryset.model): total}


def _total_name(model: type[Model]) -> str:
    return f"{model._meta.model_name}_total"


def peers_told(rows: Iterable[Any]) -> None:
    """Let the rows of a page know each other."""
    page = [row for row in rows if isinstance(row, Model)]
    for row in page:
        row.__dict__[PEERS] = page


def totals_together(schema: strawberry.Schema) -> None:
    """Have nested connections' `totalCount` answer with what is counted."""
    for kind in schema._schema.type_map.values():
        field = getattr(kind, "fields", {}).get("totalCount")
        if kind.name.endswith("CursorConnection") and field is not None:
            field.resolve = _together(field.resolve)


def _together(resolve: Any) -> Any:
    def counted(root: Any, info: Any) -> Any:
        rows: Any = root.total_count_qs
        parent = rows._hints.get("instance")
        if parent is None:
            return resolve(root, info)
        total = getattr(parent, _total_name(rows.model), None)
        if total is None and rows._result_cache is None:
            # Of one connection, whatever it is called and filtered by.
            place = tuple(key for key in info.path.as_list() if isinstance(key, str))
            totals = _totals(rows, parent, place)
            total = None if totals is None else totals.get(parent.pk, 0)
        return resolve(root, info) if total is None else total

    return counted


def _totals(rows: Any, parent: Model, place: tuple[str, ...]) -> dict[Any, int] | None:
    """How many rows each of the parent's peers has; None: it has none, or can't be asked so."""
    peers: list[Model] = parent.__dict__.get(PEERS, [])
    if len(peers) < 2:
        return None
    known: dict[tuple[str, ...], dict[Any, int]] = peers[0].__dict__.setdefault(COUNTED, {})
    if place not in known:
        field = next(iter(rows._known_related_objects), None)
        wider = field and _of_all(rows, field, [one.pk for one in peers])
        if not field or wider is None:
            return None
        counts = wider.order_by().values(field.attname).annotate(n=Count("pk"))
        known[place] = dict(counts.values_list(field.attname, "n"))
    return known[place]


def _of_all(rows: Any, field: Any, pks: list[Any]) -> Any:
    """The same rows of all parents in place of one's; None: they aren't chosen by their parent."""
    wider = rows._chain()
    where = wider.query.where
    for place, child in enumerate(where.children):
        if isinstance(child, RelatedExact) and getattr(child.lhs, "target", None) is field:
            where.children[place] = RelatedIn(child.lhs, pks)
            return wider
    return None
