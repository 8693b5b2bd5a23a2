from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from accounts.doors import signed_in_user
from common.admin import ReadOnlyMixin
from common.errors import InvalidInputError
from common.markdown import markdown_html
from problems.authoring.models import ProblemRevision
from problems.authoring.parts import parts_note, parts_of
from problems.imports.models import PackageImport
from problems.models import (
    CodeTemplate,
    Editorial,
    Hint,
    Problem,
    ProblemStatistics,
    Sample,
    Statement,
    Tag,
    TestPackage,
)
from problems.searching import problems_index
from problems.templates import template_check
from problems.uploads.models import Upload
from problems.versions.models import PackageMaking, PackageVerification, TestPackageDraft

_EDITED_PARTS = ("settings", "hints", "editorials", "templates")


class StatementInline(ReadOnlyMixin, StackedInline):
    model = Statement
    fields = ("language", "title", "source")
    extra = 0


class TestPackageInline(ReadOnlyMixin, TabularInline):
    model = TestPackage
    fields = ("version", "sha256", "test_case_count", "time_limit_ms", "created_at")
    readonly_fields = fields
    ordering = ("-version",)
    extra = 0
    show_change_link = True


class StatisticsInline(ReadOnlyMixin, TabularInline):
    model = ProblemStatistics
    fields = ("attempt_count", "accepted_count", "solver_count")
    extra = 0


class HintInline(StackedInline):
    model = Hint
    fields = ("ordinal", "source")
    extra = 0


class EditorialInline(StackedInline):
    model = Editorial
    fields = ("language", "source", "released_at")
    extra = 0


class CodeTemplateForm(ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """Checks the marks of locked regions before anybody meets them."""

    def clean_source(self) -> str:
        source = str(self.cleaned_data["source"])
        try:
            template_check(source)
        except InvalidInputError as error:
            raise ValidationError(error.message) from error
        return source


class CodeTemplateInline(StackedInline):
    model = CodeTemplate
    form = CodeTemplateForm
    fields = ("language", "source")
    extra = 0


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    list_display = ("slug", "name_ko", "name_en")
    search_fields = ("slug", "name_ko", "name_en")
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            problems_index(obj.problems.prefetch_related("tags", "statements"))


@admin.register(Problem)
class ProblemAdmin(ModelAdmin):
    """Text and test data come from packages (manage.py import_problem) and stay read-only."""

    list_display = (
        "slug",
        "title",
        "course",
        "visibility",
        "difficulty",
        "test_package",
        "updated_at",
    )
    list_filter = ("visibility", "difficulty", "tags", "course")
    list_select_related = ("course", "test_package")
    search_fields = ("slug", "title")
    autocomplete_fields = ("course", "owner", "tags")
    readonly_fields = ("title", "test_package", "created_at", "updated_at")
    inlines = (
        StatisticsInline,
        HintInline,
        EditorialInline,
        CodeTemplateInline,
        StatementInline,
        TestPackageInline,
    )
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Problem, form: Any, change: bool) -> None:
        # The rows that save_related changes are still as they were.
        form.parts_before = parts_of(Problem.objects.get(pk=obj.pk), *_EDITED_PARTS)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, Hint | Editorial):
                row.html = markdown_html(row.source)
            row.save()
        for row in formset.deleted_objects:
            row.delete()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        problem: Problem = form.instance
        problems_index([problem])
        # With the row locked nobody else numbers a revision meanwhile.
        Problem.objects.select_for_update(no_key=True).get(pk=problem.pk)
        parts_note(
            problem,
            form.parts_before,
            *_EDITED_PARTS,
            actor=signed_in_user(request),
            summary="Changed in the admin.",
        )

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


@admin.register(PackageImport)
class PackageImportAdmin(ReadOnlyMixin, ModelAdmin):
    """Where imports stand, and what was found. They are started elsewhere."""

    list_display = ("id", "short_name", "state", "course", "actor", "problem", "created_at")
    list_filter = ("state", "course")
    list_select_related = ("course", "actor", "problem")
    search_fields = ("=id", "short_name")
    exclude = ("attempt_token", "report")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False


@admin.register(ProblemRevision)
class ProblemRevisionAdmin(ReadOnlyMixin, ModelAdmin):
    """What was changed of problems. Staff of courses compare revisions over GraphQL."""

    list_display = ("problem", "number", "part", "actor", "created_at", "summary")
    list_filter = ("created_at",)
    list_select_related = ("problem", "actor")
    search_fields = ("=problem__slug", "=actor__username")
    list_per_page = 50
    show_full_result_count = False


@admin.register(Upload)
class UploadAdmin(ReadOnlyMixin, ModelAdmin):
    """Files that staff have announced, and may use for a day."""

    list_display = ("id", "user", "file_name", "size_bytes", "created_at")
    list_select_related = ("user",)
    search_fields = ("=user__username",)
    list_per_page = 50
    show_full_result_count = False


@admin.register(TestPackageDraft)
class TestPackageDraftAdmin(ReadOnlyMixin, ModelAdmin):
    """Edits of test packages on their way to a version."""

    list_display = ("id", "problem", "base", "state", "created_by", "updated_at")
    list_filter = ("state",)
    list_select_related = ("problem", "base", "created_by")
    search_fields = ("=problem__slug",)
    list_per_page = 50
    show_full_result_count = False


@admin.register(PackageMaking)
class PackageMakingAdmin(ReadOnlyMixin, ModelAdmin):
    """Packages being read in the background before a judge checks them."""

    list_display = ("id", "package_import", "state", "message", "requested_by", "created_at")
    list_filter = ("state",)
    list_select_related = ("package_import", "requested_by")
    exclude = ("attempt_token",)
    list_per_page = 50
    show_full_result_count = False


@admin.register(PackageVerification)
class PackageVerificationAdmin(ReadOnlyMixin, ModelAdmin):
    """Tries of all programs of a version, and what came of them."""

    list_display = ("id", "test_package", "state", "stage", "judgehost", "requested_by")
    list_filter = ("state",)
    list_select_related = ("test_package", "requested_by")
    exclude = ("attempt_token",)
    list_per_page = 50
    show_full_result_count = False
