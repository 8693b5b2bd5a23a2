"""How fast this host judges, from a job to its report, beside bare compilers and programs.

Only the sources of this file are ever run bare.
"""

import multiprocessing
import os
import secrets
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from judging.compiling import CompileAids
from judging.contract import JudgeJob, JudgeProgress, JudgeReport, SourceFile
from judging.cores import HostCores
from judging.limits import Limits
from judging.packages.manifest import PackageManifest, TestCase
from judging.packages.test_package import TestPackage
from judging.precompiled import PrecompiledHeaders
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import SandboxError
from judging.toolchains import installed_languages
from judging.verdicts import Stage, Verdict

TEST_CASES = 20

_SUMS: Mapping[str, str] = {
    "c17": """// {unique}
#include <stdio.h>
int main(void) {
    long long a, b;
    if (scanf("%lld %lld", &a, &b) != 2) return 1;
    printf("%lld\\n", a + b);
}
""",
    "cpp17": """#include <bits/stdc++.h>  // {unique}
using namespace std;
int main() {
    long long a, b;
    cin >> a >> b;
    cout << a + b << endl;
}
""",
    "python3": "# {unique}\na, b = map(int, input().split())\nprint(a + b)\n",
    "java17": """// {unique}
import java.util.Scanner;
public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        System.out.println(in.nextLong() + in.nextLong());
    }
}
""",
}
_REPEATS: Mapping[str, int] = {"c17": 40, "cpp17": 12, "python3": 6, "java17": 4}
_WORKERS = 2


def bench_judging(
    languages: tuple[str, ...] = tuple(_SUMS), *, scale: float = 1
) -> dict[str, float]:
    """A+B with 20 test cases: submissions per minute, and seconds of the 20 runs alone.

    ``…_to_bare_ratio`` compares with the plain compiler and the bare program, run one after the
    other without limits, in the same measurement. Every source is another, so that no cache
    answers. ``scale`` multiplies the number of submissions. Languages that this host lacks are
    left out. Raises SandboxError.
    """
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="judging-bench-") as folder:
        directory = Path(folder)
        _write_cases(directory)
        for language in languages:
            if language in installed_languages():
                repeats = max(1, round(_REPEATS[language] * scale))
                figures |= _bench_language(language, directory, repeats)
    return figures


def _bench_language(language: str, directory: Path, repeats: int) -> dict[str, float]:
    bench = _Bench(directory)
    try:
        bench.prepare(language)
        judged, runs, bare = [], [], []
        for _ in range(repeats):
            judged_s, runs_s = bench.judge_one(language)
            judged.append(judged_s)
            runs.append(runs_s)
            bare.append(bench.bare_s(language))
    finally:
        bench.sandbox.close()
    judged_s = statistics.median(judged)
    return {
        f"{language}_per_minute": round(60 / judged_s, 1),
        f"{language}_per_minute_two_workers": round(_with_two(language, directory, repeats), 1),
        f"{language}_20_runs_s": round(statistics.median(runs), 3),
        f"{language}_bare_s": round(statistics.median(bare), 3),
        f"{language}_judged_to_bare_ratio": round(judged_s / statistics.median(bare), 3),
    }


def _with_two(language: str, directory: Path, repeats: int) -> float:
    """Submissions per minute of two processes, as two workers of a host are."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_WORKERS, mp_context=spawn) as pool:
        warm = [pool.submit(_judge_some, language, directory, 1) for _ in range(_WORKERS)]
        for future in warm:
            future.result()
        began = time.perf_counter()
        counts = [pool.submit(_judge_some, language, directory, repeats) for _ in range(_WORKERS)]
        total = sum(future.result() for future in counts)
        return total / (time.perf_counter() - began) * 60


def _judge_some(language: str, directory: Path, count: int) -> int:
    bench = _bench_of_this_process(directory)
    for _ in range(count):
        bench.judge_one(language)
    return count


@cache
def _bench_of_this_process(directory: Path) -> "_Bench":
    return _Bench(directory)


class _Bench:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.sandbox = KeptBoxSandbox()
        self._headers = PrecompiledHeaders(directory / "precompiled", self.sandbox)
        self._cores = HostCores(directory / "cores")
        self._package = TestPackage(
            directory, PackageManifest(limits=Limits(), test_cases=_test_cases())
        )

    def prepare(self, language: str) -> None:
        """Bring about what a host that has judged for a while has: headers, warm page cache."""
        installed = installed_languages()[language]
        if installed.language.precompiled_header is not None:
            self._headers.make(installed)
        self.judge_one(language)
        self.bare_s(language)

    def judge_one(self, language: str) -> tuple[float, float]:
        """Seconds from job to report, and of its runs alone."""
        times: list[float] = []

        def on_progress(news: JudgeProgress) -> None:
            if news.stage is Stage.RUNNING:
                times.append(time.perf_counter())

        began = time.perf_counter()
        report = judge(
            _job(language),
            self._package,
            self.sandbox,
            judgehost="bench",
            delivery=1,
            on_progress=on_progress,
            work_dir=self._directory,
            aids=CompileAids(precompiled=self._headers),
            reruns_slow_runs=False,
            cores=self._cores,
        )
        ended = time.perf_counter()
        _check(report)
        return ended - began, times[-1] - times[0]

    def bare_s(self, language: str) -> float:
        """Seconds of the compiler and the 20 runs without any sandbox."""
        row = installed_languages()[language]
        root = str(row.mount or row.toolchain_root)
        source = _source(language)
        files = {row.language.source_file_name(source): source}
        with tempfile.TemporaryDirectory(dir=self._directory) as folder:
            for name, text in files.items():
                Path(folder, name).write_text(text)
            run = [
                argument.replace("/program", folder, 1)
                for argument in row.language.run_argv(files, Limits(), toolchain_root=root)
            ]
            began = time.perf_counter()
            _bare(list(row.language.compile_argv(files, toolchain_root=root)), folder)
            for case in _test_cases():
                _bare(run, folder, stdin=self._directory / case.input_path)
            return time.perf_counter() - began


def _bare(argv: list[str], folder: str, *, stdin: Path = Path(os.devnull)) -> None:
    with stdin.open("rb") as stream:
        done = subprocess.run(argv, cwd=folder, stdin=stream, capture_output=True, check=False)
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace")
        raise SandboxError(f"{argv[0]} of the benchmark failed: {said[:500]}")


def _write_cases(directory: Path) -> None:
    for number, case in enumerate(_test_cases(), start=1):
        for path, text in (
            (case.input_path, f"{number} {number}000\n"),
            (case.answer_path, f"{number * 1001}\n"),
        ):
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            (directory / path).write_text(text)


def _test_cases() -> tuple[TestCase, ...]:
    return tuple(TestCase(name=f"secret/{number:02}") for number in range(1, TEST_CASES + 1))


def _source(language: str) -> str:
    return _SUMS[language].replace("{unique}", secrets.token_hex(8))


def _job(language: str) -> JudgeJob:
    return JudgeJob(
        submission_id=1,
        judgement_id=1,
        attempt_token=secrets.token_hex(16),
        language=language,
        source_files=(SourceFile(name="main", text=_source(language)),),
        package_sha256="0" * 64,
        limits=Limits(cpu_time_ms=10_000),
    )


def _check(report: JudgeReport) -> None:
    if report.verdict is not Verdict.ACCEPTED:
        raise SandboxError(f"a program of the benchmark got {report.verdict}: {report.compile}")
