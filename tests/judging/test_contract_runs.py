"""The messages of custom runs as they stand on the wire."""

import base64
import json
import random
import zlib
from pathlib import Path

import pytest

from judging.broker import compression_for
from judging.contract import CompileReport, ContractError, SourceFile
from judging.contract_runs import (
    MAX_RUN_BYTES,
    MAX_RUN_INPUTS,
    MAX_STDERR_BYTES,
    MAX_STDOUT_BYTES,
    CustomRunJob,
    CustomRunReport,
    RunInput,
    RunResult,
    RunWord,
)
from judging.limits import Limits

GOLDEN = Path(__file__).parent / "golden"
TOKEN = "0123456789abcdef" * 2

JOB = CustomRunJob(
    run_id=5,
    attempt_token=TOKEN,
    language="python3",
    source_files=(SourceFile(name="main.py", text="print(7)  # 합\n"),),
    package_sha256="ab" * 32,
    limits=Limits(cpu_time_ms=1500, memory_kib=262_144),
    inputs=(RunInput(sample="sample/1"), RunInput(stdin="3 4\n", expected="7\n")),
)
REPORT = CustomRunReport(
    run_id=5,
    attempt_token=TOKEN,
    judgehost="judge-1",
    delivery=1,
    compile=CompileReport(succeeded=True),
    results=(
        RunResult(
            ordinal=1,
            word=RunWord.WRONG_ANSWER,
            stdout="8\n",
            stderr="a word\n",
            exit_code=0,
            cpu_time_ms=12,
            wall_time_ms=15,
            memory_kib=2048,
            message='line 1, token 1: expected "7", got "8"',
            team_message="nearly",
        ),
        RunResult(ordinal=2, word=RunWord.SKIPPED, message="not run"),
    ),
)
MESSAGES = {"custom-run-job-v1": JOB, "custom-run-report-v1": REPORT}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_wire_form_is_the_golden_one(name: str) -> None:
    golden = (GOLDEN / f"{name}.json").read_text().strip()
    message = MESSAGES[name]

    assert message.to_json() == golden
    assert type(message).from_json(golden) == message


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_an_unknown_version_is_refused_by_name(message: CustomRunJob | CustomRunReport) -> None:
    text = message.to_json().replace('"version":1', '"version":7', 1)

    with pytest.raises(ContractError, match=f"{type(message).__name__} of contract version 7"):
        type(message).from_json(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"sample":"sample/1"', '"sample":"secret/1"'),
        ('"sample":"sample/1"', '"sample":"sample/../x"'),
        ('"sample":"sample/1","stdin":""', '"sample":"sample/1","stdin":"3"'),
        (f'"package_sha256":"{"ab" * 32}"', '"package_sha256":null'),
    ],
)
def test_a_custom_run_reaches_no_secret_and_no_sample_without_a_package(old: str, new: str) -> None:
    text = JOB.to_json()
    assert old in text

    with pytest.raises(ContractError):
        CustomRunJob.from_json(text.replace(old, new, 1))


def noise(length: int) -> str:
    """Text that hardly compresses: one byte each of UTF-8, many of them escaped in JSON."""
    return "".join(random.Random(7).choices([chr(n) for n in range(1, 128)], k=length))  # noqa: S311 - reproducible


def sqs_bytes(argument: str) -> int:
    """The length of Celery's compressed message on SQS."""
    body = base64.b64encode(zlib.compress(json.dumps([[argument], {}, {}]).encode()))
    headers_bytes = 2_000
    return len(base64.b64encode(body)) + headers_bytes


def test_the_largest_run_and_the_largest_report_fit_into_a_message_of_sqs() -> None:
    job = JOB.model_copy(
        update={
            "source_files": (SourceFile(name="main.py", text=noise(256 * 1024)),),
            "inputs": (RunInput(stdin=noise(MAX_RUN_BYTES)),),
        }
    )
    result = RunResult(
        ordinal=1,
        word=RunWord.OK,
        stdout=noise(MAX_STDOUT_BYTES),
        stderr=noise(MAX_STDERR_BYTES),
        message=noise(200),
        team_message=noise(2_000),
    )
    report = REPORT.model_copy(update={"results": (result,) * MAX_RUN_INPUTS})

    for message in (job.to_json(), report.to_json()):
        assert compression_for(message) == "zlib"
        assert sqs_bytes(message) < 1024 * 1024
