"""Addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path

from codedang import views
from codedang.graphql import graphql_view
from codedang.metrics import metrics
from codedang.rest import api
from notifications.unsubscribing import unsubscribe

# The admin's own form knows no second factor, and lets anybody guess as often as they like.
admin.site.login = secure_admin_login(  # type: ignore[method-assign]  # as allauth asks for
    admin.site.login
)

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/auth/", include("allauth.headless.urls")),
    path("ccs/api/", include("submissions.ccs.urls")),
    path("graphql", graphql_view),
    path("admin/", admin.site.urls),
    path("unsubscribe/<str:token>", unsubscribe),
    path("healthz/live", views.live),
    path("healthz/ready", views.ready),
    path("metrics", metrics),
    re_path(
        r"^(?:api|ccs|graphql|admin|static|media|ws|healthz|metrics|unsubscribe)(?:/|$)",
        views.nothing_here,
    ),
    re_path(r"^.*$", views.frontend),
]

handler404 = views.not_found
handler500 = views.broken
