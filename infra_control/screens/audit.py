"""What operators did: filtered, read, exported, and what waits for a second operator."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from common.caching import PRIVATE
from common.tables.writing import CSV_TYPE, Value, csv_pieces
from infra_control.approving import action_approve, action_decline
from infra_control.clients import gateways
from infra_control.models import OperatorAction, Outcome
from infra_control.screens.base import draw, operator_of, operators_only, tell

PAGE = 50
MAX_EXPORTED = 50_000
"""Rows, the newest; more are exported by narrower days."""
COLUMNS = (
    "id",
    "at",
    "ended_at",
    "actor",
    "second",
    "action",
    "target",
    "asked",
    "before",
    "after",
    "outcome",
    "message",
)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the form asks for; empty: everything."""

    actor: str
    action: str
    target: str
    outcome: str
    since: date | None
    until: date | None

    def rows(self) -> QuerySet[OperatorAction]:
        """The newest first."""
        rows = OperatorAction.objects.order_by("-id")
        for name, value in (
            ("actor_name", self.actor),
            ("action", self.action),
            ("target__startswith", self.target),
            ("outcome", self.outcome),
        ):
            if value:
                rows = rows.filter(**{name: value})
        if self.since:
            rows = rows.filter(at__gte=_midnight(self.since))
        if self.until:
            rows = rows.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        return rows


@operators_only
def audit(request: HttpRequest) -> HttpResponse:
    """A page of the audit, the newest first."""
    filters = filters_of(request.GET)
    rows = filters.rows()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) <= 18:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows[: PAGE + 1])
    kept = request.GET.copy()
    kept.pop("before", None)
    return draw(
        request,
        "audit",
        title="Operator actions",
        context={
            "rows": page[:PAGE],
            "next": page[PAGE - 1].pk if len(page) > PAGE else None,
            "query": kept.urlencode(),
            "filters": filters,
            "outcomes": Outcome.choices,
            "actions": list(
                OperatorAction.objects.order_by("action")
                .values_list("action", flat=True)
                .distinct()[:100]
            ),
            "waiting": list(OperatorAction.objects.filter(outcome=Outcome.WAITING)[:PAGE]),
            "me": operator_of(request).pk,
        },
    )


@operators_only
def audit_export(request: HttpRequest) -> HttpResponse:
    """The filtered actions as CSV, the newest first."""
    rows = filters_of(request.GET).rows()[:MAX_EXPORTED]
    response = StreamingHttpResponse(csv_pieces(table(rows.iterator(500))), content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="operator-actions.csv"'
    response.headers["Cache-Control"] = PRIVATE
    made: Any = response
    return made  # type: ignore[no-any-return]  # a streamed answer is one, too


@operators_only
def audit_act(request: HttpRequest) -> HttpResponse:
    """Approve or decline what waits."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = operator_of(request)
    verb, _, number = request.POST.get("act", "").partition(":")
    if number.isascii() and number.isdigit() and len(number) <= 18:
        if verb == "approve":
            tell(
                request,
                lambda: action_approve(user=user, gateways=gateways(), action_id=int(number)),
                done=lambda row: f"Approved and done: {row.action} {row.target}.",
            )
        elif verb == "decline":
            tell(
                request,
                lambda: action_decline(user=user, action_id=int(number)),
                done=lambda row: f"Declined: {row.action} {row.target}.",
            )
    return redirect(reverse("admin:infra_audit"))


def filters_of(query: QueryDict) -> Filters:
    """What makes no sense filters nothing."""
    outcome = query.get("outcome", "")
    return Filters(
        actor=query.get("actor", "").strip()[:150],
        action=query.get("action", "")[:60],
        target=query.get("target", "").strip()[:300],
        outcome=outcome if outcome in Outcome.values else "",
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
    )


def table(rows: Iterator[OperatorAction]) -> Iterator[Sequence[Value]]:
    """The export's rows, its heading first."""
    yield COLUMNS
    for one in rows:
        yield (
            one.pk,
            one.at.astimezone(UTC).isoformat(timespec="seconds"),
            one.ended_at.astimezone(UTC).isoformat(timespec="seconds") if one.ended_at else None,
            one.actor_name,
            one.second_name,
            one.action,
            one.target,
            json_text(one.asked),
            json_text(one.before),
            json_text(one.after),
            one.outcome,
            one.message,
        )


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
