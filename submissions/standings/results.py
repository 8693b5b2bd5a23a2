"""Staff's acts on a contest's results: reveal, unfreeze, finalize."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.errors import ConflictError, NotAllowedError
from contests.models import ContestRules, ProblemSet, SetKind
from contests.scoring.awards import Award, Medals, awards_of
from contests.scoring.reveal import RevealStep, reveal_steps
from contests.selectors.sets import sets_managed_by
from contests.services.assignments import set_writable_check
from submissions.models import (
    OPEN_STATES,
    Audience,
    Judgement,
    Scoreboard,
    StandingsRow,
    Submission,
)
from submissions.standings.boards import board_ranked, rows_of
from submissions.standings.recording import board_save, row_change, rows_rebuild, scoreboard_lock
from submissions.standings.sheet import Sheet, sheet_of


@dataclass(frozen=True, slots=True)
class Locked:
    """A contest that its staff hold."""

    board: Scoreboard
    sheet: Sheet


def results_reveal_next(*, user: User, slug: str, now: datetime) -> RevealStep | None:
    """Make the next frozen cell public, in the resolver's order; None: nothing is hidden.

    Raises NotAllowedError, and ConflictError in an archived course, before the contest's end.
    """
    with transaction.atomic():
        locked = _lock(user, slug, now)
        set_writable_check(locked.sheet.problem_set)
        _after_end(locked.sheet, now)
        if not locked.sheet.is_frozen:
            return None
        public, _ = rows_of(locked.sheet, Audience.PUBLIC)
        truth, _ = rows_of(locked.sheet, Audience.STAFF)
        step = next(reveal_steps(public, truth, locked.sheet.rules), None)
        if step is None:
            return None
        row = StandingsRow.objects.get(entry_id=step.entry_id)
        key = str(step.problem)
        cells = {name: cell for name, cell in row.public_cells.items() if name != key}
        if key in row.staff_cells:
            cells[key] = row.staff_cells[key]
        row.revealed = sorted({*row.revealed, step.problem})
        row_change(locked.board, row, public_cells=cells, staff_cells=row.staff_cells)
        row.save()
        board_save(locked.board)
    return step


def results_reveal_order(*, user: User, slug: str, now: datetime) -> list[RevealStep]:
    """All steps that are left, for a resolver. Raises NotAllowedError."""
    with transaction.atomic():
        locked = _lock(user, slug, now)
        public, _ = rows_of(locked.sheet, Audience.PUBLIC)
        truth, _ = rows_of(locked.sheet, Audience.STAFF)
    return list(reveal_steps(public, truth, locked.sheet.rules))


def results_unfreeze(*, user: User, slug: str, now: datetime) -> ContestRules:
    """Show the public everything.

    Raises NotAllowedError, and ConflictError in an archived course, before the contest's end, or
    where it never froze or has been unfrozen.
    """
    with transaction.atomic():
        locked = _lock(user, slug, now)
        set_writable_check(locked.sheet.problem_set)
        _after_end(locked.sheet, now)
        rules = locked.sheet.contest
        if rules.freeze_at is None or rules.unfrozen_at is not None:
            raise ConflictError("Nothing is frozen in this contest.", code="not_frozen")
        rules.unfrozen_at = now
        rules.save(update_fields=["unfrozen_at"])
        rows = StandingsRow.objects.filter(problem_set_id=locked.board.pk)
        if locked.sheet.is_veiled:
            rows = rows.filter(entry__virtual_starts_at__isnull=True)
        for row in rows:
            if row_change(
                locked.board, row, public_cells=row.staff_cells, staff_cells=row.staff_cells
            ):
                row.save()
        locked.board.rules_mark = sheet_of(locked.sheet.problem_set, now=now).mark
        board_save(locked.board)
    return rules


def results_finalize(*, user: User, slug: str, now: datetime) -> ContestRules:
    """Make the results official: nothing changes them any more.

    Raises NotAllowedError, and ConflictError in an archived course, before the contest's end,
    while something is being judged, or where they are final already.
    """
    with transaction.atomic():
        locked = _lock(user, slug, now)
        set_writable_check(locked.sheet.problem_set)
        _after_end(locked.sheet, now)
        rules = locked.sheet.contest
        if rules.finalized_at is not None:
            raise ConflictError("The results are final already.", code="already_final")
        open_count = Submission.objects.filter(
            problem_set_id=locked.board.pk, entry__isnull=False, state__in=OPEN_STATES
        ).count()
        open_count = open_count or _being_rejudged(locked.board.pk)
        if open_count:
            raise ConflictError(
                f"{open_count} submissions are being judged: wait for their verdicts.",
                code="still_judging",
            )
        # What counts is counted once more from the submissions themselves.
        rows_rebuild(locked.board, locked.sheet)
        rules.finalized_at = now
        rules.save(update_fields=["finalized_at"])
        board_save(locked.board)
    return rules


def _being_rejudged(contest_id: int) -> int:
    """How many submissions get another verdict without anybody's further doing."""
    judgements = Judgement.objects.filter(
        submission__problem_set_id=contest_id,
        submission__entry__isnull=False,
        rejudging__isnull=True,
        state__in=OPEN_STATES,
    )
    return judgements.count()


def contest_awards(sheet: Sheet, audience: Audience) -> list[Award]:
    """Awards as an audience's board gives them now."""
    board, _ = board_ranked(sheet, audience)
    medals = Medals(
        sheet.contest.gold_medals, sheet.contest.silver_medals, sheet.contest.bronze_medals
    )
    return awards_of(board, [(one.ordinal, one.label) for one in sheet.problems], medals)


def _lock(user: User, slug: str, now: datetime) -> Locked:
    contest = (
        sets_managed_by(user)
        .select_related("contest_rules")
        .filter(slug=slug, kind=SetKind.CONTEST)
        .first()
    )
    if contest is None:
        raise NotAllowedError("Only the contest's staff may do this.")
    board = scoreboard_lock(contest.pk)
    # What was read before the lock may have changed.
    contest = ProblemSet.objects.select_related("contest_rules", "course").get(pk=contest.pk)
    sheet = sheet_of(contest, now=now)
    if board.rules_mark != sheet.mark and contest.contest_rules.finalized_at is None:
        rows_rebuild(board, sheet)
    return Locked(board, sheet)


def _after_end(sheet: Sheet, now: datetime) -> None:
    if now < sheet.problem_set.ends_at:
        raise ConflictError("The contest is not over yet.", code="contest_not_over")
