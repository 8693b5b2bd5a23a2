from django.contrib import admin
from unfold.admin import ModelAdmin

from audit.models import AuditEntry
from common.admin import ReadOnlyMixin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyMixin, ModelAdmin):
    """History: to be read only."""

    list_display = (
        "at",
        "actor_name",
        "action",
        "target_type",
        "target_label",
        "course",
        "outcome",
    )
    list_filter = ("outcome", "target_type")
    list_select_related = ("course",)
    search_fields = ("=actor_name", "=action", "=target_label", "=course__slug", "=request_id")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
