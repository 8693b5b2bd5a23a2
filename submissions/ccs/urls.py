"""Addresses of the Contest API; the base URL ends with a slash, as the specification asks."""

from django.urls import path, re_path

from submissions.ccs import views

urlpatterns = [
    path("", views.information),
    path("contests", views.contests),
    path("contests/<str:contest>", views.contest_one),
    re_path(
        r"^contests/(?P<contest>[^/]+)/(?P<name>access|account|state|scoreboard)$", views.single
    ),
    path("contests/<str:contest>/event-feed", views.event_feed),
    path("contests/<str:contest>/submissions/<str:pk>/files", views.submission_files),
    path("contests/<str:contest>/<str:name>", views.objects),
    path("contests/<str:contest>/<str:name>/<str:pk>", views.object_one),
    re_path(r"^.*$", views.nothing_here),
]
