from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.admin import ReadOnlyMixin
from common.markdown import markdown_html
from courses.models import (
    AllowedStudent,
    Course,
    Invite,
    JoinRequest,
    Membership,
    Notice,
    Week,
    WeekItem,
)


class MembershipInline(TabularInline):
    model = Membership
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Course)
class CourseAdmin(ModelAdmin):
    list_display = ("slug", "title", "year", "term", "is_listed", "archived_at", "created_at")
    list_filter = ("year", "term", "is_listed")
    search_fields = ("slug", "title")
    autocomplete_fields = ("duplicated_from",)
    readonly_fields = ("created_at",)
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(ModelAdmin):
    list_display = ("user", "course", "role", "way_in", "joined_at")
    list_filter = ("role", "way_in", "course")
    list_select_related = ("user", "course")
    search_fields = ("user__username", "user__email", "course__slug")
    autocomplete_fields = ("user", "course")
    readonly_fields = ("joined_at",)
    show_full_result_count = False


@admin.register(Invite)
class InviteAdmin(ReadOnlyMixin, ModelAdmin):
    """Made and withdrawn by a course's staff."""

    list_display = ("course", "role", "used_count", "max_uses", "expires_at", "revoked_at")
    list_select_related = ("course",)
    search_fields = ("course__slug",)
    # Whoever knows it gets in.
    exclude = ("code",)
    show_full_result_count = False


@admin.register(AllowedStudent)
class AllowedStudentAdmin(ModelAdmin):
    """Deleting a row that the wrong person claimed lets staff list the number anew."""

    list_display = ("course", "student_number", "claimed_by", "claimed_at")
    list_select_related = ("course", "claimed_by")
    search_fields = ("course__slug", "=student_number")
    autocomplete_fields = ("course", "claimed_by")
    show_full_result_count = False


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("user", "course", "state", "created_at", "decided_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("user", "course", "decided_by")
    search_fields = ("user__username", "course__slug")
    show_full_result_count = False


class ItemInline(TabularInline):
    model = WeekItem
    extra = 0


@admin.register(Week)
class WeekAdmin(ModelAdmin):
    list_display = ("course", "ordinal", "title", "starts_on", "is_published")
    list_filter = ("is_published",)
    list_select_related = ("course",)
    search_fields = ("course__slug", "title")
    autocomplete_fields = ("course",)
    readonly_fields = ("summary_html",)
    inlines = (ItemInline,)
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Week, form: object, change: bool) -> None:
        obj.summary_html = markdown_html(obj.summary)
        super().save_model(request, obj, form, change)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyMixin, ModelAdmin):
    """Written over GraphQL, where publishing one tells its readers."""

    list_display = ("title", "course", "author", "is_pinned", "published_at")
    list_select_related = ("course", "author")
    search_fields = ("title", "course__slug")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        notices: QuerySet[Notice] = super().get_queryset(request)
        return notices.defer("body", "body_html")
