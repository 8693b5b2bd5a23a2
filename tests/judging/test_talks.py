"""A program and its interactor in real boxes: every way to end, and who is blamed."""

import pytest

from tests.judging.one_validator import LIMITS, Bench

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
    "answers without listening": (
        "import sys\nsys.stdin.read()\nprint(1, 2, flush=True)\nsys.exit(42)",
        "print(3)",
        "AC",
    ),
    "leaves, and nobody looks": (
        "import sys\nwhile sys.stdin.readline() != '3\\n': print('more', flush=True)",
        "",
        "WA",
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
