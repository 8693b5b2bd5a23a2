from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.admin import ReadOnlyMixin
from submissions.custom_runs.models import CustomRun
from submissions.models import (
    Judgement,
    PlagiarismCheck,
    PlagiarismPair,
    ProblemResult,
    Run,
    Submission,
)


class JudgementInline(ReadOnlyMixin, TabularInline):
    model = Judgement
    fields = ("ordinal", "reason", "state", "verdict", "judgehost", "delivery", "finished_at")
    ordering = ("-ordinal",)
    extra = 0
    show_change_link = True


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyMixin, ModelAdmin):
    """History: nothing here is changed by hand."""

    list_display = (
        "id",
        "user",
        "problem",
        "language",
        "state",
        "verdict",
        "cpu_time_ms",
        "created_at",
    )
    list_filter = ("state", "verdict", "language")
    list_select_related = ("user", "problem")
    search_fields = ("=id", "user__username", "problem__slug")
    ordering = ("-id",)
    inlines = (JudgementInline,)
    list_per_page = 50
    show_full_result_count = False


class RunInline(ReadOnlyMixin, TabularInline):
    model = Run
    fields = ("ordinal", "test_case", "verdict", "cpu_time_ms", "memory_kib", "judge_message")
    extra = 0


@admin.register(Judgement)
class JudgementAdmin(ReadOnlyMixin, ModelAdmin):
    """History: nothing here is changed by hand."""

    list_display = (
        "id",
        "submission",
        "ordinal",
        "reason",
        "state",
        "verdict",
        "queue",
        "judgehost",
        "send_count",
        "delivery",
        "internal_error_kind",
        "created_at",
    )
    list_filter = ("state", "verdict", "queue", "reason", "internal_error_kind")
    list_select_related = ("submission",)
    search_fields = ("=id", "=submission__id", "judgehost")
    ordering = ("-id",)
    exclude = ("attempt_token",)
    inlines = (RunInline,)
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Judgement]:
        judgements: QuerySet[Judgement] = super().get_queryset(request)
        return judgements.defer("submission__source")


@admin.register(ProblemResult)
class ProblemResultAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("user", "problem", "attempts", "first_accepted")
    list_select_related = ("user", "problem", "first_accepted")
    search_fields = ("user__username", "problem__slug")
    show_full_result_count = False


@admin.register(CustomRun)
class CustomRunAdmin(ReadOnlyMixin, ModelAdmin):
    """Whether they are run, and where; what people try is their own business."""

    list_display = ("id", "user", "problem", "language", "state", "judgehost", "created_at")
    list_filter = ("state", "language")
    list_select_related = ("user", "problem")
    search_fields = ("=id", "user__username", "problem__slug")
    ordering = ("-id",)
    exclude = ("source", "inputs", "results", "attempt_token", "compile_message")
    list_per_page = 50
    show_full_result_count = False


@admin.register(PlagiarismCheck)
class PlagiarismCheckAdmin(ReadOnlyMixin, ModelAdmin):
    """Whether comparisons run, and for whom; staff of the courses judge what they find."""

    list_display = (
        "id",
        "problem_set",
        "problem",
        "language",
        "state",
        "source_count",
        "pair_count",
        "requested_by",
        "created_at",
    )
    list_filter = ("state", "language")
    list_select_related = ("problem_set", "problem", "requested_by")
    search_fields = ("=id", "problem_set__slug", "problem__slug")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False


@admin.register(PlagiarismPair)
class PlagiarismPairAdmin(ReadOnlyMixin, ModelAdmin):
    """What was found alike."""

    list_display = ("id", "check_run", "left", "right", "similarity", "mark", "marked_by")
    list_filter = ("mark",)
    list_select_related = ("check_run", "left", "right", "marked_by")
    search_fields = ("=id", "=check_run__id", "=left__id", "=right__id")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlagiarismPair]:
        pairs: QuerySet[PlagiarismPair] = super().get_queryset(request)
        return pairs.defer("left__source", "right__source")
