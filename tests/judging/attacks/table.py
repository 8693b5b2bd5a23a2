"""The attacks: a file and a row each. To add one, add both.

A program says ``contained`` when all that it tried was refused, and what worked where it
wasn't: the tests' answer is ``contained``, so that its report quotes what got through. One
that hunts for secrets fails after telling what it found; then nothing else is in its report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from judging.verdicts import Verdict

HERE = Path(__file__).parent

AC, WA, TLE, WTL, MLE, OLE, RTE, CE, CTL, JE = (
    Verdict(text) for text in ["AC", "WA", "TLE", "WTL", "MLE", "OLE", "RTE", "CE", "CTL", "JE"]
)
LANGUAGES = {
    ".c": "c17",
    ".cpp": "cpp17",
    ".py": "python3",
    ".java": "java17",
    ".rs": "rust",
    ".go": "go",
    ".pl": "perl",
    ".nim": "nim",
    ".hs": "haskell",
    ".d": "d",
}


class Role(StrEnum):
    """What the hostile program is to the judge."""

    SUBMISSION = "submission"
    VALIDATOR = "validator"
    INTERACTOR = "interactor"


@dataclass(frozen=True)
class Attack:
    """One hostile program in one role, and the verdicts that the judgement may get."""

    file: str
    """Beneath this directory. Its suffix tells the language."""
    verdicts: frozenset[Verdict]
    role: Role = Role.SUBMISSION
    limits: Mapping[str, int] = field(default_factory=dict)
    """Where they are not those of all attacks."""
    is_secret: bool = False
    """The tests' answer is a secret, which must not be in the report."""
    test_cases: int = 1
    made: str = ""
    """The source itself, where it is made by a line of Python."""

    def __str__(self) -> str:
        place = "" if self.role is Role.SUBMISSION else f"{self.role}: "
        return place + self.file.rpartition("/")[2]

    @property
    def source(self) -> str:
        return self.made or (HERE / self.file).read_text()

    @property
    def language(self) -> str:
        return LANGUAGES[Path(self.file).suffix]


def _rows(
    folder: str,
    rows: Mapping[str, str],
    role: Role = Role.SUBMISSION,
    limits: Mapping[str, int] | None = None,
    *,
    is_secret: bool = False,
    test_cases: int = 1,
) -> tuple[Attack, ...]:
    """A row for each file and its verdicts, such as ``TLE`` or ``MLE or TLE``."""
    return tuple(
        Attack(
            f"{folder}/{name}",
            frozenset(Verdict(word) for word in words.split(" or ")),
            role,
            limits or {},
            is_secret,
            test_cases,
        )
        for name, words in rows.items()
    )


_IMPATIENT = {"wall_time_ms": 300}
_RUNTIME = {"cpu_time_ms": 5_000, "memory_kib": 256 * 1024}
_ROOMY_FILES = {"memory_kib": 512 * 1024, "cpu_time_ms": 3_000}
_BOMB = {"compile_time_ms": 1_000}

