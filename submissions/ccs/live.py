"""The Contest API's objects that come into being during a contest, as one viewer sees them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from contests.models import Announcement, Clarification, Entry
from contests.scoring.awards import Award, Medals, awards_of
from contests.scoring.board import rank
from contests.scoring.cells import to_points
from contests.scoring.values import Cell, Row
from judging.verdicts import JudgementState, Verdict
from submissions.ccs import notation
from submissions.ccs.configuration import COMPILING, REJECTED, Json, has_freeze, is_scored
from submissions.ccs.viewer import Viewer
from submissions.models import Judgement, Run, Submission
from submissions.standings.access import board_is_open
from submissions.standings.boards import rows_of
from submissions.standings.sheet import MILLISECOND, Sheet

MEDALS = (
    ("winner", "Contest winner"),
    ("gold-medal", "Gold medal winner"),
    ("silver-medal", "Silver medal winner"),
    ("bronze-medal", "Bronze medal winner"),
)


def state_json(sheet: Sheet, now: datetime) -> Json:
    contest, rules = sheet.problem_set, sheet.contest
    started = contest.starts_at if now >= contest.starts_at else None
    ended = contest.ends_at if now >= contest.ends_at else None
    freezes = has_freeze(sheet) and rules.freeze_at is not None
    frozen = rules.freeze_at if freezes and rules.freeze_at and now >= rules.freeze_at else None
    thawed = rules.unfrozen_at if frozen else None
    finalized = rules.finalized_at if ended else None
    is_settled = finalized is not None and (not freezes or thawed is not None)
    settled = max(moment for moment in (finalized, thawed) if moment) if is_settled else None
    texts = notation.time_text_or_none
    return {
        "started": texts(started),
        "ended": texts(ended),
        "frozen": texts(frozen),
        "thawed": texts(thawed),
        "finalized": texts(finalized),
        "end_of_updates": texts(settled),
    }


def live_submissions(sheet: Sheet) -> QuerySet[Submission]:
    """Those that count for live entries, in the order in which they came."""
    return Submission.objects.filter(
        problem_set_id=sheet.problem_set.pk,
        entry__isnull=False,
        entry__virtual_starts_at__isnull=True,
        problem_id__in=[one.problem_id for one in sheet.problems],
    ).order_by("id")


def submissions(found: QuerySet[Submission], sheet: Sheet, viewer: Viewer) -> Iterator[Json]:
    problem_ids = _problem_ids(sheet)
    base = f"contests/{notation.contest_id(sheet.problem_set)}/submissions"
    columns = found.values_list("id", "language", "problem_id", "entry_id", "created_at")
    for pk, language, problem_id, entry_id, created_at in columns.iterator(2_000):
        may_read = viewer.is_staff or entry_id in viewer.team_ids
        files = [{"href": f"{base}/{pk}/files", "filename": "files.zip", "mime": "application/zip"}]
        yield {
            "id": str(pk),
            "language_id": language,
            "problem_id": problem_ids[problem_id],
            "team_id": str(entry_id),
            "time": notation.time_text(created_at),
            "contest_time": _contest_time(sheet, created_at),
            "files": files if may_read else [],
        }


def shown_submissions(sheet: Sheet, viewer: Viewer, now: datetime) -> QuerySet[Submission]:
    """Those that the viewer may know of: others' only where the board shows their tries."""
    found = live_submissions(sheet)
    if viewer.is_staff or board_is_open(sheet.problem_set, now=now):
        return found
    return found.filter(entry_id__in=viewer.team_ids)


def live_judgements(sheet: Sheet, viewer: Viewer, now: datetime) -> QuerySet[Judgement]:
    """Those that the viewer may know of: others' results only where nothing hides them."""
    judgements = (
        Judgement.objects.filter(submission__in=shown_submissions(sheet, viewer, now).order_by())
        .filter(effective_at__isnull=False)
        .exclude(state=JudgementState.CANCELLED)
        .order_by("id")
    )
    border = sheet.rules.hidden_from_ms
    if viewer.is_staff or border is None:
        return judgements
    since = sheet.problem_set.starts_at + border * MILLISECOND
    shown = Q(submission__created_at__lt=since)
    if viewer.entries and sheet.problem_set.verdict_policy == "all":
        shown |= Q(submission__entry_id__in=viewer.team_ids)
    return judgements.filter(shown)


