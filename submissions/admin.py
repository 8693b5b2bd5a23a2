from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin, TabularInline

from accounts.doors import signed_in_user
from common.admin import ReadOnlyMixin
from common.errors import DomainError
from submissions.custom_runs.models import CustomRun
from submissions.faults.models import Fault, FaultHit
from submissions.faults.services import fault_resolve
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
    exclude = ("source", "layout", "inputs", "results", "attempt_token", "compile_message")
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


class FaultHitInline(ReadOnlyMixin, TabularInline):
    model = FaultHit
    fields = ("judgement", "is_redone")
    ordering = ("-id",)
    extra = 0
    max_num = 50


@admin.register(Fault)
class FaultAdmin(ReadOnlyMixin, ModelAdmin):
    """Judging errors that repeat; the action says that their cause is gone."""

    list_display = (
        "id",
        "thing",
        "reason",
        "count",
        "last_seen_at",
        "switched_off_at",
        "resolved_at",
    )
    list_filter = (("resolved_at", admin.EmptyFieldListFilter), "blamed", "reason")
    list_select_related = ("test_package__problem",)
    search_fields = ("=id", "message", "test_package__problem__slug", "language", "judgehost")
    ordering = ("-id",)
    exclude = ("fingerprint",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("resolve",)

    @admin.action(description="The cause is gone: judge again what it hit")
    def resolve(self, request: HttpRequest, queryset: QuerySet[Fault]) -> None:
        user, now = signed_in_user(request), timezone.now()
        for fault in queryset.filter(resolved_at__isnull=True):
            try:
                fault_resolve(user=user, fault_id=fault.pk, note="", now=now)
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.log_change(request, fault, "Resolved.")
