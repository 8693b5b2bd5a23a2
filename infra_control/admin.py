from django.contrib import admin
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin

from common.admin import ReadOnlyMixin
from infra_control.models import OperatorAction
from infra_control.screens.table import SCREENS


@admin.register(OperatorAction)
class OperatorActionAdmin(ReadOnlyMixin, ModelAdmin):
    """What operators did, to be read only; the screens stand beside it."""

    list_display = ("at", "actor_name", "action", "target", "outcome", "message")
    list_filter = ("outcome", "action")
    search_fields = ("=actor_name", "target")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        screens = [
            path(
                f"screens/{screen.path}",
                self.admin_site.admin_view(screen.view),
                name=f"infra_{screen.name}",
            )
            for screen in SCREENS
        ]
        return [*screens, *super().get_urls()]
