"""Validators and interactors in real boxes: honest ones, hostile ones, and every way to end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.contract import JudgeJob, JudgeReport, SourceFile
from judging.limits import Limits
from judging.packages import TestPackage, build_test_package, extract_test_package, read
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.verdicts import Verdict
from tests.judging.packages.support import MODERN, MODERN_YAML, Changes, write_package
from tests.judging.sandbox.support import needs_sandbox, remains

LIMITS = Limits(
    cpu_time_ms=300,
    wall_time_ms=3_000,
    memory_kib=64 * 1024,
    validation_time_ms=1_000,
    validation_memory_kib=64 * 1024,
    validation_output_bytes=64 * 1024,
)
INTERACTIVE_YAML = MODERN_YAML + "type: interactive\n"


@pytest.fixture
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    before = remains()
    with KeptBoxSandbox() as made:
        yield made
    assert remains() == before


class Bench:
    """Judges a Python program with a package of one validator."""

    def __init__(self, sandbox: KeptBoxSandbox, directory: Path) -> None:
        self._sandbox = sandbox
        self._directory = directory

    def package(self, changes: Changes) -> TestPackage:
        folder = write_package(self._directory / "sums", MODERN, changes)
        built = build_test_package(read(folder), self._directory)
        return extract_test_package(built.path, self._directory / "out/package", built.sha256)

    def judge(self, package: TestPackage, program: str) -> JudgeReport:
        work_dir = self._directory / "work"
        work_dir.mkdir(exist_ok=True)
        job = JudgeJob(
            submission_id=1,
            judgement_id=1,
            attempt_token="0" * 32,
            language="python3",
            source_files=(SourceFile(name="main.py", text=program),),
            package_sha256="0" * 64,
            limits=LIMITS,
            stop_at_first_failure=True,
        )
        report = judge(
            job,
            package,
            self._sandbox,
            judgehost="test",
            delivery=1,
            on_progress=lambda news: None,
            work_dir=work_dir,
        )
        assert list(work_dir.iterdir()) == []
        return report

    def validate(self, validator: str, program: str = "print(7)") -> JudgeReport:
        return self.judge(self.package({"output_validator/check.py": validator}), program)

    def talk(self, interactor: str, program: str) -> JudgeReport:
        changes = {"problem.yaml": INTERACTIVE_YAML, "output_validator/talk.py": interactor}
        return self.judge(self.package(changes), program)


@pytest.fixture
def bench(sandbox: KeptBoxSandbox, tmp_path: Path) -> Bench:
    return Bench(sandbox, tmp_path)


def fault(report: JudgeReport) -> str:
    assert report.verdict is Verdict.JUDGING_ERROR, report
    assert report.internal_error is not None
    assert report.internal_error.kind == "validator"
    return report.internal_error.message


VALIDATORS: dict[str, dict[str, str]] = {
    "cpp": {
        "output_validator/check.cpp": "#include <fstream>\n#include <iostream>\n"
        "int main(int, char **argv) { int a, b, c, d; std::ifstream(argv[1]) >> a >> b;"
        " std::ifstream(argv[2]) >> c; std::cin >> d;"
        ' std::ofstream(std::string(argv[3]) + "teammessage.txt") << "off by " << d - c;'
        " return c == a + b && d == c ? 42 : 43; }"
    },
    "python": {
        "output_validator/check.py": "import sys\na, b = map(int, open(sys.argv[1]).read().split())"
        "\nc, d = int(open(sys.argv[2]).read()), int(sys.stdin.read())\n"
        "open(sys.argv[3] + 'teammessage.txt', 'w').write(f'off by {d - c}')\n"
        "sys.exit(42 if c == a + b and d == c else 43)"
    },
    "java": {
        "output_validator/Check.java": "import java.nio.file.*; import java.util.*;\n"
        "public class Check { public static void main(String[] a) throws Exception {"
        " int c = new Scanner(Path.of(a[1])).nextInt(), d = new Scanner(System.in).nextInt();"
        ' Files.writeString(Path.of(a[2] + "teammessage.txt"), "off by " + (d - c));'
        " System.exit(d == c ? 42 : 43); } }"
    },
}


@pytest.mark.parametrize("language", VALIDATORS)
def test_a_validator_in_any_common_language_judges(bench: Bench, language: str) -> None:
    package = bench.package(VALIDATORS[language])

    right = bench.judge(package, "print(sum(map(int, input().split())))")
    wrong = bench.judge(package, "print(1 + sum(map(int, input().split())))")

    assert right.verdict == "AC", right
    assert wrong.verdict == "WA", wrong
    assert [run.team_message for run in wrong.runs] == ["off by 1"]
    assert len(list(package.derived_dir.iterdir())) == 1


HOSTILE = {
    "endless": ("while True: pass", "cpu time limit"),
    "sleeping": ("import time\ntime.sleep(100)", "wall time limit"),
    "greedy": ("x = bytearray(1 << 30)\nx[::4096] = b'1' * (1 << 18)", "memory limit"),
    "flooding": ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "output limit"),
    "silent": ("", "exited with 0"),
    "crashing": ("raise KeyError('the answer')", "KeyError: 'the answer'"),
    "fork bomb": (
        "import os, sys\ntry:\n while True: os.fork()\nexcept OSError:\n while True: pass",
        "limit",
    ),
    "too much feedback": (
        "import sys\nfor i in range(9):\n open(f'{sys.argv[3]}{i}.txt', 'w').write('x' * 60000)\n"
        "sys.exit(42)",
        "output limit",
    ),
    "too large a file": (
        "import sys\nopen(sys.argv[3] + 'judgemessage.txt', 'w').write('x' * 100000)",
        "File too large",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_validator_ends_as_a_judging_error(bench: Bench, name: str) -> None:
    validator, words = HOSTILE[name]

    assert words in fault(bench.validate(validator))


SNOOPING = """
import os, sys

