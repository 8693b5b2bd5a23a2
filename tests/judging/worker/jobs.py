"""Jobs and reports for the worker's tests."""

from judging.contract import JudgeJob, JudgeProgress, JudgeReport, RunReport, SourceFile
from judging.contract_runs import CustomRunJob, RunInput
from judging.limits import Limits
from judging.verdicts import Stage, Verdict

TOKEN = "ab" * 16


def job(
    *,
    judgement_id: int = 11,
    source: str = "print(1)",
    language: str = "python3",
    package_sha256: str = "0" * 64,
    limits: Limits | None = None,
) -> JudgeJob:
    return JudgeJob(
        submission_id=7,
        judgement_id=judgement_id,
        attempt_token=TOKEN,
        language=language,
        source_files=(SourceFile(name="main.py", text=source),),
        package_sha256=package_sha256,
        limits=limits or Limits(),
    )


def run(ordinal: int, *, message: str = "") -> RunReport:
    return RunReport(
        ordinal=ordinal,
        test_case=f"secret/{ordinal}",
        verdict=Verdict.ACCEPTED,
        cpu_time_ms=1,
        wall_time_ms=2,
        memory_kib=3,
        exit_code=0,
        judge_message=message,
    )


def news(*runs: RunReport, count: int | None = None, token: str = TOKEN) -> JudgeProgress:
    return JudgeProgress(
        submission_id=7,
        judgement_id=11,
        attempt_token=token,
        judgehost="host",
        stage=Stage.RUNNING,
        test_case_count=count,
        runs=runs,
    )


def report(*runs: RunReport) -> JudgeReport:
    return JudgeReport(
        submission_id=7,
        judgement_id=11,
        attempt_token=TOKEN,
        judgehost="host",
        delivery=1,
        verdict=Verdict.ACCEPTED,
        runs=runs,
    )


def custom_run(
    *,
    source: str = "print(1)",
    language: str = "python3",
    package_sha256: str | None = None,
    inputs: tuple[RunInput, ...],
) -> CustomRunJob:
    return CustomRunJob(
        run_id=5,
        attempt_token=TOKEN,
        language=language,
        source_files=(SourceFile(name="main.py", text=source),),
        package_sha256=package_sha256,
        limits=Limits(),
        inputs=inputs,
    )
