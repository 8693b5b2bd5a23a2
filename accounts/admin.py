from allauth.account.admin import EmailAddressAdmin as AllauthEmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import AccessToken, User

admin.site.unregister((Group, EmailAddress, Authenticator, UserSession))


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "email", "display_name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "language")
    search_fields = ("username", "email", "display_name")
    ordering = ("username",)
    readonly_fields = ("last_login", "date_joined")
    list_per_page = 50
    show_full_result_count = False
    add_fieldsets = (
        (None, {"fields": ("username", "email", "usable_password", "password1", "password2")}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            "Person",
            {
                "fields": (
                    "display_name",
                    "email",
                    "student_number",
                    "language",
                    "time_zone",
                    "is_listed",
                )
            },
        ),
        (
            "Rights",
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    pass


@admin.register(EmailAddress)
class EmailAddressAdmin(AllauthEmailAddressAdmin, ModelAdmin):
    list_select_related = ("user",)
    raw_id_fields = ()
    autocomplete_fields = ("user",)
    show_full_result_count = False


class _RevocableAdmin(ModelAdmin):
    """What an operator may look at and take away, but never make or change."""

    list_select_related = ("user",)
    search_fields: tuple[str, ...] = ("user__username", "user__email")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(_RevocableAdmin):
    """Second factors. Deleting one lets somebody in again who has lost the device."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    # The rest is the secret.
    fields = ("user", "type", "created_at", "last_used_at")


@admin.register(UserSession)
class UserSessionAdmin(_RevocableAdmin):
    list_display = ("user", "ip", "user_agent", "created_at", "last_seen_at")
    fields = ("user", "ip", "user_agent", "created_at", "last_seen_at")
    actions = ("end_sessions",)

    @admin.action(description="End the selected sessions")
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        for session in queryset:
            session.end()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Deleting the row would leave the session itself alive: the action ends it."""
        return False


@admin.register(AccessToken)
class AccessTokenAdmin(_RevocableAdmin):
    """Tokens are made by their owners only; an operator may end one."""

    list_display = ("user", "name", "beginning", "created_at", "expires_at", "last_used_at")
    list_filter = ("revoked_at",)
    search_fields = ("user__username", "name", "beginning")
    fields = (
        "user",
        "name",
        "beginning",
        "scopes",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    actions = ("revoke",)

    @admin.action(description="Revoke the selected tokens")
    def revoke(self, request: HttpRequest, queryset: QuerySet[AccessToken]) -> None:
        queryset.filter(revoked_at=None).update(revoked_at=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A revoked token's row tells what it could do, and until when."""
        return False
