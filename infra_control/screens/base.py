"""What all screens share: who may open them, what they are drawn with, and how actions answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from common.errors import DomainError
from infra_control.gateways.errors import CloudError
from infra_control.models import OperatorAction, Outcome
from infra_control.snapshots import Snapshot

SEE = "infra_control.see_infrastructure"

View = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One entry of the screens' table."""

    name: str
    """Of its address: ``admin:infra_<name>``."""
    path: str
    title: str
    view: View
    is_listed: bool = True


def operators_only(view: View) -> View:
    """Only who may see the infrastructure opens the screen; others get 403."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not operator_of(request).has_perm(SEE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def operator_of(request: HttpRequest) -> AbstractUser:
    """Who asks. The admin site lets in staff only."""
    return cast("AbstractUser", request.user)


def draw(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    snapshot: Snapshot[Any] | None = None,
    context: Mapping[str, Any],
) -> HttpResponse:
    """The screen within the admin's frame, with the age of what it shows."""
    age_s = snapshot.age_s(timezone.now()) if snapshot else None
    return render(
        request,
        f"infra_control/{template}.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "snapshot": snapshot,
            "age_s": None if age_s is None else round(age_s),
            "may_change_fleet": operator_of(request).has_perm("infra_control.change_fleet"),
            **context,
        },
    )


def tell(request: HttpRequest, act: Callable[[], OperatorAction], *, done: str) -> None:
    """Do an action and say how it ended, in words, at the top of the next page."""
    try:
        row = act()
    except (DomainError, CloudError) as error:
        messages.error(request, getattr(error, "message", "") or str(error))
        return
    if row.outcome == Outcome.DRY:
        messages.info(request, f"Dry run: nothing was asked of AWS. It would be: {done}")
    else:
        messages.success(request, done)
