"""Hostile sources: the compiler is boxed like any program."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import BoxSpec, Collect, Command, Outcome, RunLimits, StopReason
from tests.judging.sandbox.support import MIB, SECRET

LIMITS = RunLimits(
    cpu_time_ms=1_500,
    wall_time_ms=30_000,
    memory_kib=256 * MIB,
    file_bytes=64 << 20,
    stdout_bytes=64 * 1024,
    stderr_bytes=64 * 1024,
)

CPP = ("/usr/bin/g++", "-O0", "-std=c++17", "-o", "program", "main.cpp")

TEMPLATE_RECURSION = b"""
template <int N, int M> struct F { static const long v = F<N - 1, M>::v + F<N - 1, M + 1>::v; };
template <int M> struct F<0, M> { static const long v = M; };
int main() { return F<800, 0>::v; }
"""

MACRO_BOMB = (
    b"#define A0 x x x x x x x x x x\n"
    + b"".join(b"#define A%d %s\n" % (n, b" ".join([b"A%d" % (n - 1)] * 10)) for n in range(1, 10))
    + b"A9\n"
)

CONSTEXPR_LOOP = b"""
constexpr long spin(long n) { long s = 0; for (long i = 0; i < n; i++) s += i; return s; }
static_assert(spin(1L << 60) > 0);
int main() {}
"""


@dataclass(frozen=True)
class Source:
    """A source and the ways its compilation may end."""

    name: str
    text: bytes
    stops: frozenset[StopReason]
    argv: tuple[str, ...] = CPP

    def __str__(self) -> str:
        return self.name


EXITED = frozenset({StopReason.EXITED})
BOMB = frozenset({StopReason.CPU_TIME, StopReason.MEMORY, StopReason.OUTPUT, StopReason.EXITED})

SOURCES = [
    Source("template recursion", TEMPLATE_RECURSION, BOMB),
    Source("macro bomb", MACRO_BOMB, BOMB),
    Source("endless constant", CONSTEXPR_LOOP, BOMB, (*CPP, "-fconstexpr-ops-limit=9999999999999")),
    Source("includes an endless device", b'#include "/dev/zero"\nint main() {}', BOMB),
    Source("includes random bytes", b'#include "/dev/urandom"\nint main() {}', BOMB),
    Source("includes its input", b'#include "/dev/stdin"\nint main() {}', BOMB),
    Source("includes itself", b'#include "main.cpp"\nint main() {}', BOMB),
    Source("giant array", b"int a[1L << 33] = {1};\nint main() {}", BOMB),
    Source("nested parentheses", b"int a = " + b"(" * 200_000 + b";", BOMB),
    Source("huge source", b"int a; // " + b"x" * (20 << 20) + b"\nint main() {}", BOMB),
    Source("huge line of errors", b"!" * 1_000_000, BOMB),
    Source("null bytes", b"\0" * 10_000 + b"int main() {}", BOMB),
    Source("invalid UTF-8", b"int main() { return 0; } // \xff\xfe\xc3\x28", EXITED),
    Source("empty", b"", EXITED),
]


def compile_cpp(
    sandbox: KeptBoxSandbox, text: bytes, into: Path, argv: tuple[str, ...] = CPP
) -> Outcome:
    with sandbox.open_box(BoxSpec(name="compile")) as box:
        return box.run(
            Command(
                argv=argv,
                limits=LIMITS,
                env={"PATH": "/usr/bin", "LANG": "C.UTF-8"},
                files={"main.cpp": text},
                collect=Collect(into=into, max_bytes=64 << 20),
            )
        )


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_hostile_source_is_contained(
    sandbox: KeptBoxSandbox, tmp_path: Path, source: Source
) -> None:
    outcome = compile_cpp(sandbox, source.text, tmp_path, source.argv)

    assert outcome.stop in source.stops, outcome
    assert outcome.cpu_time_ms < LIMITS.cpu_time_ms + 1_500
    assert outcome.memory_kib <= LIMITS.memory_kib
    assert len(outcome.stderr) <= LIMITS.stderr_bytes


@pytest.mark.parametrize(
    "line",
    ['#include "{path}"', '__asm__(".incbin \\"{path}\\"");', '#include_next "{path}"'],
)
def test_a_source_cannot_include_what_the_host_has(
    sandbox: KeptBoxSandbox, tmp_path: Path, line: str
) -> None:
    secret = tmp_path / "1.ans"
    secret.write_text(SECRET)
    secret.chmod(0o644)
    into = tmp_path / "into"
    into.mkdir()

    for path in (str(secret), "/etc/shadow", "/proc/1/environ", "/root/.profile"):
        outcome = compile_cpp(
            sandbox, f"{line.format(path=path)}\nint main() {{}}\n".encode(), into
        )

        assert outcome.stop is StopReason.EXITED, outcome
        assert outcome.exit_code not in (0, None)
        assert SECRET.encode() not in outcome.stderr


def test_a_compiler_cannot_leave_links(sandbox: KeptBoxSandbox, tmp_path: Path) -> None:
    """Whoever controls a compiler's run can plant what they like; only files come out."""
    into = tmp_path / "into"
    into.mkdir()
    argv = ("/usr/bin/ln", "-s", "/etc/passwd", "/w/program")

    outcome = compile_cpp(sandbox, b"", into, argv)

    assert outcome.exit_code == 0
    assert [path.name for path in into.iterdir()] == ["main.cpp"]
