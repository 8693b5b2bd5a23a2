"""One person's many submissions, and rejudgings, hold up nobody: the order in which judges take
jobs from a broker over HTTP, with the real feeder behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

import boto3
import pytest
from django.utils import timezone

from accounts.models import User
from infra_control.localcloud.aws import LocalAws
from infra_control.messages import read_judge_job
from judging.queues import WORKER_QUEUES, JudgeQueue
from judging.verdicts import JudgementState, Stage, Verdict
from problems.models import Problem
from submissions.admitting import open_judgements, queue_feed
from submissions.choosing import Choice
from submissions.models import Judgement, Submission
from submissions.rejudging.services import Trial, rejudging_create
from submissions.services import (
    judgement_progress_record,
    judgement_report_record,
    submission_create,
)
from submissions.sources import Source
from submissions.waiting import ahead_of
from tests.contest_factories import make_contest, make_entry
from tests.factories import (
    NOON,
    judgement_of,
    make_problem,
    make_submission,
    progress_of,
    report_of,
)
from tests.people import Cast
from tests.submissions.test_submitting import hand_in

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 500


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


@dataclass
class Judges:
    """Workers that take their next job, and tell what they do, one after the other."""

    aws: LocalAws
    count: int
    taken: list[int] = field(default_factory=list)
    """Judgements, in the order in which they were taken."""
    idle: int = 0

    def __post_init__(self) -> None:
        self._sqs = boto3.client("sqs")
        self._work = self._rounds()

    def take(self, jobs: int) -> None:
        """Go on until so many more jobs have been taken, or all workers found nothing."""
        until = len(self.taken) + jobs
        idle_at_most = self.idle + self.count
        while len(self.taken) < until and self.idle < idle_at_most:
            next(self._work)

    def taken_until(self, submission: Submission) -> int:
        """How many other jobs are begun before this submission's."""
        begun = len(self.taken)
        wanted = judgement_of(submission).pk
        while wanted not in self.taken:
            self.take(1)
        return self.taken.index(wanted) - begun

    def _rounds(self) -> Iterator[None]:
        at_work: dict[int, Judgement] = {}
        for worker in cycle(range(self.count)):
            done = at_work.pop(worker, None)
            if done is not None:
                judgement_report_record(
                    report=report_of(done, Verdict.ACCEPTED), now=timezone.now()
                )
            judgement = self._receive()
            if judgement is None:
                self.idle += 1
            else:
                at_work[worker] = judgement
                self.taken.append(judgement.pk)
                news = progress_of(judgement, stage=Stage.FETCHING)
                judgement_progress_record(progress=news, now=timezone.now())
            yield

    def _receive(self) -> Judgement | None:
        """The next job, of the most urgent queue, as judging.broker asks them."""
        for queue in WORKER_QUEUES:
            url = f"{self.aws.endpoint_url}/123456789012/{self.aws.queue_prefix}{queue}"
            for message in self._sqs.receive_message(QueueUrl=url).get("Messages", []):
                self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                job = read_judge_job(message["Body"])
                return Judgement.objects.get(pk=job.judgement_id)
        return None


def hand_in_many(user: User, problem: Problem, count: int) -> None:
    """As if by a script, all in one moment."""
    first = make_submission(user, problem)
    others = Submission.objects.bulk_create(
        Submission(
            user=user,
            problem=problem,
            language="cpp17",
            source="int main() {}",
            source_bytes=13,
            created_at=first.created_at,
        )
        for _ in range(count - 1)
    )
    Judgement.objects.bulk_create(
        Judgement(
            submission=one,
            ordinal=1,
            reason="submit",
            test_package=problem.ready_package,
            attempt_token=f"{one.pk:032x}",
            queue=JudgeQueue.PRACTICE,
            created_at=one.created_at,
        )
        for one in others
    )
    own = Judgement.objects.filter(submission__user=user)
    own.update(owner=user)
    for judgement in own.exclude(submission=first):
        Submission.objects.filter(pk=judgement.submission_id).update(current_judgement=judgement)


@pytest.mark.parametrize("workers", [1, 3])
def test_500_of_one_person_delay_another_by_two_jobs_per_worker(
    cast: Cast, sqs: LocalAws, workers: int
) -> None:
    # given one whose 500 keep all judges busy
    problem = make_problem("sum")
    hand_in_many(cast.sora, problem, MANY)
    assert queue_feed(JudgeQueue.PRACTICE) == 2
    judges = Judges(sqs, workers)
    judges.take(5 * workers)
    assert judges.idle <= workers, "while the first were handed out"
    admitted = open_judgements(JudgeQueue.PRACTICE).filter(sent_at__isnull=False)
    assert admitted.count() <= 2 * workers
    # when another hands one in
    single = hand_in(cast.minsu, now=timezone.now())
    ahead = ahead_of(cast.minsu, single, timezone.now())
    # then it waits for what the broker had, and no more
    begun_before = judges.taken_until(single)
    assert begun_before <= workers
    assert begun_before == ahead
    # and the others go on in their order, each once
    judges.take(2 * workers)
    own = [key for key in judges.taken if key != judgement_of(single).pk]
    assert own == sorted(set(own))


def test_a_whole_class_takes_turns(cast: Cast, sqs: LocalAws) -> None:
    problem = make_problem("sum")
    hand_in_many(cast.sora, problem, 30)
    hand_in_many(cast.jiwoo, problem, 30)
    queue_feed(JudgeQueue.PRACTICE)
    judges = Judges(sqs, 2)

    judges.take(20)

    of_sora = Judgement.objects.filter(pk__in=judges.taken, owner=cast.sora).count()
    assert 9 <= of_sora <= 11


def test_a_rejudging_delays_a_contest_by_at_most_the_job_that_a_worker_has(
    cast: Cast, sqs: LocalAws
) -> None:
    # given a rejudging that keeps the judges busy, and more of it in the queue
    problem = make_problem("sum")
    hand_in_many(cast.sora, problem, 200)
    Judgement.objects.update(state=JudgementState.DONE, verdict=Verdict.ACCEPTED)
    Submission.objects.update(state=JudgementState.DONE, verdict=Verdict.ACCEPTED)
    rejudging_create(
        user=cast.operator,
        choice=Choice(problem=problem.slug),
        trial=Trial(),
        reason="",
        now=timezone.now(),
    )
    judges = Judges(sqs, 2)
    judges.take(6)
    # when somebody hands in to a contest
    contest = make_contest(slug="finals", problems=[problem])
    make_entry(contest, cast.minsu)
    single = submission_create(
        user=cast.minsu,
        problem_slug="sum",
        language="cpp17",
        source=Source("int main() {}"),
        now=NOON,
        set_slug="finals",
    )
    # then whichever worker is free first takes it
    assert judges.taken_until(single) == 0


def test_a_feeder_that_died_is_missed_by_nobody(cast: Cast, sqs: LocalAws) -> None:
    # given jobs that wait, and one whose sender was killed before it sent
    problem = make_problem("sum")
    hand_in_many(cast.sora, problem, 6)
    first = Judgement.objects.earliest("pk")
    Judgement.objects.filter(pk=first.pk).update(sent_at=timezone.now())
    judges = Judges(sqs, 1)
    # when others go on
    queue_feed(JudgeQueue.PRACTICE)
    judges.take(10)
    # then all have been judged but that one, which is the sweeper's
    assert set(judges.taken) == set(Judgement.objects.values_list("pk", flat=True)) - {first.pk}
    assert len(judges.taken) == 5