def judgements(found: QuerySet[Judgement], sheet: Sheet, viewer: Viewer) -> Iterator[Json]:
    """Others learn whether a submission was accepted, rejected or did not compile."""
    columns = found.values_list(
        "id",
        "submission_id",
        "submission__entry_id",
        "submission__problem_id",
        "submission__current_judgement_id",
        "verdict",
        "score",
        "created_at",
        "sent_at",
        "finished_at",
        "cpu_time_ms",
        "submission__override__verdict",
        "submission__override__score",
    )
    by_ordinal = {rule.ordinal: rule for rule in sheet.rules.problems}
    points = {one.problem_id: by_ordinal[one.ordinal] for one in sheet.problems}
    for row in columns.iterator(2_000):
        pk, submission_id, entry_id, problem_id, current_id, verdict, score = row[:7]
        created_at, sent_at, finished_at, cpu_ms, set_verdict, set_score = row[7:]
        is_exact = viewer.is_staff or entry_id in viewer.team_ids
        # It may have been sent again after the verdict was on its way.
        began = min(sent_at, finished_at) if sent_at and finished_at else sent_at or created_at
        data: Json = {
            "id": str(pk),
            "submission_id": str(submission_id),
            "start_time": notation.time_text(began),
            "start_contest_time": _contest_time(sheet, began),
            "judgement_type_id": None,
            "end_time": None,
            "end_contest_time": None,
        }
        if current_id != pk:
            data["current"] = False
        elif verdict is not None:
            # What staff set counts in place of the judge's, as on the scoreboard.
            verdict = set_verdict or verdict
            score = score if set_score is None else set_score
        if verdict is not None:
            ended = finished_at or began
            data["judgement_type_id"] = _type_id(Verdict(verdict), is_exact=is_exact)
            data["end_time"] = notation.time_text(ended)
            data["end_contest_time"] = _contest_time(sheet, ended)
            if is_exact and cpu_ms is not None:
                data["max_run_time"] = cpu_ms / 1000
            if is_scored(sheet):
                rule = points[problem_id]
                is_full = verdict == Verdict.ACCEPTED
                data["score"] = (
                    to_points(score, rule)
                    if score is not None and rule.max_score
                    else rule.points * is_full
                )
        yield data


def runs(found: QuerySet[Judgement], sheet: Sheet, viewer: Viewer) -> Iterator[Json]:
    """Test by test, for staff and for one's own."""
    seen = Run.objects.filter(judgement__in=found.order_by()).select_related("judgement")
    if not viewer.is_staff:
        seen = seen.filter(judgement__submission__entry_id__in=viewer.team_ids)
    for run in seen.order_by("id").iterator(2_000):
        judgement = run.judgement
        at = judgement.finished_at or judgement.last_heard_at or judgement.created_at
        yield {
            "id": str(run.pk),
            "judgement_id": str(run.judgement_id),
            "ordinal": run.ordinal,
            "judgement_type_id": run.verdict,
            "time": notation.time_text(at),
            "contest_time": _contest_time(sheet, at),
            "run_time": run.cpu_time_ms / 1000,
        }


def clarifications(sheet: Sheet, viewer: Viewer) -> list[Json]:
    """Questions of one's own and what was answered to them, and what was said to all."""
    by_problem = _problem_ids(sheet)
    problem_ids = {one.pk: by_problem[one.problem_id] for one in sheet.problems}
    asked = Clarification.objects.filter(
        problem_set_id=sheet.problem_set.pk, entry__virtual_starts_at__isnull=True
    ).order_by("id")
    if not viewer.is_staff:
        asked = asked.filter(Q(entry_id__in=viewer.team_ids) | Q(is_broadcast=True))
    found = []
    for one in asked:
        problem = {"problem_id": problem_ids.get(one.set_problem_id)} if one.set_problem_id else {}
        is_known = viewer.is_staff or one.entry_id in viewer.team_ids
        if is_known and one.entry_id is not None:
            found.append(
                {
                    "id": f"q{one.pk}",
                    "from_team_id": str(one.entry_id),
                    **problem,
                    "text": one.question,
                    **_said_at(sheet, one.asked_at),
                }
            )
        if one.answered_at is None:
            continue
        text = one.answer if is_known and one.entry_id else f"{one.question}\n\n{one.answer}"
        answer: Json = {"id": f"a{one.pk}", **problem, "text": text}
        if is_known and one.entry_id is not None:
            answer["reply_to_id"] = f"q{one.pk}"
        if not one.is_broadcast and one.entry_id is not None:
            answer["to_team_ids"] = [str(one.entry_id)]
        if one.is_broadcast or one.entry_id is not None:
            found.append({**answer, **_said_at(sheet, one.answered_at)})
    # A broadcast answer is announced as well; here it is said already.
    said_to_all = Announcement.objects.filter(
        problem_set_id=sheet.problem_set.pk, clarification__isnull=True
    )
    for said in said_to_all.order_by("id"):
        problem = {"problem_id": problem_ids[said.set_problem_id]} if said.set_problem_id else {}
        found.append(
            {"id": f"n{said.pk}", **problem, "text": said.text, **_said_at(sheet, said.created_at)}
        )
    return found


