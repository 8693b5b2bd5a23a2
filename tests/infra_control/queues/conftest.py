"""Dead letters of each kind, and doors to the other apps that remember what they were asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from common import ports
from common.errors import ConflictError
from common.ports import AttemptFacts, JudgeAgain, JudgementFacts, QueueFlow
from infra_control.gateways.sqs import DeadLetter, Depth
from judging.queues import BACKGROUND_TASK, JUDGE_TASK
from tests.infra_control.fleet.conftest import Clouds, clouds
from tests.infra_control.test_services import JOB, body_of

__all__ = ["clouds", "dead", "submissions"]

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@dataclass
class Submissions:
    """What stands in for the app that knows judgements."""

    answers: dict[int, JudgeAgain] = field(default_factory=dict)
    asked: list[tuple[int, int | None]] = field(default_factory=list)

    def judge_again(self, judgement_id: int, user_id: int | None) -> JudgeAgain:
        self.asked.append((judgement_id, user_id))
        if judgement_id not in self.answers:
            raise ConflictError("The language cobol is no longer judged.")
        answer = self.answers[judgement_id]
        self.answers[judgement_id] = JudgeAgain.NOT_NEEDED
        return answer

    def facts(self, judgement_ids: Sequence[int]) -> dict[int, JudgementFacts]:
        attempt = AttemptFacts(
            judgement_id=11,
            ordinal=1,
            state="done",
            verdict="JE",
            made_at=NOW,
            ended_at=NOW,
            sent_count=3,
            judgehost="judge-2",
            error="The worker was killed.",
            requested_by="",
        )
        facts = JudgementFacts(submission_id=7, problem="sum", state="done", attempts=(attempt,))
        return {one: facts for one in judgement_ids if one == 11}

    def flows(self, now: datetime) -> dict[str, QueueFlow]:
        flow = QueueFlow(oldest_since=NOW, arrived_per_minute=6.0, ended_per_minute=4.5)
        return {"judge-contest": flow}


@pytest.fixture
def submissions(monkeypatch: pytest.MonkeyPatch) -> Submissions:
    made = Submissions(answers={11: JudgeAgain.QUEUED})
    monkeypatch.setattr(ports.judge_again, "_answer", made.judge_again)
    monkeypatch.setattr(ports.judgement_facts, "_answer", made.facts)
    monkeypatch.setattr(ports.queue_flows, "_answer", made.flows)
    return made


def letter(message_id: str, body: str) -> DeadLetter:
    return DeadLetter(message_id=message_id, body=body, sent_at=NOW, receive_count=6)


@pytest.fixture
def dead(clouds: Clouds, submissions: Submissions) -> Clouds:
    """Of practice a job, one in a language that is gone, and rubbish; one of background work."""
    gone = JOB.model_copy(update={"judgement_id": 12, "language": "cobol"})
    clouds.queues.letters = {
        "judge-practice": [
            letter("m-job", body_of(JUDGE_TASK, JOB.to_json())),
            letter("m-cobol", body_of(JUDGE_TASK, gone.to_json())),
            letter("m-rubbish", "not base64!"),
        ],
        "background": [letter("m-work", body_of(BACKGROUND_TASK, '{"name": "x.y", "id": 3}'))],
    }
    for name, found in clouds.queues.letters.items():
        clouds.queues.depths[f"{name}-dlq"] = Depth(visible=len(found), in_flight=0, delayed=0)
    return clouds
