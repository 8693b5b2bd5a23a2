"""The Contest API's endpoints of a contest: the table of what each says to a viewer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from contests.models import Entry
from submissions.ccs import configuration, live
from submissions.ccs.configuration import Json
from submissions.ccs.viewer import Viewer
from submissions.standings.access import board_is_open
from submissions.standings.sheet import Sheet


@dataclass(frozen=True)
class View:
    """One contest, one viewer, one moment."""

    sheet: Sheet
    viewer: Viewer
    now: datetime

    @cached_property
    def entries(self) -> list[Entry]:
        found = live.live_entries(self.sheet)
        if self.viewer.is_staff:
            found = found.prefetch_related("members__user")
        return list(found)

    @property
    def is_open(self) -> bool:
        """Whether the viewer may know the problems."""
        return self.viewer.is_staff or self.now >= self.sheet.problem_set.starts_at

    @property
    def shows_board(self) -> bool:
        """Whether the viewer may see who stands where."""
        return self.viewer.is_staff or board_is_open(self.sheet.problem_set, now=self.now)


Collection = Callable[[View], Iterable[Json]]


def submissions(view: View) -> Iterator[Json]:
    """Those of problems that the viewer may know of: staff may try a contest before its start."""
    if not view.is_open:
        return iter(())
    shown = live.shown_submissions(view.sheet, view.viewer, view.now)
    return live.submissions(shown, view.sheet, view.viewer)


def awards(view: View) -> list[Json]:
    """They tell of the board: who may not see the one sees none of the others."""
    return live.awards(view.sheet, view.viewer) if view.shows_board else []


COLLECTIONS: dict[str, Collection] = {
    "judgement-types": lambda view: configuration.judgement_types(view.sheet),
    "languages": lambda view: configuration.languages(view.sheet),
    "problems": lambda view: configuration.problems(view.sheet, is_open=view.is_open),
    "groups": lambda view: configuration.groups(),
    "organizations": lambda view: configuration.organizations(view.entries),
    "teams": lambda view: configuration.teams(view.entries),
    "persons": lambda view: configuration.persons(view.entries, view.viewer),
    "accounts": lambda view: configuration.accounts(view.entries, view.viewer),
    "submissions": submissions,
    "judgements": lambda view: live.judgements(
        live.live_judgements(view.sheet, view.viewer, view.now), view.sheet, view.viewer
    ),
    "runs": lambda view: live.runs(
        live.live_judgements(view.sheet, view.viewer, view.now), view.sheet, view.viewer
    ),
    "clarifications": lambda view: live.clarifications(view.sheet, view.viewer),
    "awards": awards,
}
"""In an order in which what is referred to comes first."""

SINGLETONS: dict[str, Callable[[View], Json]] = {
    "contest": lambda view: configuration.contest_json(view.sheet),
    "state": lambda view: live.state_json(view.sheet, view.now),
}


def collection(view: View, name: str) -> Iterable[Json]:
    """All objects of an endpoint that the viewer may see."""
    return COLLECTIONS[name](view)


def access_json(view: View) -> Json:
    """What the viewer may see and do. It is the same before, during and after the contest."""
    scored = configuration.is_scored(view.sheet)
    properties = {
        "contest": [
            *("id", "name", "formal_name", "start_time", "duration", "scoreboard_type"),
            *(() if scored else ("penalty_time",)),
            *(
                ("scoreboard_freeze_duration", "scoreboard_thaw_time")
                if configuration.has_freeze(view.sheet)
                else ()
            ),
        ],
        "judgement-types": ["id", "name", "solved", *(() if scored else ("penalty",))],
        "languages": ["id", "name", "entry_point_required", "extensions"],
        "problems": [
            *("id", "label", "name", "ordinal", "rgb", "time_limit", "test_data_count"),
            *(("max_score",) if scored else ()),
        ],
        "groups": ["id", "name", "type"],
        "organizations": ["id", "name"],
        "teams": ["id", "name", "label", "group_ids", "organization_id"],
        "state": ["started", "frozen", "ended", "thawed", "finalized", "end_of_updates"],
        "submissions": [
            *("id", "language_id", "problem_id", "team_id", "time", "contest_time", "files"),
        ],
        "judgements": [
            *("id", "submission_id", "judgement_type_id", "current", "start_time"),
            *("start_contest_time", "end_time", "end_contest_time"),
            *(("max_run_time",) if view.viewer.caller.user else ()),
            *(("score",) if scored else ()),
        ],
        "clarifications": [
            *("id", "from_team_id", "to_team_ids", "reply_to_id", "problem_id", "text"),
            *("time", "contest_time"),
        ],
        "awards": ["id", "citation", "team_ids"],
    }
    if view.viewer.is_staff or view.viewer.entries:
        properties["runs"] = [
            *("id", "judgement_id", "ordinal", "judgement_type_id", "time", "contest_time"),
            "run_time",
        ]
    if view.viewer.caller.user is not None:
        properties["accounts"] = ["id", "username", "name", "type", "team_id"]
    if view.viewer.is_staff:
        properties["persons"] = ["id", "name", "role", "team_ids"]
    return {
        "capabilities": [
            *(["team_submit"] if view.viewer.entries else []),
            *(["post_clar"] if view.viewer.entries or view.viewer.is_staff else []),
        ],
        "endpoints": [{"type": name, "properties": found} for name, found in properties.items()],
    }
