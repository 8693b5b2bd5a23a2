"""What a reader finds wrong with a package: gathered, so that all of it is told at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class PackageProblem:
    """One thing wrong with a package, and what to do about it."""

    file: str
    """Path within the package; empty where it is about the package as a whole."""
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}" if place else self.message


class PackageRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The package can't be honoured, so nothing of it is imported. All its problems are listed."""

    def __init__(self, problems: Iterable[PackageProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Findings:
    """Collects problems (which refuse the package) and warnings (which don't)."""

    problems: list[PackageProblem] = field(default_factory=list)
    warnings: list[PackageProblem] = field(default_factory=list)

    def problem(self, file: str, message: str, line: int | None = None) -> None:
        self.problems.append(PackageProblem(file=file, line=line, message=message))

    def warning(self, file: str, message: str, line: int | None = None) -> None:
        self.warnings.append(PackageProblem(file=file, line=line, message=message))

    def raise_if_refused(self) -> None:
        """Raises PackageRefused with everything found so far, if anything was."""
        if self.problems:
            raise PackageRefused(self.problems)
