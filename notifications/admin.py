from django.contrib import admin
from unfold.admin import ModelAdmin

from common.admin import ReadOnlyMixin
from notifications.models import Inbox, KindPreference, Notification, Telling


@admin.register(Notification)
class NotificationAdmin(ReadOnlyMixin, ModelAdmin):
    """What people were told, and when; nothing here is changed by hand."""

    list_display = ("id", "user", "kind", "subject", "created_at", "read_at", "mailed_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__username", "subject")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False


@admin.register(Inbox)
class InboxAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("user", "sequence", "digest_sent_at", "mail_stopped_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    show_full_result_count = False


@admin.register(KindPreference)
class KindPreferenceAdmin(ReadOnlyMixin, ModelAdmin):
    """How people want to be told: theirs to change."""

    list_display = ("user", "kind", "is_shown", "is_mailed")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    show_full_result_count = False


@admin.register(Telling)
class TellingAdmin(ReadOnlyMixin, ModelAdmin):
    """News for many: how far a background worker is with telling them."""

    list_display = ("id", "kind", "subject", "state", "done_steps", "message", "created_at")
    list_filter = ("state", "kind")
    search_fields = ("subject",)
    ordering = ("-id",)
    show_full_result_count = False
