from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from common.admin import ReadOnlyMixin
from contests.models import (
    Announcement,
    AssignmentRules,
    Balloon,
    Clarification,
    ContestRules,
    Entry,
    EntryMember,
    Extension,
    Invitation,
    ProblemSet,
    ScoreAdjustment,
    SetProblem,
)
from contests.services.editing import set_settle


class SetProblemInline(TabularInline):
    model = SetProblem
    autocomplete_fields = ("problem",)
    extra = 0


class ContestRulesInline(StackedInline):
    model = ContestRules
    extra = 0


class AssignmentRulesInline(StackedInline):
    model = AssignmentRules
    extra = 0


class InvitationInline(TabularInline):
    model = Invitation
    autocomplete_fields = ("user",)
    extra = 0


class ExtensionInline(TabularInline):
    model = Extension
    autocomplete_fields = ("user",)
    exclude = ("granted_by",)
    extra = 0


@admin.register(ProblemSet)
class ProblemSetAdmin(ModelAdmin):
    list_display = ("slug", "title", "kind", "course", "visibility", "starts_at", "ends_at")
    list_filter = ("kind", "visibility", "course")
    list_select_related = ("course",)
    search_fields = ("slug", "title")
    autocomplete_fields = ("course", "created_by")
    readonly_fields = ("created_at", "updated_at")
    ordering = ("-starts_at", "-id")
    inlines = (
        ContestRulesInline,
        AssignmentRulesInline,
        SetProblemInline,
        InvitationInline,
        ExtensionInline,
    )
    show_full_result_count = False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        set_settle(form.instance)


class EntryMemberInline(ReadOnlyMixin, TabularInline):
    model = EntryMember
    fields = ("user", "joined_at")
    extra = 0


@admin.register(Entry)
class EntryAdmin(ModelAdmin):
    list_display = ("name", "problem_set", "kind", "is_official", "virtual_starts_at")
    list_filter = ("kind", "is_official")
    list_select_related = ("problem_set",)
    search_fields = ("name", "problem_set__slug", "members__user__username")
    readonly_fields = (
        "problem_set",
        "kind",
        "virtual_starts_at",
        "virtual_ends_at",
        "created_by",
        "created_at",
    )
    ordering = ("-id",)
    inlines = (EntryMemberInline,)
    show_full_result_count = False


@admin.register(Clarification)
class ClarificationAdmin(ReadOnlyMixin, ModelAdmin):
    """Answered over GraphQL, where everybody concerned hears of it at once."""

    list_display = ("id", "problem_set", "set_problem", "asked_by", "asked_at", "answered_at")
    list_filter = ("is_broadcast",)
    list_select_related = ("problem_set", "set_problem", "asked_by")
    search_fields = ("problem_set__slug", "question")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnlyMixin, ModelAdmin):
    """Made over GraphQL, where everybody concerned hears of it at once."""

    list_display = ("problem_set", "sequence", "text", "author", "created_at")
    list_select_related = ("problem_set", "author")
    search_fields = ("problem_set__slug", "text")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(Balloon)
class BalloonAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("id", "problem_set", "set_problem", "entry", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("problem_set", "set_problem", "entry")
    search_fields = ("problem_set__slug", "entry__name")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(ScoreAdjustment)
class ScoreAdjustmentAdmin(ReadOnlyMixin, ModelAdmin):
    """History: a later adjustment supersedes an earlier one."""

    list_display = ("problem_set", "user", "set_problem", "points", "made_by", "created_at")
    list_select_related = ("problem_set", "user", "set_problem", "made_by")
    search_fields = ("problem_set__slug", "user__username")
    ordering = ("-id",)
    show_full_result_count = False