def awards(sheet: Sheet, viewer: Viewer) -> list[Json]:
    """As the viewer's board gives them now; medals stand there before anybody has one."""
    rules = sheet.contest
    board = rank(_live_rows(sheet, viewer).values(), sheet.rules)
    labels = [(one.ordinal, one.label) for one in sheet.problems]
    medals = Medals(rules.gold_medals, rules.silver_medals, rules.bronze_medals)
    found = {award.id: award for award in awards_of(board, labels, medals)}
    by_problem = _problem_ids(sheet)
    ids = {one.ordinal: by_problem[one.problem_id] for one in sheet.problems}
    rows = [_award(name, text, found.get(name)) for name, text in MEDALS]
    for ordinal, label in labels:
        award = found.get(f"first-to-solve-{ordinal}")
        text = f"First to solve problem {label}"
        # An ID has 36 characters at most, and a problem's alone may have as many.
        name = f"first-to-solve-{ids[ordinal]}"
        rows.append(_award(name if len(name) <= 36 else f"first-to-solve-{ordinal}", text, award))
    return rows


def scoreboard(sheet: Sheet, viewer: Viewer, now: datetime, group: str | None) -> Json:
    """All live teams ranked together, or those of one group."""
    entries = {
        entry.pk: entry
        for entry in live_entries(sheet)
        if not entry.exclusion and (group is None or (group == "official") == entry.is_official)
    }
    rows = {
        pk: replace(row, is_ranked=True)
        for pk, row in _live_rows(sheet, viewer).items()
        if pk in entries
    }
    board = rank(rows.values(), sheet.rules)
    names = {pk: entry.name.casefold() for pk, entry in entries.items()}
    places = sorted(board.places, key=lambda place: (place.rank or 0, names[place.row.entry_id]))
    return {
        "time": notation.time_text(now),
        "contest_time": _contest_time(sheet, now),
        "state": state_json(sheet, now),
        "rows": [
            {
                "rank": place.rank,
                "team_id": str(place.row.entry_id),
                "score": _score(place.row, sheet),
                "problems": [_problem(one, place.row, sheet) for one in sheet.problems],
            }
            for place in places
        ],
    }


def live_entries(sheet: Sheet) -> QuerySet[Entry]:
    """Virtual ones take part in another time than the API tells of."""
    return Entry.objects.filter(
        problem_set_id=sheet.problem_set.pk, virtual_starts_at__isnull=True
    ).order_by("id")


def _live_rows(sheet: Sheet, viewer: Viewer) -> dict[int, Row]:
    rows, entries = rows_of(sheet, viewer.audience)
    return {pk: row for pk, row in rows.items() if not entries[pk].is_virtual}


def _score(row: Row, sheet: Sheet) -> Json:
    """The specification's checker wants a time in each row: null where there is none yet."""
    totals = row.totals
    if is_scored(sheet):
        last = None if totals.last_ms is None else notation.reltime_ms_text(totals.last_ms)
        return {"score": totals.score, "time": last}
    last = None if totals.last_ms is None else notation.whole_minutes_text(totals.last_ms)
    return {
        "num_solved": totals.solved,
        "total_time": notation.whole_minutes_text(totals.penalty_ms),
        "time": last,
    }


def _problem(one: Any, row: Row, sheet: Sheet) -> Json:
    cell = row.cells.get(one.ordinal, Cell())
    data: Json = {
        "problem_id": notation.problem_id(one.problem.slug, one.problem_id),
        "num_judged": cell.attempts,
        "num_pending": cell.pending,
    }
    if is_scored(sheet):
        data["score"] = cell.score
    else:
        data["solved"] = cell.is_solved
    if cell.time_ms is not None and (cell.is_solved or cell.score > 0):
        data["time"] = notation.whole_minutes_text(cell.time_ms)
    return data


def _award(name: str, text: str, award: Award | None) -> Json:
    ids = [str(pk) for pk in award.entry_ids] if award else []
    return {"id": name, "citation": text, "team_ids": ids}


def _type_id(verdict: Verdict, *, is_exact: bool) -> str:
    if is_exact or verdict in {Verdict.ACCEPTED, Verdict.JUDGING_ERROR}:
        return str(verdict)
    return str(Verdict.COMPILE_ERROR) if verdict in COMPILING else REJECTED


def _problem_ids(sheet: Sheet) -> dict[int, str]:
    return {
        one.problem_id: notation.problem_id(one.problem.slug, one.problem_id)
        for one in sheet.problems
    }


def _contest_time(sheet: Sheet, moment: datetime) -> str:
    return notation.reltime_text(moment - sheet.problem_set.starts_at)


def _said_at(sheet: Sheet, moment: datetime) -> Json:
    return {"time": notation.time_text(moment), "contest_time": _contest_time(sheet, moment)}
