"""A contest that is played: entries hand in, and judges say what they like in any order."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from contests.models import ContestRules, Entry, ProblemSet
from contests.scoring.board import board_of
from contests.scoring.values import Board, Rules
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.models import Audience, Submission
from submissions.services import judgement_report_record
from submissions.standings.attempts import attempts_of
from submissions.standings.boards import board_ranked
from submissions.standings.recording import contest_get, standings_follow
from submissions.standings.shapes import is_ranked
from submissions.standings.sheet import Sheet, sheet_of
from tests.factories import NOON, last_judgement_of, make_submission, report_of

AC, WA, CE = Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.COMPILE_ERROR


def at(minute: float) -> datetime:
    """So many minutes after the contest's start."""
    return NOON + timedelta(minutes=minute)


def hand_in(entry: Entry, problem: Problem, minute: float) -> Submission:
    """Hand in as the entry's first member, without the doors' rules of rate and window."""
    member = entry.members.order_by("id").first()
    assert member is not None
    submission = make_submission(member.user, problem, created_at=at(minute))
    submission.problem_set_id = entry.problem_set_id
    submission.entry = entry
    with transaction.atomic():
        submission.save()
        standings_follow(submission, now=at(minute))
    return submission


def judge(submission: Submission, *verdicts: Verdict, **fields: Any) -> Submission:
    """Let the judge report; the results worker's own service records it."""
    submission.refresh_from_db()
    report = report_of(last_judgement_of(submission), *verdicts, **fields)
    assert judgement_report_record(report=report, now=submission.created_at)
    submission.refresh_from_db()
    return submission


def play(entry: Entry, problem: Problem, minute: float, verdict: Verdict) -> Submission:
    return judge(hand_in(entry, problem, minute), verdict)


def sheet(contest: ProblemSet, now: datetime | None = None) -> Sheet:
    return sheet_of(contest_get(contest.pk), now=now or at(1_000))


def stored(contest: ProblemSet, audience: Audience, now: datetime | None = None) -> Board:
    """The board as it is kept."""
    return board_ranked(sheet(contest, now), audience)[0]


def scratch(contest: ProblemSet, audience: Audience, now: datetime | None = None) -> Board:
    """The board as its submissions say."""
    found = sheet(contest, now)
    rules = found.rules if audience == Audience.PUBLIC else _open(found.rules)
    entries: Mapping[int, bool] = {e.pk: is_ranked(e) for e in contest.entries.all()}
    attempts = attempts_of(Submission.objects.filter(problem_set=contest), found)
    return board_of(attempts, entries, rules)


def set_rules(contest: ProblemSet, **fields: Any) -> None:
    ContestRules.objects.filter(pk=contest.pk).update(**fields)


def _open(rules: Rules) -> Rules:
    return Rules(
        format=rules.format,
        problems=rules.problems,
        penalty_minutes=rules.penalty_minutes,
        counts_compile_errors=rules.counts_compile_errors,
    )
