"""The operators' menu beside Django admin's own list of tables."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from infra_control.screens.table import SCREENS
from infra_control.snapshots import SEE

ICONS = {
    "audit": "history",
    "balancing": "call_split",
    "edge": "public",
    "fleet": "dns",
    "naming": "signpost",
    "network": "lan",
    "overview": "monitor_heart",
    "queues": "inbox",
    "tracing": "route",
    "scaling": "speed",
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The infrastructure's screens, for who may see them, then every table."""
    screens = [
        {
            "title": screen.title,
            "icon": ICONS.get(screen.name, "settings"),
            "link": reverse(f"admin:infra_{screen.name}"),
        }
        for screen in SCREENS
        if screen.is_listed
    ]
    may_see = request.user.has_perm(SEE)
    # Some apps have one title, such as ours of accounts and the one that signs people in.
    by_title: dict[str, list[dict[str, str]]] = {}
    for app in admin.site.get_app_list(request):
        by_title.setdefault(str(app["name"]), []).extend(
            {"title": model["name"], "link": model["admin_url"]}
            for model in app["models"]
            if model.get("admin_url")
        )
    tables = [
        {"title": title, "collapsible": True, "items": items} for title, items in by_title.items()
    ]
    return [*([{"title": "Infrastructure", "items": screens}] if may_see else []), *tables]
