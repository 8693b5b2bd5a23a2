"""The Contest API's objects that are set up before a contest."""

from collections.abc import Iterable
from typing import Any

from contests.models import Entry
from contests.scoring.formats import HAS_POINTS
from judging.languages import language_table
from judging.verdicts import Verdict
from problems.languages import languages_of
from submissions.ccs import notation
from submissions.ccs.viewer import Viewer
from submissions.standings.sheet import Sheet

Json = dict[str, Any]

REJECTED = "RE"
"""What others learn of a rejected submission (a known judgement type)."""
NAMES = {
    Verdict.ACCEPTED: "Accepted",
    Verdict.WRONG_ANSWER: "Wrong Answer",
    Verdict.TIME_LIMIT: "Time Limit Exceeded",
    Verdict.WALL_TIME_LIMIT: "Wallclock Time Limit Exceeded",
    Verdict.MEMORY_LIMIT: "Memory Limit Exceeded",
    Verdict.OUTPUT_LIMIT: "Output Limit Exceeded",
    Verdict.RUN_TIME_ERROR: "Run-Time Error",
    Verdict.COMPILE_ERROR: "Compile Error",
    Verdict.COMPILE_TIME_LIMIT: "Compile Time Limit Exceeded",
    Verdict.JUDGING_ERROR: "Judging Error",
}
COMPILING = {Verdict.COMPILE_ERROR, Verdict.COMPILE_TIME_LIMIT}
OFFICIAL, UNOFFICIAL = "official", "unofficial"


def is_scored(sheet: Sheet) -> bool:
    """Whether the contest's scoreboard type is ``score``."""
    return HAS_POINTS[sheet.rules.format]


def contest_json(sheet: Sheet) -> Json:
    contest, rules = sheet.problem_set, sheet.contest
    data: Json = {
        "id": notation.contest_id(contest),
        "name": contest.title,
        "formal_name": contest.title,
        "start_time": notation.time_text(contest.starts_at),
        "duration": notation.reltime_text(contest.ends_at - contest.starts_at),
        "scoreboard_type": "score" if is_scored(sheet) else "pass-fail",
    }
    if not is_scored(sheet):
        data["penalty_time"] = notation.reltime_ms_text(rules.penalty_minutes * 60_000)
    if has_freeze(sheet) and rules.freeze_at is not None:
        data["scoreboard_freeze_duration"] = notation.reltime_text(
            contest.ends_at - rules.freeze_at
        )
        if rules.unfrozen_at is not None:
            data["scoreboard_thaw_time"] = notation.time_text(rules.unfrozen_at)
    return data


def has_freeze(sheet: Sheet) -> bool:
    """Whether the board freezes within the contest, as the specification has it."""
    freeze_at = sheet.contest.freeze_at
    return freeze_at is not None and freeze_at < sheet.problem_set.ends_at


def judgement_types(sheet: Sheet) -> list[Json]:
    types = [
        _type(str(verdict), name, verdict is Verdict.ACCEPTED, _has_penalty(verdict, sheet), sheet)
        for verdict, name in NAMES.items()
    ]
    return [*types, _type(REJECTED, "Rejected", False, True, sheet)]


def _type(name: str, title: str, is_solved: bool, has_penalty: bool, sheet: Sheet) -> Json:
    data: Json = {"id": name, "name": title, "solved": is_solved}
    if not is_scored(sheet):
        data["penalty"] = has_penalty
    return data


def _has_penalty(verdict: Verdict, sheet: Sheet) -> bool:
    if verdict in COMPILING:
        return sheet.rules.counts_compile_errors
    return verdict.is_final and verdict is not Verdict.ACCEPTED


def languages(sheet: Sheet) -> list[Json]:
    """Those that some problem of the contest takes."""
    taken = {row.id for one in sheet.problems for row in languages_of(one.problem)}
    of_set = set(sheet.problem_set.allowed_languages)
    allowed = taken & of_set if of_set else taken
    return [
        {
            "id": row.id,
            "name": row.name,
            "entry_point_required": False,
            "extensions": [extension.lstrip(".") for extension in row.extensions],
        }
        for row in language_table().language
        if row.id in allowed
    ]


def problems(sheet: Sheet, *, is_open: bool) -> list[Json]:
    """None before the contest is open to the viewer."""
    if not is_open:
        return []
    found = []
    for one in sheet.problems:
        package = one.problem.test_package
        data: Json = {
            "id": notation.problem_id(one.problem.slug, one.problem_id),
            "label": one.label,
            "name": one.problem.title,
            "ordinal": one.ordinal,
            "test_data_count": package.test_case_count if package else 0,
        }
        if one.colour:
            data["rgb"] = one.colour
        if package is not None:
            data["time_limit"] = package.time_limit_ms / 1000
        if is_scored(sheet):
            data["max_score"] = float(one.points)
        found.append(data)
    return found


def groups() -> list[Json]:
    return [
        {"id": OFFICIAL, "name": "Official", "type": "participation"},
        {"id": UNOFFICIAL, "name": "Unofficial", "type": "participation"},
    ]


def organizations(entries: Iterable[Entry]) -> list[Json]:
    names = sorted({entry.organization for entry in entries if entry.organization})
    return [{"id": notation.organization_id(name), "name": name} for name in names]


def teams(entries: Iterable[Entry]) -> list[Json]:
    found = []
    for entry in entries:
        data: Json = {
            "id": str(entry.pk),
            "name": entry.name,
            # Of the seat, at world finals; here nothing but the number tells teams apart.
            "label": str(entry.pk),
            "group_ids": [OFFICIAL if entry.is_official else UNOFFICIAL],
        }
        if entry.organization:
            data["organization_id"] = notation.organization_id(entry.organization)
        found.append(data)
    return found


def persons(entries: Iterable[Entry], viewer: Viewer) -> list[Json]:
    """Members of teams, for the contest's staff; ``entries`` have them prefetched."""
    if not viewer.is_staff:
        return []
    by_user: dict[int, Json] = {}
    for entry in entries:
        for member in entry.members.all():
            person = by_user.setdefault(
                member.user_id,
                {
                    "id": str(member.user_id),
                    "name": member.user.shown_name,
                    "role": "contestant",
                    "team_ids": [],
                },
            )
            person["team_ids"].append(str(entry.pk))
    return list(by_user.values())


def accounts(entries: Iterable[Entry], viewer: Viewer) -> list[Json]:
    """All of the teams' for staff, one's own for others."""
    own = own_account(viewer)
    if not viewer.is_staff:
        return [own] if own else []
    found = {
        str(member.user_id): {
            "id": str(member.user_id),
            "username": member.user.username,
            "name": member.user.shown_name,
            "type": "team",
            "team_id": str(entry.pk),
        }
        for entry in entries
        for member in entry.members.all()
    }
    return [*found.values(), *([own] if own and own["id"] not in found else [])]


def own_account(viewer: Viewer) -> Json | None:
    """The account that asks; None: nobody does."""
    user = viewer.caller.user
    if user is None:
        return None
    data: Json = {"id": str(user.pk), "username": user.username, "name": user.shown_name}
    if viewer.is_staff:
        return {**data, "type": "admin"}
    if viewer.entries:
        return {**data, "type": "team", "team_id": str(viewer.entries[0].pk)}
    return {**data, "type": None}
