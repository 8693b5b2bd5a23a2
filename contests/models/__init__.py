"""A problem set, its two rule sheets, who takes part, and what is said meanwhile."""

from contests.models.entries import Entry, EntryKind, EntryMember, Exclusion, Invitation
from contests.models.grading import Extension, ScoreAdjustment
from contests.models.rule_sheets import (
    AssignmentRules,
    BoardVisibility,
    ContestFormat,
    ContestRules,
    EntryMode,
)
from contests.models.sets import (
    ProblemSet,
    SetKind,
    SetProblem,
    SetVisibility,
    VerdictPolicy,
)
from contests.models.talk import Announcement, Balloon, BalloonState, Clarification

__all__ = [
    "Announcement",
    "AssignmentRules",
    "Balloon",
    "BalloonState",
    "BoardVisibility",
    "Clarification",
    "ContestFormat",
    "ContestRules",
    "Entry",
    "EntryKind",
    "EntryMember",
    "EntryMode",
    "Exclusion",
    "Extension",
    "Invitation",
    "ProblemSet",
    "ScoreAdjustment",
    "SetKind",
    "SetProblem",
    "SetVisibility",
    "VerdictPolicy",
]
