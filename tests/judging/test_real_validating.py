"""Validators and interactors in real boxes: honest ones, hostile ones, and every way to end."""

import pytest

from judging.verdicts import Verdict
from tests.judging.one_validator import INTERACTIVE_YAML, Bench, fault
from tests.judging.packages.support import Changes

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


def test_a_validator_may_be_built_and_run_by_scripts_of_its_own(
    bench: Bench,
) -> None:
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


def test_a_large_output_reaches_a_validator_that_reads_none_of_it(
    bench: Bench,
) -> None:
    report = bench.validate("import sys\nsys.exit(42)", "print('x' * (7 << 20))")

    assert report.verdict == "AC"


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