seen = [os.path.join(top, name) for top, _, names in os.walk("/data") for name in names]
seen += [name for name in os.listdir("/") if name not in (
    "usr bin sbin lib lib32 libx32 lib64 etc dev proc tmp w program data".split())]
for path in ("/data/testdata.in", "/data/testdata.ans", "/program/check.py"):
    try:
        open(path, "a")
        seen.append(f"could write {path}")
    except OSError:
        pass
open(sys.argv[3] + "judgemessage.txt", "w").write(" ".join(sorted(seen)))
sys.exit(43)
"""


def test_a_validator_sees_its_test_case_and_nothing_else(bench: Bench) -> None:
    report = bench.validate(SNOOPING)

    assert report.runs[0].judge_message == "/data/testdata.ans /data/testdata.in"


def test_a_link_in_the_feedback_directory_leads_nowhere(bench: Bench) -> None:
    report = bench.validate(
        "import os, sys\nos.symlink('/etc/passwd', sys.argv[3] + 'judgemessage.txt')\n"
        "os.mkdir(sys.argv[3] + 'teammessage.txt')\nsys.exit(43)"
    )

    assert report.verdict == "WA"
    assert (report.runs[0].judge_message, report.runs[0].team_message) == ("", "")


def test_a_validator_remembers_nothing_of_the_test_case_before(bench: Bench) -> None:
    report = bench.validate(
        "import os, sys\nsys.exit(1) if os.path.exists('/tmp/x') else open('/tmp/x', 'w')\n"
        "sys.exit(42)"
    )

    assert report.verdict == "AC"
    assert len(report.runs) == 2


def test_a_validator_may_be_built_and_run_by_scripts_of_its_own(bench: Bench) -> None:
    changes = {
        "output_validator/build": "#!/bin/sh\ngcc -o judge judge.c\n",
        "output_validator/run": '#!/bin/sh\necho "$4" > "$3/teammessage.txt"\nexec ./judge\n',
        "output_validator/judge.c": "int main() { return 42; }\n",
        "data/test_group.yaml": "output_validator_args: [hello]\n",
    }

    report = bench.judge(bench.package(changes), "print(7)")

    assert [(run.verdict, run.team_message) for run in report.runs] == [("AC", "hello")] * 2


def test_several_validators_must_all_accept(bench: Bench) -> None:
    """What problemtools does: one after the other, the first rejection counts."""
    asks = "import sys; text = sys.stdin.read(); open(sys.argv[3] + 'judgemessage.txt', 'w')"
    changes: Changes = {
        "problem.yaml": "name: Sums\nvalidation: custom\nlimits:\n  time_limit: 1\n",
        "problem_statement/problem.md": "Add.",
        "output_validators/a.py": f"{asks}.write('a'); sys.exit(42 if len(text) < 4 else 43)",
        "output_validators/b.py": f"{asks}.write('b'); sys.exit(42 if text == '7\\n' else 43)",
    }
    package = bench.package(changes)

    accepted, first, second = (bench.judge(package, f"print({number})") for number in (7, 70000, 8))

    assert [report.verdict.value for report in (accepted, first, second)] == ["AC", "WA", "WA"]
    said = [report.runs[0].judge_message for report in (accepted, first, second)]
    assert said == ["b", "a", "b"]


def test_a_large_output_reaches_a_validator_that_reads_none_of_it(bench: Bench) -> None:
    report = bench.validate("import sys\nsys.exit(42)", "print('x' * (7 << 20))")

    assert report.verdict == "AC"


POLITE = """
import sys
a, b = map(int, open(sys.argv[1]).read().split())
print(a, b, flush=True)
line = sys.stdin.readline()
sys.exit(42 if line.strip() == str(a + b) else 43)
"""
REJECTS_AT_ONCE = "import sys\nsys.exit(43)"
ACCEPTS_AT_ONCE = "import sys\nsys.exit(42)"
WAITS = "import sys\nsys.stdin.read()\nsys.exit(43)"
SPINS = "while True: pass"
ADDS = "print(sum(map(int, input().split())), flush=True)"
WRITES_ON = "import sys\nwhile True: print('x' * 1000)"
READS = "import sys\nsys.stdin.read()"
DRAINS = "import sys\nwhile sys.stdin.buffer.read(65536): pass\nsys.exit(42)"
ANSWERS_LATE = "import sys, time\ntime.sleep(0.5)\nprint(1, 2, flush=True)\nsys.exit(42)"

TALKS = {
    "both right": (POLITE, ADDS, "AC"),
    "wrong answer": (POLITE, "print(0)", "WA"),
    "leaves without a word": (POLITE, "", "WA"),
    "crashes at once": (POLITE, "raise KeyError", "RTE"),
    "crashes after its answer": (POLITE, f"{ADDS}\nraise KeyError", "RTE"),
    "closes its output and leaves": (POLITE, "import os\nos.close(1)", "WA"),
    "closes its output and waits": (
        "import sys\nsys.stdin.read()\nsys.exit(43)",
        "import os\nos.close(1)\nwhile True: os.read(0, 1)",
        "WTL",
    ),
    "both silent": (WAITS, READS, "WTL"),
    "never flushes": (POLITE, "import sys\nsys.stdout.write('3\\n')\nsys.stdin.read()", "WTL"),
    "over its time": (WAITS, SPINS, "TLE"),
    "over its time after the answer": (POLITE, f"{ADDS}\n{SPINS}", "TLE"),
    "over its memory": (WAITS, "x = bytearray(1 << 30)\nx[::4096] = b'1' * (1 << 18)", "MLE"),
    "rejected, minds the end of input": (REJECTS_AT_ONCE, "input()", "WA"),
    "rejected, minds the closed pipe": (REJECTS_AT_ONCE, WRITES_ON, "WA"),
    "rejected, computes on": (REJECTS_AT_ONCE, SPINS, "WA"),
    "rejected, reads to the end": (REJECTS_AT_ONCE, READS, "WA"),
    "accepted, writes on": (ACCEPTS_AT_ONCE, WRITES_ON, "AC"),
    "accepted, reads to the end": (ACCEPTS_AT_ONCE, READS, "AC"),
    "interactor closes its output": (
        "import os, sys\nos.close(1)\nsys.exit(42 if sys.stdin.read() == 'end\\n' else 43)",
        "import sys\nsys.stdin.read()\nprint('end')",
        "AC",
    ),
    "flood that nobody reads": ("import time\ntime.sleep(100)", WRITES_ON, "JE"),
    "interactor crashes": ("raise KeyError", ADDS, "JE"),
    "interactor says nothing": ("", ADDS, "JE"),
    "interactor spins": (SPINS, ADDS, "JE"),
    "interactor floods a silent program": (WRITES_ON, "import time\ntime.sleep(100)", "WTL"),
    "interactor talks to nobody": (WRITES_ON, "", "WA"),
    "floods an interactor that reads": (DRAINS, WRITES_ON, "OLE"),
    "floods an interactor that keeps all": (WAITS, WRITES_ON, "OLE"),
    "floods in one piece": (DRAINS, "import os\nos.write(1, b'x' * (9 << 20))", "OLE"),
    "floods by children": (
        DRAINS,
        "import os\nfor _ in range(4):\n if os.fork() == 0:\n  os.write(1, b'x' * (3 << 20))\n"
        "  os._exit(0)\nwhile True:\n try: os.wait()\n except OSError: break",
        "OLE",
    ),
    "floods, and was rejected before": (REJECTS_AT_ONCE, WRITES_ON, "WA"),
    "says nearly as much as it may": (DRAINS, "import os\nos.write(1, b'x' * (7 << 20))", "AC"),
    "says much on standard error": (
        DRAINS,
        "import os\nfor _ in range(20): os.write(2, b'x' * (1 << 20))",
        "AC",
    ),
    "hears much": (
        "import os\nos.write(1, b'x' * (9 << 20))\nos._exit(42)",
        "import sys\nwhile sys.stdin.buffer.read(65536): pass",
        "AC",
    ),
    "sleeps": (DRAINS, "import time\ntime.sleep(100)", "WTL"),
    "stops itself": (DRAINS, "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "WTL"),
    "waits for an interactor that comes late": (ANSWERS_LATE, "input()", "AC"),
    "a child keeps the pipe": (
        DRAINS,
        "import os, time\nif os.fork() == 0:\n os.setsid()\n time.sleep(100)",
        "AC",
    ),
    "closes its input": (WRITES_ON, "import os\nos.close(0)\nprint(3, flush=True)", "WA"),
    "interactor over its memory": (
        "x = bytearray(1 << 30)\nx[::4096] = b'1' * (1 << 18)",
        READS,
        "JE",
    ),
    "interactor crashes late": (
        "import sys\nsys.stdin.readline()\nraise KeyError",
        "print(3, flush=True)\ninput()",
        "JE",
    ),
    "interactor is killed": ("import os\nos.kill(os.getpid(), 9)", READS, "JE"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TALKS)
def test_the_right_side_is_blamed(bench: Bench, name: str) -> None:
    interactor, program, verdict = TALKS[name]

    report = bench.talk(interactor, program)

    assert report.verdict == verdict, report


def test_a_rejected_program_is_not_left_to_its_time(bench: Bench) -> None:
    report = bench.talk(REJECTS_AT_ONCE, SPINS)

    assert report.verdict == "WA"
    assert max(run.cpu_time_ms for run in report.runs) < LIMITS.cpu_time_ms


TESTLIB_CHECKER = (
    '#include "testlib.h"\n'
    "int main(int argc, char *argv[]) { registerTestlibCmd(argc, argv);"
    " int a = inf.readInt(), b = inf.readInt(), c = ans.readInt(), d = ouf.readInt();"
    ' if (a + b != c) quitf(_fail, "%d is no sum", c);'
    ' if (c != d) quitf(_wa, "off by %d", d - c); quitf(_ok, "found %d", d); }'
)
TESTLIB_INTERACTOR = (
    '#include "testlib.h"\n'
    "int main(int argc, char *argv[]) { registerInteraction(argc, argv);"
    " std::cout << inf.readInt() << ' ' << inf.readInt() << std::endl;"
    ' int sum = ouf.readInt(0, 100, "sum"); tout << sum;'
    ' quitf(_ok, "heard %d", sum); }'
)


@pytest.mark.parametrize(
    ("program", "verdict", "message"),
    [
        ("print(sum(map(int, input().split())))", Verdict.ACCEPTED, "ok found 3"),
        ("print(9)", Verdict.WRONG_ANSWER, "wrong answer off by 6"),
        ("print(3, 4)", Verdict.WRONG_ANSWER, "Extra information"),
        ("pass", Verdict.WRONG_ANSWER, "unexpected eof"),
    ],
)
def test_a_testlib_checker_judges(
    bench: Bench, program: str, verdict: Verdict, message: str
) -> None:
    package = bench.package({"output_validator/check.cpp": TESTLIB_CHECKER})

    report = bench.judge(package, program)

    assert report.verdict is verdict
    assert message in report.runs[0].judge_message


def test_a_testlib_checker_that_fails_is_the_judges_fault(bench: Bench) -> None:
    changes = {"output_validator/check.cpp": TESTLIB_CHECKER, "data/sample/1.ans": "4\n"}

    report = bench.judge(bench.package(changes), "print(4)")

    assert "failed by its own word" in fault(report)
    assert "FAIL 4 is no sum" in fault(report)


@pytest.mark.parametrize(
    ("program", "verdict"),
    [
        ("print(sum(map(int, input().split())))", Verdict.ACCEPTED),
        ("input(); print(999)", Verdict.WRONG_ANSWER),
        ("input(); print('x')", Verdict.WRONG_ANSWER),
        ("input()", Verdict.WRONG_ANSWER),
        ("input(); 1 / 0", Verdict.RUN_TIME_ERROR),
    ],
)
def test_a_testlib_interactor_judges(bench: Bench, program: str, verdict: Verdict) -> None:
    changes = {"problem.yaml": INTERACTIVE_YAML, "output_validator/talk.cpp": TESTLIB_INTERACTOR}

    assert bench.judge(bench.package(changes), program).verdict is verdict
