from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from common.admin import ReadOnlyMixin
from discussions.models import Question, Reply


class ReplyInline(ReadOnlyMixin, TabularInline):
    model = Reply
    fields = ("author", "is_from_staff", "body", "created_at", "edited_at")
    extra = 0


@admin.register(Question)
class QuestionAdmin(ModelAdmin):
    """Words are their author's: an operator may look, resolve and delete."""

    list_display = ("id", "course", "title", "author", "is_private", "is_resolved", "reply_count")
    list_filter = ("is_private", "is_resolved")
    list_select_related = ("course", "author")
    search_fields = ("=id", "title", "course__slug", "author__username")
    readonly_fields = tuple(
        field.name for field in Question._meta.fields if field.name != "is_resolved"
    )
    ordering = ("-id",)
    inlines = (ReplyInline,)
    list_per_page = 50
    show_full_result_count = False
