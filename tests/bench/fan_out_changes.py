"""Records judgements of the bench's contest one after the other, as a results worker does, and
prints when: a process beside the one whose clients wait for the news."""

import json
import sys
import time

from tests.bench.scoreboard_site import SLUG, record, seed  # sets Django up

from common.push import start_loop  # isort: skip
from judging.verdicts import JudgementState  # isort: skip
from submissions.models import Judgement, Scoreboard  # isort: skip
from submissions.standings.publishing import start_publisher  # isort: skip

CHANGES = 30
PAUSE_S = 0.5
LAST_NEWS_S = 10


def change() -> None:
    """One line for each change: its sequence on the public board, and when it began."""
    waiting = Judgement.objects.filter(
        submission__problem_set__slug=SLUG, state=JudgementState.QUEUED
    ).select_related("submission")
    former = -1
    for judgement in list(waiting[:CHANGES]):
        began = time.time()
        record(judgement)
        sequence = Scoreboard.objects.get().public_sequence
        if sequence == former or former == -1:
            # A try at a solved problem is no news; of the first it isn't known whether it is.
            former = sequence
            continue
        former = sequence
        sys.stdout.write(json.dumps({"sequence": sequence, "began": began}) + "\n")
        time.sleep(PAUSE_S)
    # The last news must arrive before their listeners are sent away.
    time.sleep(LAST_NEWS_S)


if __name__ == "__main__":
    if sys.argv[1:] == ["seed"]:
        sys.stdout.write(json.dumps(seed().pk))
    else:
        start_loop()
        start_publisher()
        change()
