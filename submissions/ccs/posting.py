"""Handing in, asking and answering through the Contest API."""

import base64
import binascii
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from common.access import Scope
from common.errors import InvalidInputError, NotAllowedError, NotSignedInError, TooLargeError
from contests.services.talk import announcement_make, clarification_answer, clarification_ask
from judging.languages import language_table
from judging.names import MAX_SOURCE_FILES
from submissions.ccs import live, notation
from submissions.ccs.catalogue import View
from submissions.ccs.configuration import Json
from submissions.ccs.viewer import Viewer
from submissions.services import submission_create
from submissions.sources import Source, names_check

SETTLED_BY_SERVER = ("id", "time", "contest_time")
MAX_SOURCE_BYTES = 1024 * 1024
"""Of the unpacked files; the problem's own limit comes after it."""


def submission_post(request: HttpRequest, view: View) -> Json:
    """Hand in as the caller's team (capability ``team_submit``); the new submission.

    Raises NotSignedInError, NotAllowedError, InvalidInputError and whatever handing in raises;
    nothing is kept then.
    """
    user = _writer(view.viewer)
    if not view.viewer.entries or not view.viewer.caller.may(Scope.SUBMIT):
        raise NotAllowedError("Only a team of the contest may hand in here.")
    payload = _payload(request)
    _check_given(payload, view)
    slugs = {
        notation.problem_id(one.problem.slug, one.problem_id): one.problem.slug
        for one in view.sheet.problems
    }
    slug = slugs.get(str(payload["problem_id"])) if view.is_open else None
    if slug is None:
        raise InvalidInputError("There is no such problem in this contest.")
    submission = submission_create(
        user=user,
        problem_slug=slug,
        set_slug=view.sheet.problem_set.slug,
        language=str(payload["language_id"]),
        source=_source(payload["files"], str(payload["language_id"])),
        now=timezone.now(),
    )
    made = live.live_submissions(view.sheet).filter(pk=submission.pk)
    found = list(live.submissions(made, view.sheet, view.viewer))
    if not found:
        # A virtual entry's: the API tells of the live contest only.
        raise InvalidInputError("It was taken for your virtual entry, which is not shown here.")
    return found[0]


def clarification_post(request: HttpRequest, view: View) -> Json:
    """Ask as a team, or speak as staff (capability ``post_clar``); the new message.

    Staff answer a question (``reply_to_id``) to its team (``to_team_ids``) or to all, or say
    something to all. Raises NotSignedInError, NotAllowedError, InvalidInputError and whatever
    asking and answering raise; nothing is kept then.
    """
    viewer = view.viewer
    user = _writer(viewer)
    if not (viewer.entries or viewer.is_staff) or not viewer.caller.may(Scope.WRITE_CONTESTS):
        raise NotAllowedError("Only teams and staff of the contest may write here.")
    payload = _payload(request)
    if not isinstance(payload.get("text"), str):
        raise InvalidInputError("text is missing.")
    forbidden = ["to_group_ids", *SETTLED_BY_SERVER]
    forbidden += ["from_team_id"] if viewer.is_staff else ["to_team_ids", "reply_to_id"]
    for name in forbidden:
        if payload.get(name) is not None:
            raise InvalidInputError(f"{name} must not be given here.")
    label = _label(payload.get("problem_id"), view)
    if viewer.is_staff:
        made = _said_by_staff(payload, label, user, view)
    else:
        _check_team(payload, view)
        question = clarification_ask(
            user=user,
            slug=view.sheet.problem_set.slug,
            question=payload["text"],
            label=label,
            now=view.now,
        )
        made = f"q{question.pk}"
    found = [one for one in live.clarifications(view.sheet, viewer) if one["id"] == made]
    if not found:
        # A virtual entry's: the API tells of the live contest only.
        raise InvalidInputError("It was taken for your virtual entry, which is not shown here.")
    return found[0]


