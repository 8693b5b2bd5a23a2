"""The Contest API's addresses, below /ccs/api/."""

import io
import json
import zipfile
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from common.errors import DomainError, InvalidInputError, NotFoundError, TooManyRequestsError
from common.ratelimit import client_ip, rate_limit
from contests.models import SetKind
from contests.selectors.sets import sets_visible_to
from judging.languages import language_table
from submissions.ccs import configuration, live, notation
from submissions.ccs.catalogue import COLLECTIONS, View, access_json, collection
from submissions.ccs.feed import Events, FeedFullError, feed_open
from submissions.ccs.posting import clarification_post, submission_post
from submissions.ccs.viewer import Caller, caller_of, viewer_of
from submissions.models import Submission
from submissions.sources import Source
from submissions.standings.boards import current_sheet

VERSION = "2026-01"
MAX_CONTESTS = 500
"""Of the newest: the specification knows no pages."""

POSTS = {"submissions": submission_post, "clarifications": clarification_post}

Answer = Callable[..., HttpResponseBase]


def door(answer: Answer) -> Any:
    """A view that finds out who asks, counts the request, and says refusals as the API does."""

    @csrf_exempt
    @wraps(answer)
    def view(request: HttpRequest, **parts: str) -> HttpResponseBase:
        try:
            caller = caller_of(request)
            who = f"user:{caller.user.pk}" if caller.user else f"ip:{client_ip(request)}"
            factor = 1 if caller.user else settings.RATE_LIMIT_ADDRESS_FACTOR
            limit = settings.RATE_LIMITS["read"] * factor
            rate_limit(f"ccs:{who}", limit=limit, period_s=60)
            response = answer(request, caller, **parts)
        except DomainError as error:
            response = refusal(error)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return view


def refusal(error: DomainError) -> HttpResponse:
    """The specification's body: the status as a number, and a sentence."""
    status = error.status
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        status = HTTPStatus.BAD_REQUEST
    response = JsonResponse({"code": int(status), "message": error.message}, status=int(status))
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Basic realm="Contest API", charset="UTF-8"'
    if isinstance(error, _MethodError):
        response.headers["Allow"] = error.allowed
    if isinstance(error, TooManyRequestsError):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _get_only(request: HttpRequest, *others: str) -> None:
    """Raise _MethodError; ``others`` are methods that were seen to before."""
    if request.method not in {"GET", "HEAD"}:
        raise _MethodError(others)


class _MethodError(DomainError):
    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, others: tuple[str, ...]) -> None:
        self.allowed = ", ".join(("GET", "HEAD", *others))
        super().__init__(f"Only {self.allowed} are allowed here.")


@door
def information(request: HttpRequest, caller: Caller) -> HttpResponse:
    _get_only(request)
    return _json(
        {
            "version": VERSION,
            "version_url": f"https://ccs-specs.icpc.io/{VERSION}/contest_api",
            "provider": {"name": "Codedang"},
        }
    )


@door
def contests(request: HttpRequest, caller: Caller) -> HttpResponse:
    _get_only(request)
    now = timezone.now()
    found = (
        sets_visible_to(caller.user or AnonymousUser())
        .filter(kind=SetKind.CONTEST)
        .select_related("contest_rules")
        .prefetch_related("problems__problem__test_package")
        .order_by("-starts_at", "-id")[:MAX_CONTESTS]
    )
    return _json([configuration.contest_json(current_sheet(contest, now=now)) for contest in found])


@door
def contest_one(request: HttpRequest, caller: Caller, contest: str) -> HttpResponse:
    _get_only(request)
    return _json(configuration.contest_json(_view(caller, contest).sheet))


@door
def single(request: HttpRequest, caller: Caller, contest: str, name: str) -> HttpResponse:
    """``access``, ``account``, ``state`` and ``scoreboard``."""
    _get_only(request)
    view = _view(caller, contest)
    if name == "access":
        return _json(access_json(view))
    if name == "state":
        return _json(live.state_json(view.sheet, view.now))
    if name == "account":
        account = configuration.own_account(view.viewer)
        if account is None:
            raise NotFoundError("Nobody is signed in.")
        return _json(account)
    return _json(_scoreboard(request, view))


