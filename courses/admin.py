from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from courses.models import Course, Membership


class MembershipInline(TabularInline):
    model = Membership
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Course)
class CourseAdmin(ModelAdmin):
    list_display = ("slug", "title", "created_at")
    search_fields = ("slug", "title")
    readonly_fields = ("created_at",)
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(ModelAdmin):
    list_display = ("user", "course", "role", "joined_at")
    list_filter = ("role", "course")
    list_select_related = ("user", "course")
    search_fields = ("user__username", "user__email", "course__slug")
    autocomplete_fields = ("user", "course")
    readonly_fields = ("joined_at",)
    show_full_result_count = False