PROCESSES = _rows(
    "programs",
    {
        "fork_bomb.c": "TLE",
        "fork_bomb_sessions.c": "TLE",
        "fork_brief.c": "TLE",
        "thread_bomb.c": "TLE",
        "spin_in_sessions.c": "TLE",
        "system_time.c": "TLE",
        "exec_chain.c": "TLE",
        "signal_flood.c": "TLE",
        "signals_ignored.c": "TLE",
        "kill_everyone.c": "RTE",
        "signal_strangers.c": "AC",
        "zombies.c": "AC",
        "leftover.c": "AC",
        "core_dump.c": "RTE",
        "shell_out.c": "AC",
    },
)
WAITING = _rows(
    "programs",
    {
        "sleeper.c": "WTL",
        "fork_sleepers.c": "WTL",
        "stop_itself.c": "WTL",
        "stop_group.c": "WTL",
        "vfork_sleep.c": "WTL",
        "deadlock.c": "WTL",
        "close_pipes.c": "WTL",
    },
    limits=_IMPATIENT,
)
MEMORY = (
    *_rows(
        "programs",
        {
            "memory_bomb.c": "MLE",
            "memory_mmap.c": "MLE",
            "memory_shared.c": "MLE",
            "memory_memfd.c": "MLE",
            "memory_stack.c": "MLE",
            "memory_threads.c": "MLE",
            "memory_processes.c": "MLE",
            "memory_tmpfs.c": "MLE",
            "memory_working_directory.c": "MLE",
            "memory_page_tables.c": "MLE or TLE",
            "memory_inodes.c": "MLE or TLE",
            "memory_file_locks.c": "MLE or TLE",
            "memory_page_cache.c": "AC or TLE",
            "memory_locked.c": "AC",
            "memory_kernel_objects.c": "AC or TLE",
            "memory_python.py": "MLE",
        },
    ),
    *_rows(
        "programs",
        {"memory_pipes.c": "MLE or TLE or WTL", "memory_sockets.c": "MLE or TLE or WTL"},
        limits=_IMPATIENT,
    ),
    *_rows("programs", {"MemoryBomb.java": "MLE"}, limits=_RUNTIME),
)
OUTPUT = (
    *_rows(
        "programs",
        {
            "output_flood.c": "OLE",
            "flood_both.c": "OLE",
            "flood_by_children.c": "OLE",
            "error_flood.c": "TLE",
            "sparse_file.c": "OLE",
            "output_bytes.c": "RTE",
            "output_line.c": "WA",
            "close_output.c": "WA",
            "pipe_tricks.c": "AC",
            "write_input.c": "AC",
        },
    ),
    *_rows("programs", {"file_flood.c": "OLE"}, limits=_ROOMY_FILES),
)
READING = (
    *_rows(
        "programs",
        {"hunt.py": "RTE", "hunt_inputs.py": "RTE"},
        limits=_RUNTIME,
        is_secret=True,
    ),
    *_rows(
        "programs",
        {"environment.py": "AC", "kernel_facts.py": "AC", "proc_snoop.py": "AC"},
        limits=_RUNTIME,
    ),
    *_rows("programs", {"other_submissions.py": "AC"}, limits=_RUNTIME, test_cases=2),
    *_rows("programs", {"descriptors.c": "AC"}),
)
ESCAPES = (
    *_rows(
        "programs",
        {
            "network.c": "AC",
            "network_local.c": "AC",
            "calls_keyrings.c": "AC",
            "calls_io_uring.c": "AC",
            "calls_kernel_programs.c": "AC",
            "calls_ptrace.c": "AC",
            "calls_namespaces.c": "AC",
            "calls_mounts.c": "AC",
            "calls_ipc.c": "AC",
            "calls_privileges.c": "AC",
            "calls_host.c": "AC",
            "calls_young.c": "AC",
            "sync_storm.c": "AC",
            "escape_chroot.c": "AC",
            "x32_calls.c": "RTE",
            "i386_calls.c": "RTE",
        },
    ),
    *_rows("programs", {"overwrite_self.c": "AC"}, test_cases=2),
    *_rows(
        "programs",
        {
            "network_python.py": "AC",
            "escape_writes.py": "AC",
            "setuid_programs.py": "AC",
            "plant_links.py": "AC",
        },
        limits=_RUNTIME,
    ),
    *_rows("programs", {"plant_tree.py": "AC"}, limits=_RUNTIME, test_cases=2),
)
SOURCES = (
    *_rows(
        "sources",
        {
            "template_recursion.cpp": "CE or CTL",
            "constant_loop.cpp": "CE or CTL",
            "macro_bomb.c": "CE or CTL",
            "assembler_bomb.c": "CE or CTL",
            "assembler_space.c": "CE or CTL",
            "giant_array.c": "CE or CTL",
            "include_zero.c": "CE or CTL",
            "include_urandom.c": "CE or CTL",
            "include_full.c": "CE or CTL",
            "include_itself.c": "CE",
            "include_stdin.c": "AC or WA",
            "include_tty.c": "CE",
            "lying_header.cpp": "CE",
            "embed_endless.rs": "CE or CTL",
            "macro_recursion.rs": "CE or CTL",
            "begin.pl": "CE or CTL",
        },
        limits=_BOMB,
    ),
    *_rows(
        "sources",
        {
            "giant_bss.c": "MLE",
            "include_system_secrets.c": "CE",
            "include_secrets.c": "CE",
            "incbin_secrets.c": "CE",
            "has_include.c": "AC",
            "pragmas.c": "CE or WA",
            "constructor.c": "AC or RTE",
            "embed_secrets.rs": "CE",
            "begin_secrets.pl": "AC",
            "static_exec.nim": "CE",
            "template_haskell.hs": "CE",
            "import_secrets.d": "CE",
            "cgo.go": "CE",
        },
    ),
    *_rows(
        "sources",
        {"AnnotationProcessor.java": "AC", "InferenceBomb.java": "CE or CTL or AC or WA"},
        limits={**_RUNTIME, "compile_time_ms": 5_000},
    ),
)
VALIDATORS = (
    *_rows(
        "programs",
        {
            "fork_bomb.c": "JE",
            "memory_mmap.c": "JE",
            "output_flood.c": "JE",
            "kill_everyone.c": "JE",
            "leftover.c": "JE",
        },
        Role.VALIDATOR,
    ),
    *_rows(
        "validators",
        {
            "plants.py": "WA",
            "words.py": "WA",
            "many_files.py": "JE",
            "deep_folders.py": "JE",
            "sparse_message.py": "JE",
            "leaves_children.py": "AC",
            "kills.py": "AC",
        },
        Role.VALIDATOR,
    ),
    *_rows("validators", {"hunts.py": "JE"}, Role.VALIDATOR, is_secret=True),
    *_rows(
        "validators",
        {"changes_data.py": "AC", "remembers.py": "AC"},
        Role.VALIDATOR,
        test_cases=2,
    ),
)
INTERACTORS = (
    *_rows(
        "programs",
        {
            "fork_bomb.c": "JE",
            "memory_mmap.c": "JE",
            # They may also be ended by their word to a program that has left.
            "kill_everyone.c": "JE or WA",
            "leftover.c": "JE or WA",
        },
        Role.INTERACTOR,
    ),
    *_rows(
        "validators",
        {
            "floods_partner.py": "WA",
            "holds_pipes.py": "WA",
            "passes_descriptors.py": "AC",
            "kills.py": "AC",
            "plants.py": "WA",
        },
        Role.INTERACTOR,
    ),
)
LONGEST_SOURCE_BYTES = 128 * 1024
MADE = (
    Attack("sources/nested_parentheses.c", frozenset({CE, CTL}), made="int a = " + "(" * 100_000),
    Attack("sources/too_long.c", frozenset({CE}), made="//" + "x" * LONGEST_SOURCE_BYTES),
    Attack(
        "sources/long_line.c",
        frozenset({CE}),
        made="int main(void) { return " + "!" * (LONGEST_SOURCE_BYTES - 64) + "; }",
    ),
    Attack("sources/many_errors.c", frozenset({CE}), made="!;\n" * 5_000),
    Attack("sources/null_bytes.c", frozenset({WA}), made="\0" * 10_000 + "int main(void) {}"),
    Attack("sources/no_text.c", frozenset({CE}), made="\ufffd\u202e\x1b[2J\ufeff" * 1_000),
    Attack("sources/empty.c", frozenset({CE}), made="\n"),
    Attack("sources/nested.py", frozenset({CE}), made="(" * 100_000),
    Attack("sources/deep.py", frozenset({CE, RTE}), made="a = " + "-" * 120_000 + "1\n"),
    Attack("sources/big_power.py", frozenset({MLE, TLE}), made="print(9 ** 9 ** 9 ** 9)\n"),
)
ATTACKS = (
    *PROCESSES,
    *WAITING,
    *MEMORY,
    *OUTPUT,
    *READING,
    *ESCAPES,
    *SOURCES,
    *MADE,
    *VALIDATORS,
    *INTERACTORS,
)
