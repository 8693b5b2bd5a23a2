"""The kinds of notification: twins in one table. Pure: plain values in, text out.

To add one: a member of KindId, a row in KINDS, and its name in docs/asyncapi.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

MAX_SUBJECT_CHARS = 80
MAX_PARAM_CHARS = 300
MAX_LINK_CHARS = 200
TIME_SUFFIX = "_at"
"""A parameter whose name ends so is a moment, the others are text."""


class KindId(StrEnum):
    """What a notification is about."""

    DUE_SOON = "due_soon"
    GRADED = "graded"
    CLARIFICATION_ANSWERED = "clarification_answered"
    CONTEST_STARTS = "contest_starts"
    NOTICE_POSTED = "notice_posted"
    QUESTION_ANSWERED = "question_answered"
    CODE_REVIEWED = "code_reviewed"


@dataclass(frozen=True)
class Text:
    """The same words in each language of the site."""

    ko: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.ko


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind. ``title`` and ``body`` name their parameters in braces."""

    id: KindId
    label: Text
    title: Text
    body: Text
    params: frozenset[str]
    mail_after: timedelta
    """How long one may read it in the app before it goes out by e-mail."""


_ROWS = (
    Kind(
        id=KindId.DUE_SOON,
        label=Text("마감이 다가올 때", "An assignment is due soon"),
        title=Text("마감 임박: {title}", "Due soon: {title}"),
        body=Text("{course}의 과제가 {due_at}에 마감됩니다.", "{course}: due at {due_at}."),
        params=frozenset({"course", "title", "due_at"}),
        mail_after=timedelta(0),
    ),
    Kind(
        id=KindId.GRADED,
        label=Text("채점이 공개될 때", "A grade is released"),
        title=Text("채점 완료: {title}", "Graded: {title}"),
        body=Text("{course}의 점수가 공개되었습니다.", "{course}: your score is released."),
        params=frozenset({"course", "title"}),
        mail_after=timedelta(minutes=10),
    ),
    Kind(
        id=KindId.CLARIFICATION_ANSWERED,
        label=Text("질의에 답변이 왔을 때", "A clarification is answered"),
        title=Text("질의 답변: {title}", "Clarification answered: {title}"),
        body=Text("{contest}에서 답변이 왔습니다.", "There is an answer in {contest}."),
        params=frozenset({"contest", "title"}),
        mail_after=timedelta(minutes=10),
    ),
    Kind(
        id=KindId.CONTEST_STARTS,
        label=Text("대회가 시작될 때", "A contest starts"),
        title=Text("곧 시작: {contest}", "Starting soon: {contest}"),
        body=Text("{starts_at}에 시작합니다.", "It starts at {starts_at}."),
        params=frozenset({"contest", "starts_at"}),
        mail_after=timedelta(0),
    ),
    Kind(
        id=KindId.NOTICE_POSTED,
        label=Text("공지가 올라왔을 때", "A notice is posted"),
        title=Text("공지: {title}", "Notice: {title}"),
        body=Text("{course}에 새 공지가 있습니다.", "There is a new notice in {course}."),
        params=frozenset({"course", "title"}),
        mail_after=timedelta(minutes=10),
    ),
    Kind(
        id=KindId.QUESTION_ANSWERED,
        label=Text("질문에 답글이 달렸을 때", "A question is answered"),
        title=Text("새 답글: {title}", "New reply: {title}"),
        body=Text(
            "{course}에서 질문에 답글이 달렸습니다.",
            "Somebody replied to your question in {course}.",
        ),
        params=frozenset({"course", "title"}),
        mail_after=timedelta(minutes=10),
    ),
    Kind(
        id=KindId.CODE_REVIEWED,
        label=Text("제출한 코드에 의견이 달렸을 때", "Your code is commented on"),
        title=Text("코드 의견: {problem}", "Comments on your code: {problem}"),
        body=Text(
            "제출 {number}의 코드에 의견이 달렸습니다.",
            "There are comments on the code of submission {number}.",
        ),
        params=frozenset({"problem", "number"}),
        mail_after=timedelta(minutes=10),
    ),
)
KINDS: Mapping[KindId, Kind] = MappingProxyType({row.id: row for row in _ROWS})


def params_stored(kind: Kind, params: Mapping[str, str | datetime]) -> dict[str, str]:
    """The parameters as a row keeps them. Raises ValueError where they are not the kind's own."""
    if set(params) != kind.params:
        raise ValueError(f"{kind.id} has the parameters {sorted(kind.params)}")
    stored = {}
    for name, value in params.items():
        if isinstance(value, datetime) is not name.endswith(TIME_SUFFIX):
            raise ValueError(f"{kind.id}: {name} has the wrong type")
        stored[name] = value.isoformat() if isinstance(value, datetime) else value
        stored[name] = stored[name][:MAX_PARAM_CHARS]
    return stored


def params_given(stored: Mapping[str, str]) -> dict[str, str | datetime]:
    """The twin of params_stored: what was given, from what a row keeps."""
    return {
        name: datetime.fromisoformat(value) if name.endswith(TIME_SUFFIX) else value
        for name, value in stored.items()
    }


def words(kind: Kind, params: Mapping[str, str], *, language: str, zone: str) -> tuple[str, str]:
    """Title and body for a reader. Moments are told in the time zone ``zone``."""
    shown = {
        name: _moment(value, zone) if name.endswith(TIME_SUFFIX) else value
        for name, value in params.items()
    }
    return kind.title.of(language).format_map(shown), kind.body.of(language).format_map(shown)


def _moment(value: str, zone: str) -> str:
    return f"{datetime.fromisoformat(value).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}"
