"""The REST API, assembled from the apps' routers."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from accounts.api import router as tokens_router
from codedang.answering import answer_directly
from codedang.openapi import complete
from common.access import session_only
from common.caching import PRIVATE, cache_headers
from common.rest import TextParser, install_error_handlers
from contests.api import router as contests_router
from contests.api_assignments import router as assignments_router
from contests.api_talk import router as talk_router
from courses.api import router as account_router
from courses.api_courses import router as courses_router
from courses.api_notices import router as notices_router
from discussions.api import router as discussions_router
from notifications.api import router as notifications_router
from problems.api import router as problems_router
from problems.api_files import router as problem_files_router
from problems.api_personal import router as personal_problems_router
from problems.uploads.api import router as uploads_router
from problems.versions.api import router as test_packages_router
from submissions.api import router as submissions_router
from submissions.api_diff import router as diffs_router
from submissions.api_practice import router as practice_router
from submissions.archives.api import router as archives_router
from submissions.custom_runs.api import router as custom_runs_router
from submissions.drafts.api import router as drafts_router
from submissions.grades.api import router as grades_router
from submissions.grades.api_export import router as grading_book_router
from submissions.reviewing.api import router as reviewing_router
from submissions.standings.api import router as boards_router


class _Renderer(BaseRenderer):
    """JSON by pydantic's own writer: several times as fast as Django's."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data)


class _Api(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> Any:
        return complete(super().get_openapi_schema(**kwargs), self)

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        # Answers without a body are this one.
        response = super().create_temporal_response(request)
        response.headers["Cache-Control"] = PRIVATE
        return response

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        return cache_headers(request, super().create_response(request, data, **kwargs))


api = _Api(
    title="Codedang",
    version="1",
    description=(
        "The students' side of the judge. Sign in under `/api/auth/browser/v1/` "
        "(django-allauth headless); the session is a cookie. Requests that write repeat the "
        "cookie `csrftoken` in the header `X-CSRFToken`. Refusals have one shape: a code for "
        "programs, a sentence for people, and what is wrong with each field."
    ),
    urls_namespace="api",
    # An operation that names nobody takes no tokens.
    auth=session_only("signed-in people"),
    renderer=_Renderer(),
    parser=TextParser(),
)
api.add_router("", account_router)
api.add_router("", courses_router)
api.add_router("", notices_router)
api.add_router("", discussions_router)
api.add_router("", notifications_router)
api.add_router("", tokens_router)
api.add_router("", problems_router)
api.add_router("", problem_files_router)
api.add_router("", personal_problems_router)
api.add_router("", uploads_router)
api.add_router("", test_packages_router)
api.add_router("", contests_router)
api.add_router("", talk_router)
api.add_router("", assignments_router)
api.add_router("", submissions_router)
api.add_router("", custom_runs_router)
api.add_router("", boards_router)
api.add_router("", grades_router)
api.add_router("", grading_book_router)
api.add_router("", practice_router)
api.add_router("", reviewing_router)
api.add_router("", archives_router)
api.add_router("", drafts_router)
api.add_router("", diffs_router)
install_error_handlers(api)
answer_directly(api)


def openapi_json() -> str:
    """The OpenAPI document, as the front end's types are made from it."""
    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, default=str)