def _scoreboard(request: HttpRequest, view: View) -> Any:
    group = request.GET.get("group_id")
    if group not in {None, configuration.OFFICIAL, configuration.UNOFFICIAL}:
        raise InvalidInputError("There is no such group.")
    board = live.scoreboard(view.sheet, view.viewer, view.now, group)
    # A board that can't be seen now is there, without anybody on it: clients ask for it ahead.
    return board if view.shows_board else {**board, "rows": []}


@door
def objects(request: HttpRequest, caller: Caller, contest: str, name: str) -> HttpResponse:
    """A collection, with the filters of the specification, or an object to add to it."""
    view = _view(caller, contest)
    if name not in COLLECTIONS:
        raise NotFoundError(f"There is no endpoint {name!r}.")
    if request.method == "POST" and name in POSTS:
        made = POSTS[name](request, view)
        response = _json(made, status=HTTPStatus.CREATED)
        response.headers["Location"] = request.build_absolute_uri(f"{name}/{made['id']}")
        return response
    _get_only(request, *(["POST"] if name in POSTS else []))
    wanted = {key: value or None for key, value in request.GET.items() if key.endswith("_id")}
    return _json(
        [
            one
            for one in collection(view, name)
            if all(one.get(key) == value for key, value in wanted.items())
        ]
    )


@door
def object_one(
    request: HttpRequest, caller: Caller, contest: str, name: str, pk: str
) -> HttpResponse:
    _get_only(request)
    view = _view(caller, contest)
    if name in COLLECTIONS:
        for one in collection(view, name):
            if one["id"] == pk:
                return _json(one)
    raise NotFoundError(f"There is no {name}/{pk}.")


@door
def submission_files(request: HttpRequest, caller: Caller, contest: str, pk: str) -> HttpResponse:
    """The source, for the contest's staff and the team that handed it in."""
    _get_only(request)
    view = _view(caller, contest)
    found = live.live_submissions(view.sheet)
    if not view.viewer.is_staff:
        found = found.filter(entry_id__in=view.viewer.team_ids)
    submission = found.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) <= 18 else None
    if submission is None:
        raise NotFoundError(f"There is no submission {pk} whose files you may read.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _named(submission).items():
            archive.writestr(name, text)
    return HttpResponse(packed.getvalue(), content_type="application/zip")


def _named(submission: Submission) -> dict[str, str]:
    source = Source.kept(submission.source, submission.layout)
    if source.layout:
        return {file.name: file.text for file in source.files}
    known = {row.id: row for row in language_table().language}
    row = known.get(submission.language)
    return source.named(row) if row else {"source.txt": source.text}


@door
def event_feed(request: HttpRequest, caller: Caller, contest: str) -> HttpResponseBase:
    _get_only(request)
    view = _view(caller, contest)
    if "since_id" in request.GET:
        raise InvalidInputError("since_id is of an older version: use since_token.")
    try:
        feed = feed_open(view.sheet.problem_set, view.viewer, request.GET.get("since_token"))
    except FeedFullError as error:
        raise TooManyRequestsError("Too many clients listen.", retry_after_s=30) from error
    response = StreamingHttpResponse(Events(feed), content_type="application/x-ndjson")
    # A proxy that waits for more would keep the news back.
    response.headers["X-Accel-Buffering"] = "no"
    return response


@door
def nothing_here(request: HttpRequest, caller: Caller, **parts: str) -> HttpResponse:
    raise NotFoundError("There is no such address in the Contest API.")


def _view(caller: Caller, name: str) -> View:
    """The contest as the caller sees it. Raises NotFoundError."""
    user = caller.user or AnonymousUser()
    contests = sets_visible_to(user).filter(kind=SetKind.CONTEST).select_related("contest_rules")
    number = name.removeprefix(notation.SET_PREFIX)
    is_number = name.startswith(notation.SET_PREFIX) and number.isdecimal() and len(number) <= 18
    found = contests.filter(**({"pk": int(number)} if is_number else {"slug": name})).first()
    if found is None:
        raise NotFoundError(f"There is no contest {name!r}, or you may not see it.")
    now = timezone.now()
    return View(current_sheet(found, now=now), viewer_of(caller, found), now)


def _json(data: Any, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json", status=int(status))
