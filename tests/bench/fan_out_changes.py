"""Records accepted submissions of the bench's contest one after the other, and prints when: a
process beside the one whose clients wait for the news.

It writes verdict and standings in one transaction, as the results worker does; the judges of
the running site know nothing of it.
"""

import json
import sys
import time

from tests.bench.scoreboard_site import SLUG, seed  # sets Django up

from django.db import transaction  # isort: skip
from django.utils import timezone  # isort: skip

from common.push import start_loop  # isort: skip
from contests.models import Entry  # isort: skip
from judging.verdicts import JudgementState, Verdict  # isort: skip
from submissions.models import Scoreboard, Submission  # isort: skip
from submissions.standings.publishing import start_publisher  # isort: skip
from submissions.standings.recording import standings_follow  # isort: skip

CHANGES = 15
PAUSE_S = 1.5
LAST_NEWS_S = 10


def change() -> None:
    """One line for each change: its sequence on the public board, and when it began."""
    former = -1
    for entry in Entry.objects.filter(problem_set__slug=SLUG).order_by("-id")[: 2 * CHANGES]:
        began = time.time()
        _accept(entry)
        sequence = Scoreboard.objects.get().public_sequence
        # A try at a solved problem is no news; of the first it isn't known whether it is.
        if former not in {-1, sequence}:
            sys.stdout.write(json.dumps({"sequence": sequence, "began": began}) + "\n")
        former = sequence
        time.sleep(PAUSE_S)
    # The last news must arrive before their listeners are sent away.
    time.sleep(LAST_NEWS_S)


def _accept(entry: Entry) -> None:
    example = entry.submissions.order_by("id").first()
    if example is None:
        return
    now = timezone.now()
    with transaction.atomic():
        accepted = Submission.objects.create(
            user_id=example.user_id,
            problem_id=example.problem_id,
            problem_set_id=entry.problem_set_id,
            entry=entry,
            language="cpp17",
            source="int main() {}",
            source_bytes=13,
            created_at=now,
            state=JudgementState.DONE,
            verdict=Verdict.ACCEPTED,
        )
        standings_follow(accepted, now=now)


if __name__ == "__main__":
    if sys.argv[1:] == ["seed"]:
        sys.stdout.write(json.dumps(seed(waiting=0).pk))
    else:
        start_loop()
        start_publisher()
        change()
