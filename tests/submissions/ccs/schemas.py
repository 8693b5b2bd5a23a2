"""JSON schemas of the Contest API 2026-01, written from the text of the specification.

Strict: a property that the specification's own schema of that version does not know is an
error, so that the specification's checker has nothing to say against us either.
"""

from typing import Any

ABSOLUTE = r"^[12]\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d\.\d{3}(Z|[+-][01]\d(:[0-5]\d)?)$"
RELATIVE = r"^-?([1-9]\d*)?\d:[0-5]\d:[0-5]\d\.\d{3}$"
ID = {"type": "string", "pattern": r"^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,34}[A-Za-z0-9_-])?$"}
TIME = {"type": "string", "pattern": ABSOLUTE}
RELTIME = {"type": "string", "pattern": RELATIVE}
STRING, INTEGER, NUMBER, BOOLEAN = ({"type": t} for t in ("string", "integer", "number", "boolean"))
IDS = {"type": "array", "uniqueItems": True, "items": ID}
TYPE_IDS = {"enum": ["AC", "RE", "WA", "TLE", "WTL", "MLE", "OLE", "RTE", "CE", "CTL", "JE"]}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]}


def strict(required: str, schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": schemas,
        "required": required.split(),
        "additionalProperties": False,
    }


FILE = strict("href filename mime", {"href": STRING, "filename": STRING, "mime": STRING})
STATE = strict(
    "started ended finalized end_of_updates frozen thawed",
    {
        name: nullable(TIME)
        for name in ("started", "frozen", "ended", "thawed", "finalized", "end_of_updates")
    },
)

OBJECTS: dict[str, dict[str, Any]] = {
    "contest": strict(
        "id name start_time duration scoreboard_type",
        {
            "id": ID,
            "name": STRING,
            "formal_name": STRING,
            "start_time": nullable(TIME),
            "duration": RELTIME,
            "scoreboard_freeze_duration": nullable(RELTIME),
            "scoreboard_thaw_time": nullable(TIME),
            "scoreboard_type": {"enum": ["pass-fail", "score"]},
            "penalty_time": RELTIME,
        },
    ),
    "judgement-types": strict(
        "id name solved",
        {"id": TYPE_IDS, "name": STRING, "penalty": BOOLEAN, "solved": BOOLEAN},
    ),
    "languages": {
        **strict(
            "id name entry_point_required extensions",
            {
                "id": ID,
                "name": STRING,
                "entry_point_required": {"const": False},
                "extensions": {"type": "array", "uniqueItems": True, "items": STRING},
            },
        ),
    },
    "problems": strict(
        "id label name ordinal test_data_count",
        {
            "id": ID,
            "label": STRING,
            "name": STRING,
            "ordinal": INTEGER,
            "rgb": {"type": "string", "pattern": "^#[A-Fa-f0-9]{3}([A-Fa-f0-9]{3})?$"},
            "time_limit": {"type": "number", "minimum": 0},
            "test_data_count": {"type": "integer", "minimum": 0},
            "max_score": NUMBER,
        },
    ),
    "groups": strict("id name", {"id": ID, "name": STRING, "type": STRING}),
    "organizations": strict("id name", {"id": ID, "name": STRING}),
    "teams": strict(
        "id name label group_ids",
        {"id": ID, "name": STRING, "label": STRING, "group_ids": IDS, "organization_id": ID},
    ),
    "persons": strict(
        "id name role team_ids",
        {"id": ID, "name": STRING, "role": {"const": "contestant"}, "team_ids": IDS},
    ),
    "accounts": strict(
        "id username type",
        {
            "id": ID,
            "username": STRING,
            "name": STRING,
            "type": {"enum": ["team", "admin", None]},
            "team_id": ID,
        },
    ),
    "state": STATE,
    "submissions": strict(
        "id language_id problem_id team_id time contest_time files",
        {
            "id": ID,
            "language_id": ID,
            "problem_id": ID,
            "team_id": ID,
            "time": TIME,
            "contest_time": RELTIME,
            "files": {"type": "array", "items": FILE, "maxItems": 1},
        },
    ),
    "judgements": strict(
        "id submission_id start_time start_contest_time end_time end_contest_time",
        {
            "id": ID,
            "submission_id": ID,
            "judgement_type_id": nullable(TYPE_IDS),
            "current": BOOLEAN,
            "start_time": TIME,
            "start_contest_time": RELTIME,
            "end_time": nullable(TIME),
            "end_contest_time": nullable(RELTIME),
            "max_run_time": {"type": "number", "minimum": 0},
            "score": {"type": "number", "minimum": 0},
        },
    ),
    "runs": strict(
        "id judgement_id ordinal judgement_type_id time contest_time",
        {
            "id": ID,
            "judgement_id": ID,
            "ordinal": {"type": "integer", "minimum": 1},
            "judgement_type_id": TYPE_IDS,
            "time": TIME,
            "contest_time": RELTIME,
            "run_time": {"type": "number", "minimum": 0},
        },
    ),
    "clarifications": {
        **strict(
            "id text time contest_time",
            {
                "id": ID,
                "from_team_id": ID,
                "to_team_ids": IDS,
                "reply_to_id": ID,
                "problem_id": ID,
                "text": STRING,
                "time": TIME,
                "contest_time": RELTIME,
            },
        ),
        "not": {"required": ["from_team_id", "to_team_ids"]},
    },
    "awards": strict("id citation", {"id": ID, "citation": STRING, "team_ids": IDS}),
}

SCOREBOARD = strict(
    "time contest_time state rows",
    {
        "time": TIME,
        "contest_time": RELTIME,
        "state": STATE,
        "rows": {
            "type": "array",
            "items": strict(
                "rank team_id score problems",
                {
                    "rank": {"type": "integer", "minimum": 1},
                    "team_id": ID,
                    "score": {
                        "oneOf": [
                            strict(
                                "num_solved total_time time",
                                {
                                    "num_solved": INTEGER,
                                    "total_time": RELTIME,
                                    "time": nullable(RELTIME),
                                },
                            ),
                            strict("score time", {"score": NUMBER, "time": nullable(RELTIME)}),
                        ]
                    },
                    "problems": {
                        "type": "array",
                        "items": {
                            **strict(
                                "problem_id num_judged num_pending",
                                {
                                    "problem_id": ID,
                                    "num_judged": INTEGER,
                                    "num_pending": INTEGER,
                                    "solved": BOOLEAN,
                                    "score": NUMBER,
                                    "time": RELTIME,
                                },
                            ),
                            "oneOf": [{"required": ["solved"]}, {"required": ["score"]}],
                        },
                    },
                },
            ),
        },
    },
)

ACCESS = strict(
    "capabilities endpoints",
    {
        "capabilities": {"type": "array", "items": {"enum": ["team_submit", "post_clar"]}},
        "endpoints": {
            "type": "array",
            "items": strict(
                "type properties",
                {
                    "type": {"enum": sorted(OBJECTS)},
                    "properties": {"type": "array", "minItems": 1, "items": STRING},
                },
            ),
        },
    },
)

EVENT = strict(
    "type id data token",
    {"type": {"enum": sorted(OBJECTS)}, "id": nullable(ID), "data": {}, "token": STRING},
)
