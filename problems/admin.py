from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from common.admin import ReadOnlyMixin
from problems.models import Problem, Sample, Statement, TestPackage


class StatementInline(ReadOnlyMixin, StackedInline):
    model = Statement
    fields = ("language", "title", "source")
    extra = 0


class TestPackageInline(ReadOnlyMixin, TabularInline):
    model = TestPackage
    fields = ("version", "sha256", "test_case_count", "time_limit_ms", "created_at")
    ordering = ("-version",)
    extra = 0
    show_change_link = True


@admin.register(Problem)
class ProblemAdmin(ModelAdmin):
    """Text and test data come from packages (manage.py import_problem) and stay read-only."""

    list_display = ("slug", "title", "course", "visibility", "test_package", "updated_at")
    list_filter = ("visibility", "course")
    list_select_related = ("course", "test_package")
    search_fields = ("slug", "title")
    autocomplete_fields = ("course", "owner")
    readonly_fields = ("title", "test_package", "created_at", "updated_at")
    inlines = (StatementInline, TestPackageInline)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class SampleInline(ReadOnlyMixin, TabularInline):
    model = Sample
    fields = ("ordinal", "name", "input", "answer")
    extra = 0


@admin.register(TestPackage)
class TestPackageAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("problem", "version", "test_case_count", "time_limit_ms", "size_bytes")
    list_filter = ("created_at",)
    list_select_related = ("problem",)
    search_fields = ("problem__slug", "sha256")
    inlines = (SampleInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[TestPackage]:
        packages: QuerySet[TestPackage] = super().get_queryset(request)
        return packages.defer("manifest")
