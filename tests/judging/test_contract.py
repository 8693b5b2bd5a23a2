"""The messages between web side and judge, as they stand on the wire.

A golden file that changes breaks every peer of the other version: then the version goes
up, and the old file stays.
"""

from pathlib import Path

import pytest

from judging.contract import (
    CompileReport,
    ContractError,
    GroupReport,
    InternalError,
    JudgeJob,
    JudgeProgress,
    JudgeReport,
    RunReport,
    SourceFile,
)
from judging.limits import Limits
from judging.verdicts import Stage, Verdict

GOLDEN = Path(__file__).parent / "golden"
TOKEN = "0123456789abcdef" * 2

RUN = RunReport(
    ordinal=2,
    test_case="secret/02-large",
    verdict=Verdict.WRONG_ANSWER,
    cpu_time_ms=12,
    wall_time_ms=15,
    memory_kib=2048,
    exit_code=0,
    judge_message='line 1, token 1: expected "7", got "8"',
)
JOB = JudgeJob(
    submission_id=12,
    judgement_id=34,
    attempt_token=TOKEN,
    language="cpp17",
    source_files=(SourceFile(name="main.cpp", text="int main() {} // 합\n"),),
    package_sha256="ab" * 32,
    limits=Limits(cpu_time_ms=1500, memory_kib=262_144),
)
PROGRESS = JudgeProgress(
    submission_id=12,
    judgement_id=34,
    attempt_token=TOKEN,
    judgehost="judge-1",
    stage=Stage.RUNNING,
    test_case_count=20,
    runs=(RUN,),
)
REPORT = JudgeReport(
    submission_id=12,
    judgement_id=34,
    attempt_token=TOKEN,
    judgehost="judge-1",
    delivery=1,
    verdict=Verdict.WRONG_ANSWER,
    compile=CompileReport(succeeded=True, message="main.cpp:1: warning: x", cpu_time_ms=321),
    test_case_count=20,
    runs=(RUN,),
    cpu_time_ms=12,
    memory_kib=2048,
)
SCORED = JudgeReport(
    submission_id=12,
    judgement_id=34,
    attempt_token=TOKEN,
    judgehost="judge-1",
    delivery=1,
    verdict=Verdict.WRONG_ANSWER,
    test_case_count=20,
    runs=(RUN.model_copy(update={"score": 2.5, "attempts": 2, "passes": 3}),),
    score=22.5,
    groups=(
        GroupReport(name="secret/1", verdict=Verdict.WRONG_ANSWER, score=22.5, max_score=40),
        GroupReport(name="secret/2", verdict=None, score=0, max_score=60),
    ),
)
FAULT = JudgeReport(
    submission_id=12,
    judgement_id=34,
    attempt_token=TOKEN,
    judgehost="judge-1",
    delivery=5,
    verdict=Verdict.JUDGING_ERROR,
    internal_error=InternalError(kind="sandbox", message="no box could be made"),
)

Message = JudgeJob | JudgeProgress | JudgeReport
MESSAGES: dict[str, Message] = {
    "job-v1": JOB,
    "progress-v1": PROGRESS,
    "report-v1": REPORT,
    "report-scored-v1": SCORED,
    "report-judging-error-v1": FAULT,
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_wire_form_is_the_golden_one(name: str) -> None:
    golden = (GOLDEN / f"{name}.json").read_text().strip()
    message = MESSAGES[name]

    assert message.to_json() == golden
    assert type(message).from_json(golden) == message


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_an_unknown_version_is_refused_by_name(message: Message) -> None:
    text = message.to_json().replace('"version":1', '"version":7', 1)

    with pytest.raises(ContractError, match=f"{type(message).__name__} of contract version 7"):
        type(message).from_json(text)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"language":"cpp17"', '"langauge":"cpp17"', "language"),
        ('"submission_id":12', '"submission_id":0', "submission_id"),
        ('"name":"main.cpp"', '"name":"../main.cpp"', "source_files.0.name"),
        (f'"attempt_token":"{TOKEN}"', '"attempt_token":"x"', "attempt_token"),
        ('"cpu_time_ms":1500', '"cpu_time_ms":900000000', "limits.cpu_time_ms"),
        ("{", "", "JudgeJob"),
    ],
)
def test_a_faulty_job_names_its_first_fault(old: str, new: str, place: str) -> None:
    with pytest.raises(ContractError, match=f"^JudgeJob: {place}: "):
        JudgeJob.from_json(JOB.to_json().replace(old, new, 1))


def test_every_internal_fault_kind_can_be_told() -> None:
    for kind in ("package", "validator", "sandbox", "store", "contract", "worker", "attempts"):
        assert InternalError.model_validate({"kind": kind, "message": "x"}).kind == kind
