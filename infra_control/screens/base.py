"""What all screens share: who may open them, what they are drawn with, and how actions answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from common.errors import DomainError
from infra_control.gateways.errors import CloudError
from infra_control.models import OperatorAction, Outcome
from infra_control.snapshots import FRESH_S, KEPT_S, SEE, Snapshot, snapshot

T = TypeVar("T")

PART_HEADER = "X-Infra-Part"
"""Sent by static/infra_control/live.js: only the screen's own part is wanted, within no frame."""

DRY_MODE = "infra_dry_mode"
"""In the session."""

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


def screen_snapshot(request: HttpRequest, name: str, read: Callable[[], T]) -> Snapshot[T]:
    """What a screen shows. A page comes at once with what there is; the open page then asks for
    its part again, which is when an old snapshot is read anew."""
    is_part = PART_HEADER in request.headers
    return snapshot(
        name,
        read,
        is_fresh_wanted="fresh" in request.GET,
        max_age_s=FRESH_S if is_part else KEPT_S,
    )


def draw(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    snapshot: Snapshot[Any] | None = None,
    context: Mapping[str, Any],
) -> HttpResponse:
    """The screen with the age of what it shows: within the admin's frame, or its part alone.

    Every ``<section>`` with the class infra-card is kept as it stands now while the page is open,
    unless somebody is at work in it.
    """
    age_s = snapshot.age_s(timezone.now()) if snapshot else None
    is_part = PART_HEADER in request.headers
    return render(
        request,
        f"infra_control/{template}.html",
        {
            **({} if is_part else admin.site.each_context(request)),
            "frame": "infra_control/part.html" if is_part else "admin/base_site.html",
            "title": title,
            "snapshot": snapshot,
            "age_s": None if age_s is None else round(age_s),
            "is_dry_mode": in_dry_mode(request),
            "may_change_fleet": operator_of(request).has_perm("infra_control.change_fleet"),
            **context,
        },
    )


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of what an action would change."""

    what: str
    before: str
    after: str

    @property
    def is_none(self) -> bool:
        return self.before == self.after


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the operator has seen what it would do (ask_first), and said so."""
    return request.POST.get("confirmed") == "1"


def ask_first(
    request: HttpRequest,
    *,
    title: str,
    changes: Sequence[Change],
    verb: str,
    back: str,
    notes: Sequence[str] = (),
    problems: Sequence[str] = (),
) -> HttpResponse:
    """What the posted action would do, with a button that posts it again as confirmed.

    Nothing has been asked of AWS. ``back`` is a screen's name; with problems there is no button.
    """
    left_out = {"csrfmiddlewaretoken", "confirmed", "dry_run"}
    return draw(
        request,
        "confirm",
        title=title,
        context={
            "changes": changes,
            "verb": verb,
            "back": reverse(f"admin:infra_{back}"),
            "notes": notes,
            "problems": problems,
            "fields": [
                (name, value)
                for name, values in request.POST.lists()
                if name not in left_out
                for value in values
            ],
        },
    )


def is_dry(request: HttpRequest) -> bool:
    """Whether an action shall only be written down: by its own mark, or by the operator's mode."""
    return request.POST.get("dry_run") == "1" or in_dry_mode(request)


def in_dry_mode(request: HttpRequest) -> bool:
    """Whether the operator has chosen that nothing be asked of AWS, until switched off again."""
    return bool(request.session.get(DRY_MODE))


@operators_only
def dry_mode(request: HttpRequest) -> HttpResponse:
    """Switch the mode, and come back to the screen."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    request.session[DRY_MODE] = request.POST.get("dry_mode") == "on"
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("admin:infra_overview")
    return redirect(back)


def tell(
    request: HttpRequest,
    act: Callable[[], OperatorAction],
    *,
    done: str | Callable[[OperatorAction], str],
) -> None:
    """Do an action and say how it ended, in words, at the top of the next page.

    ``done`` is the sentence, or makes it from the action's row.
    """
    try:
        row = act()
    except (DomainError, CloudError) as error:
        messages.error(request, getattr(error, "message", "") or str(error))
        return
    text = done if isinstance(done, str) else done(row)
    if row.outcome == Outcome.WAITING:
        messages.warning(
            request,
            "Nothing was asked of AWS yet: another operator must approve it, in Operator actions. "
            f"Then: {text}",
        )
    elif row.outcome == Outcome.DRY:
        messages.info(request, f"Dry run: nothing was asked of AWS. It would be: {text}")
    else:
        messages.success(request, text)
