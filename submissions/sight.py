"""What people may learn of judgements in sets: the one place that REST, the websocket and the
solved states ask. The rule is contests.rules.sight_of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from contests.models import SetKind, VerdictPolicy
from contests.rules import Sight, sight_of
from contests.selectors.entries import entry_window
from contests.selectors.sets import sets_managed_by
from judging.verdicts import JudgementState
from submissions.models import Submission

SIGHT_COLUMNS = ("problem_set__assignment_rules", "entry")
"""For select_related, wherever somebody's sight is asked."""
_SIGHT_FIELDS = (
    "problem_set__kind",
    "problem_set__verdict_policy",
    "problem_set__starts_at",
    "problem_set__ends_at",
    "problem_set__assignment_rules__scores_released_at",
    "entry__virtual_starts_at",
    "entry__virtual_ends_at",
)
LIST_FIELDS = (
    "user_id",
    "problem_id",
    "problem__slug",
    "problem__title",
    "problem_set__slug",
    "problem_set__title",
    "entry_id",
    "override_id",
    "language",
    "created_at",
    "source_bytes",
    "state",
    "verdict",
    "cpu_time_ms",
    "memory_kib",
    "test_case_count",
    "score",
    "max_score",
    "sequence",
    "sample_verdict",
    "sample_sequence",
    *_SIGHT_FIELDS,
)
"""For only(), where a list shows submissions as far as its reader may know."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a submission stands, as far as somebody may know."""

    state: JudgementState
    verdict: str | None
    cpu_time_ms: int | None
    memory_kib: int | None
    test_case_count: int | None
    score: float | None
    sequence: int


def author_sight(submission: Submission, now: datetime) -> Sight:
    """What the author and the team may learn; needs SIGHT_COLUMNS."""
    problem_set = submission.problem_set
    if problem_set is None:
        return Sight.ALL
    lifts_at: datetime | None
    if not problem_set.is_contest:
        lifts_at = problem_set.assignment_rules.scores_released_at
    elif submission.entry is not None:
        lifts_at = entry_window(submission.entry, problem_set).ends_at
    else:
        lifts_at = problem_set.ends_at
    return sight_of(problem_set.verdict_policy, lifts_at=lifts_at, is_staff=False, now=now)


def sights_for(user: User, submissions: Sequence[Submission], now: datetime) -> Mapping[int, Sight]:
    """What the user may learn of each, by its id; one query where something is veiled.

    The user must be allowed to see the submissions; they need SIGHT_COLUMNS.
    """
    sights = {submission.pk: author_sight(submission, now) for submission in submissions}
    veiled = [one.problem_set for one in submissions if sights[one.pk] is not Sight.ALL]
    if veiled:
        managed = set(
            sets_managed_by(user)
            .filter(pk__in={one.pk for one in veiled if one})
            .values_list("pk", flat=True)
        )
        for submission in submissions:
            if submission.problem_set_id in managed:
                sights[submission.pk] = Sight.ALL
    return sights


def sight_for(user: User, submission: Submission, now: datetime) -> Sight:
    """What the user, who may see the submission, may learn of its judgement."""
    return sights_for(user, [submission], now)[submission.pk]


def verdicts_open(now: datetime) -> Q:
    """Submissions whose authors may know everything: the twin of author_sight in SQL."""
    is_contest = Q(problem_set__kind=SetKind.CONTEST)
    is_live = Q(entry__isnull=True) | Q(entry__virtual_ends_at__isnull=True)
    return (
        Q(problem_set__isnull=True)
        | Q(problem_set__verdict_policy=VerdictPolicy.ALL)
        | (is_contest & is_live & Q(problem_set__ends_at__lte=now))
        | (is_contest & Q(entry__virtual_ends_at__lte=now))
        | (~is_contest & Q(problem_set__assignment_rules__scores_released_at__lte=now))
    )


def results_public(now: datetime) -> Q:
    """Submissions that may count in what others see of somebody: rankings, acceptance rates.

    Practice, and contests that are over and whose board is not frozen. Scores of
    assignments are between the student and the staff.
    """
    revealed = Q(problem_set__contest_rules__freeze_at__isnull=True) | Q(
        problem_set__contest_rules__unfrozen_at__lte=now
    )
    return Q(problem_set__isnull=True) | (
        Q(problem_set__kind=SetKind.CONTEST, problem_set__ends_at__lte=now)
        & revealed
        & verdicts_open(now)
    )


def standing_of(submission: Submission, sight: Sight) -> Standing:
    """The submission's state and figures, as far as ``sight`` goes.

    A state or a counter that moved with secret test cases would tell their number and
    how long they took.
    """
    if sight is Sight.ALL:
        return Standing(
            state=JudgementState(submission.state),
            verdict=submission.verdict,
            cpu_time_ms=submission.cpu_time_ms,
            memory_kib=submission.memory_kib,
            test_case_count=submission.test_case_count,
            score=submission.score,
            sequence=submission.sequence,
        )
    state, verdict, sequence = JudgementState.QUEUED, None, 0
    if sight is Sight.SAMPLES:
        verdict, sequence = submission.sample_verdict, submission.sample_sequence
        if verdict is not None:
            state = JudgementState.DONE
        elif submission.state != JudgementState.QUEUED:
            state = JudgementState.JUDGING
    return Standing(
        state=state,
        verdict=verdict,
        cpu_time_ms=None,
        memory_kib=None,
        test_case_count=None,
        score=None,
        sequence=sequence,
    )