def _said_by_staff(payload: dict[str, Any], label: str | None, user: User, view: View) -> str:
    reply_to, recipients = payload.get("reply_to_id"), payload.get("to_team_ids")
    slug = view.sheet.problem_set.slug
    if reply_to is None:
        if recipients is not None:
            raise InvalidInputError("Without reply_to_id it goes to all: leave to_team_ids out.")
        said = announcement_make(
            user=user, slug=slug, text=payload["text"], label=label, now=view.now
        )
        return f"n{said.pk}"
    asked = {
        one["id"]: one["from_team_id"]
        for one in live.clarifications(view.sheet, view.viewer)
        if "from_team_id" in one
    }
    if not isinstance(reply_to, str) or reply_to not in asked:
        raise InvalidInputError("There is no such question to reply to.")
    if recipients not in (None, [asked[reply_to]]):
        raise InvalidInputError("to_team_ids must be the team that asked; without it all get it.")
    clarification_answer(
        user=user,
        clarification_id=int(reply_to[1:]),
        answer=payload["text"],
        is_broadcast=recipients is None,
        now=view.now,
    )
    return f"a{reply_to[1:]}"


def _label(problem: Any, view: View) -> str | None:
    """The label of a problem of the contest. Raises InvalidInputError for another."""
    if problem is None:
        return None
    for one in view.sheet.problems if view.is_open else ():
        if notation.problem_id(one.problem.slug, one.problem_id) == problem:
            return one.label
    raise InvalidInputError("There is no such problem in this contest.")


def _writer(viewer: Viewer) -> User:
    """Who writes. A browser sends its cookie from any page: only what a client says counts."""
    if viewer.caller.user is None or viewer.caller.is_by_cookie:
        raise NotSignedInError("Sign in by HTTP basic authentication or a token.")
    return viewer.caller.user


def _check_team(payload: dict[str, Any], view: View) -> None:
    for name in ("team_id", "from_team_id"):
        team = payload.get(name)
        own = {str(pk) for pk in view.viewer.team_ids}
        if team is not None and not (isinstance(team, str) and team in own):
            raise NotAllowedError(f"{name} must be your own team's.")


def _payload(request: HttpRequest) -> dict[str, Any]:
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError):
        payload = None
    if not isinstance(payload, dict):
        raise InvalidInputError("The body must be a JSON object.")
    return payload


def _check_given(payload: dict[str, Any], view: View) -> None:
    for name in SETTLED_BY_SERVER:
        if payload.get(name) is not None:
            raise InvalidInputError(f"{name} must not be given: the server says it.")
    _check_team(payload, view)
    for name in ("problem_id", "language_id"):
        if not isinstance(payload.get(name), str):
            raise InvalidInputError(f"{name} is missing.")
    if "files" not in payload:
        raise InvalidInputError("files is missing.")


def _source(files: Any, language: str) -> Source:
    """What the one zip archive holds: a text, or files with names, of which the one that the
    language would start comes first. Raises InvalidInputError, TooLargeError."""
    archive = files[0] if isinstance(files, list) and len(files) == 1 else None
    found = archive if isinstance(archive, dict) else {}
    data = found.get("data")
    if not isinstance(data, str) or found.get("mime", "application/zip") != "application/zip":
        raise InvalidInputError("files must be one zip archive with base64 data.")
    try:
        packed = zipfile.ZipFile(io.BytesIO(base64.b64decode(data, validate=True)))
        texts = _texts(packed)
    except UnicodeDecodeError as error:
        raise InvalidInputError("The source must be UTF-8 text.") from error
    except (
        binascii.Error,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise InvalidInputError("The data is no zip archive that can be read.") from error
    if len(texts) == 1:
        return Source(texts[0][1])
    names_check([name for name, _ in texts])
    main = _main_file(dict(texts), language)
    return Source.of(sorted(texts, key=lambda one: one[0] != main))


def _texts(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    members = [one for one in packed.infolist() if not one.is_dir()]
    if not 1 <= len(members) <= MAX_SOURCE_FILES:
        raise InvalidInputError(f"The archive must hold 1 to {MAX_SOURCE_FILES} source files.")
    texts, left = [], MAX_SOURCE_BYTES
    for member in members:
        with packed.open(member) as file:
            # What the archive says of sizes is not believed.
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise TooLargeError(f"At most {MAX_SOURCE_BYTES} bytes of source are taken.")
        texts.append((member.filename, content.decode()))
    return texts


def _main_file(texts: Mapping[str, str], language: str) -> str:
    if language not in language_table().ids:
        return ""
    row = language_table().get(language)
    sources = {name: texts[name] for name in row.source_names(texts)}
    return row.main_file(sources) if sources else ""
