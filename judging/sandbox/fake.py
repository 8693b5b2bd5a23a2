"""A sandbox with scripted outcomes, for tests of what calls a sandbox."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from judging.sandbox.protocol import Box, BoxSpec, Command, Outcome, SandboxError, StopReason


def outcome(
    *,
    stop: StopReason = StopReason.EXITED,
    exit_code: int | None = None,
    signal: int | None = None,
    stdout: bytes = b"",
    stderr: bytes = b"",
    cpu_time_ms: int = 1,
    wall_time_ms: int = 1,
    memory_kib: int = 1024,
    stdout_truncated: bool = False,
    stderr_truncated: bool = False,
) -> Outcome:
    """An outcome, by default of a program that ended well and said nothing."""
    if stop is StopReason.EXITED and exit_code is None:
        exit_code = 0
    return Outcome(
        stop=stop,
        exit_code=exit_code,
        signal=signal,
        stdout=stdout,
        stderr=stderr,
        cpu_time_ms=cpu_time_ms,
        wall_time_ms=wall_time_ms,
        memory_kib=memory_kib,
        stdout_truncated=stdout_truncated,
        stderr_truncated=stderr_truncated,
    )


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """What one run answers, and the files that it leaves for its ``collect``."""

    outcome: Outcome = field(default_factory=outcome)
    files: Mapping[str, bytes] = field(default_factory=dict)


Answer = Outcome | Scripted | SandboxError | Callable[[Command], Outcome]


@dataclass
class FakeSandbox:
    """Answers runs in the order of the script, over all boxes; records what was asked.

    A SandboxError in the script is raised. A run beyond the script raises AssertionError.
    """

    script: Iterable[Answer]
    specs: list[BoxSpec] = field(default_factory=list)
    """Of the boxes that were opened."""
    commands: list[tuple[str, Command]] = field(default_factory=list)
    """The name of the box and the command of each run."""
    open_boxes: int = 0

    def __post_init__(self) -> None:
        self._answers = iter(self.script)

    @contextlib.contextmanager
    def open_box(self, spec: BoxSpec) -> Iterator[Box]:
        """Record the box and answer its runs from the script."""
        self.specs.append(spec)
        self.open_boxes += 1
        try:
            yield _FakeBox(self, spec.name)
        finally:
            self.open_boxes -= 1

    def answer(self, box: str, command: Command) -> Outcome:
        """Record a run and give the next answer of the script."""
        self.commands.append((box, command))
        if command.on_start is not None:
            command.on_start()
        answer = next(self._answers, None)
        if answer is None:
            raise AssertionError(f"box {box}: {command.argv} is not in the script")
        if isinstance(answer, SandboxError):
            raise answer
        if isinstance(answer, Outcome):
            return answer
        if isinstance(answer, Scripted):
            if command.collect and answer.outcome.exit_code in command.collect.exit_codes:
                for name, content in answer.files.items():
                    target = command.collect.into / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
            return answer.outcome
        return answer(command)


@dataclass
class _FakeBox:
    sandbox: FakeSandbox
    name: str

    def run(self, command: Command) -> Outcome:
        return self.sandbox.answer(self.name, command)
