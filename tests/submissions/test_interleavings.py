"""Messages that come three times, out of order, and late, leave what they leave in order.

What counts is which of an attempt's last words (its report, or that it was given up) came first;
nothing else that is said of it makes a difference in the end.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import ConflictError
from judging.contract import InternalError
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.faults.models import FaultHit
from submissions.models import Judgement, ProblemResult, Submission
from submissions.services import (
    judgement_give_up,
    judgement_progress_record,
    judgement_rejudge,
    judgement_report_record,
)
from submissions.services.redoing import judgement_judge_again
from tests.factories import NOON, make_submission, progress_of, report_of
from tests.people import Cast

AC, WA = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
VERDICTS = ((AC, AC, AC), (AC, WA), (AC, AC, WA))
"""What each attempt finds, by its ordinal."""
TIMES = 3

ATTEMPTS = st.integers(1, len(VERDICTS))
NEWS = st.tuples(st.just("news"), ATTEMPTS, st.integers(0, 3))
LAST_WORDS = st.tuples(st.sampled_from(["report", "give up"]), ATTEMPTS, st.just(0))
NEW_ATTEMPTS = st.tuples(st.sampled_from(["rejudge", "redo"]), st.just(0), st.just(0))
RESENDS = st.tuples(st.just("resend"), ATTEMPTS, st.just(0))
Event = tuple[str, int, int]


@st.composite
def deliveries(draw: st.DrawFn) -> list[Event]:
    """Each message up to three times, shuffled; late ones too."""
    said = draw(st.lists(NEWS | LAST_WORDS | RESENDS, min_size=1, max_size=5))
    copies = [event for event in said for _ in range(draw(st.integers(1, TIMES)))]
    return draw(st.permutations([*copies, *draw(st.lists(NEW_ATTEMPTS, max_size=2))]))


@dataclass
class Story:
    """One submission, and what is said of its attempts."""

    cast: Cast
    submission: Submission
    heeded: list[Event] = field(default_factory=list)
    """What made a difference."""

    def tell(self, event: Event) -> None:
        kind, ordinal, count = event
        if kind in {"rejudge", "redo"}:
            is_heeded = self._again(kind)
        else:
            judgement = self.submission.judgements.filter(ordinal=ordinal).first()
            is_heeded = judgement is not None and self._say(kind, judgement, count)
        if is_heeded and kind not in {"news", "resend"}:
            self.heeded.append(event)

    def end(self) -> dict[str, Any]:
        """Let every attempt that is open end, and sum up."""
        for ordinal in self.submission.judgements.values_list("ordinal", flat=True):
            self.tell(("report", ordinal, 0))
        return state_of(self.submission)

    def _say(self, kind: str, judgement: Judgement, count: int) -> bool:
        now = NOON + timedelta(seconds=judgement.ordinal)
        if kind == "news":
            news = progress_of(judgement, *range(1, count + 1))
            return judgement_progress_record(progress=news, now=now)
        if kind == "report":
            verdicts = VERDICTS[(judgement.ordinal - 1) % len(VERDICTS)]
            return judgement_report_record(report=report_of(judgement, *verdicts), now=now)
        if kind == "give up":
            return judgement_give_up(
                judgement_id=judgement.pk,
                attempt_token=judgement.attempt_token,
                reason=InternalError(kind="attempts", message="in vain"),
                now=now,
            )
        Judgement.objects.filter(pk=judgement.pk).update(sent_at=now, send_count=2)
        return True

    def _again(self, kind: str) -> bool:
        last = self.submission.judgements.latest("ordinal")
        if kind == "redo":
            before = last.attempt_token
            judgement_judge_again(judgement_id=last.pk, requested_by_id=None, now=NOON)
            after = self.submission.judgements.latest("ordinal")
            return (after.pk, after.attempt_token) != (last.pk, before)
        try:
            judgement_rejudge(user=self.cast.operator, submission_id=self.submission.pk, now=NOON)
        except ConflictError:
            return False
        return True


def state_of(submission: Submission) -> dict[str, Any]:
    """All that anybody could tell of it, but when it was said."""
    submission.refresh_from_db()
    current = submission.current_judgement
    assert current is not None
    result = ProblemResult.objects.filter(user=submission.user, problem=submission.problem)
    return {
        "submission": (submission.state, submission.verdict, submission.cpu_time_ms),
        "current": current.ordinal,
        "judgements": [
            (
                one.ordinal,
                one.state,
                one.verdict,
                one.internal_error_message,
                list(one.runs.values_list("ordinal", "verdict", "cpu_time_ms")),
            )
            for one in submission.judgements.order_by("ordinal")
        ],
        "result": list(result.values_list("attempts", "practice_attempts", "practice_accepted")),
        "hits": FaultHit.objects.filter(judgement__submission=submission).count(),
    }


@given(events=deliveries())
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_only_last_words_count_and_each_once(
    cast: Cast, problem: Problem, events: list[Event]
) -> None:
    with transaction.atomic():
        story = Story(cast, make_submission(cast.minsu, problem))
        for event in events:
            story.tell(event)
        found = story.end()
        heeded = list(story.heeded)
        transaction.set_rollback(True)

    with transaction.atomic():
        plain = Story(cast, make_submission(cast.minsu, problem))
        for event in heeded:
            plain.tell(event)
        wanted = state_of(plain.submission)
        transaction.set_rollback(True)

    assert found == wanted
