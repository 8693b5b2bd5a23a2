"""Dead letters as people read them."""

import json
from dataclasses import dataclass
from datetime import datetime

from common.ports import JudgementFacts
from infra_control.gateways.sqs import DeadLetter
from infra_control.messages import UnreadableMessageError, read_task_message
from judging.contract import ContractError, JudgeJob
from judging.queues import JUDGE_TASK, QueueSpec

HIDDEN_FIELDS = frozenset({"attempt_token", "version"})
MAX_FIELD_CHARS = 80
MAX_FIELDS = 8


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """One dead letter: what it asks for, and why nobody did it."""

    queue: str
    message_id: str
    sent_at: datetime
    receive_count: int
    task: str
    """Empty: the message can't be read."""
    fields: tuple[tuple[str, str], ...]
    """What it says of itself, without sources and tokens."""
    reason: str
    judgement_id: int | None
    facts: JudgementFacts | None = None
    """Of the submission; None: it is about none, or it is gone."""

    @property
    def is_readable(self) -> bool:
        return self.task != ""


def letter_view(spec: QueueSpec, letter: DeadLetter) -> LetterView:
    """A letter in words, without what only the database knows. Never raises."""
    task, judgement_id = "", None
    fields: tuple[tuple[str, str], ...] = ()
    try:
        message = read_task_message(letter.body)
        argument = str(message.args[0]) if message.args else ""
        job = judge_job_of(message.task, argument)
        task, judgement_id = message.task, job.judgement_id if job else None
        fields = _fields(argument)
        reason = _reason(spec, message.task)
    except UnreadableMessageError as error:
        reason = f"Nobody can read it: {error}"[:300]
    return LetterView(
        queue=spec.name,
        message_id=letter.message_id,
        sent_at=letter.sent_at,
        receive_count=letter.receive_count,
        task=task,
        fields=fields,
        reason=reason,
        judgement_id=judgement_id,
    )


def judge_job_of(task: str, argument: str) -> JudgeJob | None:
    """The job of a message for the judge; None: it is another task's.

    Raises UnreadableMessageError where it is a job of a version that nobody here reads.
    """
    if task != JUDGE_TASK:
        return None
    try:
        return JudgeJob.from_json(argument)
    except ContractError as error:
        raise UnreadableMessageError(str(error)) from error


def _fields(argument: str) -> tuple[tuple[str, str], ...]:
    try:
        values = json.loads(argument)
    except ValueError:
        return ()
    if not isinstance(values, dict):
        return ()
    told = [
        (str(name), str(value)[:MAX_FIELD_CHARS])
        for name, value in values.items()
        if name not in HIDDEN_FIELDS and isinstance(value, str | int | float) and value != ""
    ]
    return tuple(told[:MAX_FIELDS])


def _reason(spec: QueueSpec, task: str) -> str:
    times = spec.max_receive_count
    if task.startswith("judging."):
        return f"No judgehost finished it in {times} deliveries: it crashed, hung or was refused."
    return f"No worker of {spec.name} finished it in {times} deliveries: its log says why."
