"""Checking a problem package on a judgehost, where its programs may run.

Everything that can be found wrong is found before it is told: a refused package names all of
it. What stands here is the order of the steps; each is done elsewhere.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from judging.compiling import NO_AIDS, CompileAids
from judging.contract_checks import (
    MAX_FINDING_CHARS,
    MAX_FINDINGS,
    MAX_PATH_CHARS,
    MAX_STATEMENTS_CHARS,
    ConvertedStatement,
    Finding,
    MeasuredTimeLimit,
    PackageCheckJob,
    PackageCheckReport,
)
from judging.faults import RetryableFault
from judging.generator_checks import check_generators
from judging.packages import PackageProblem, PackageRefused, SourcePackage, read
from judging.sandbox.protocol import Sandbox, SandboxError
from judging.statements import with_markdown
from judging.verify import LanguageChoice, PackageVerifier


def check_package(
    job: PackageCheckJob,
    archive: Path,
    sandbox: Sandbox,
    *,
    judgehost: str,
    delivery: int,
    work_dir: Path,
    aids: CompileAids = NO_AIDS,
) -> PackageCheckReport:
    """Check the problem package in the zip ``archive``.

    ``work_dir`` exists; nothing stays in it. Raises RetryableFault where this host could not.
    """
    directory = Path(tempfile.mkdtemp(dir=work_dir, prefix=f"check-{job.import_id}-"))
    found = _Found()
    try:
        # Some formats take the file's name for the problem's.
        named = directory / f"{job.short_name}.zip"
        named.symlink_to(archive.absolute())
        _check(named, sandbox, aids, directory, found)
    except SandboxError as error:
        raise RetryableFault("sandbox", str(error)) from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return PackageCheckReport(
        import_id=job.import_id,
        attempt_token=job.attempt_token,
        judgehost=judgehost,
        delivery=delivery,
        problems=_findings(found.problems),
        warnings=_findings(found.warnings),
        time_limit=found.time_limit,
        statements=tuple(found.statements),
    )


class _Found:
    """What is known of a package so far."""

    def __init__(self) -> None:
        self.problems: list[PackageProblem] = []
        self.warnings: list[PackageProblem] = []
        self.statements: list[ConvertedStatement] = []
        self.time_limit: MeasuredTimeLimit | None = None

    @contextmanager
    def step(self) -> Iterator[None]:
        """A step that may refuse the package, after which others may find more."""
        try:
            yield
        except PackageRefused as refused:
            self.problems.extend(refused.problems)


def _check(path: Path, sandbox: Sandbox, aids: CompileAids, directory: Path, found: _Found) -> None:
    try:
        package = read(path, for_judging_only=True)
    except PackageRefused as refused:
        found.problems.extend(refused.problems)
        return
    with found.step():
        found.statements.extend(_converted(package, sandbox))
    with found.step():
        verifier = PackageVerifier(sandbox=sandbox, choice=LanguageChoice(), jobs=1, aids=aids)
        prepared = verifier.prepare(package)
        found.warnings.extend(prepared.warnings)
        if prepared.time_limit is not None:
            found.time_limit = MeasuredTimeLimit(
                time_limit_ms=prepared.time_limit.time_limit_ms,
                explanation=str(prepared.time_limit)[:MAX_FINDING_CHARS],
            )
        elif not package.time_limit.is_stated:
            seconds = package.limits.cpu_time_ms / 1000
            message = f"states no time limit, and nothing could be measured: {seconds:g} s it is"
            found.warnings.append(PackageProblem(file="", line=None, message=message))
    found.warnings.extend(check_generators(package, sandbox, directory))


def _converted(package: SourcePackage, sandbox: Sandbox) -> Iterable[ConvertedStatement]:
    shown = with_markdown(package, sandbox).statements
    converted = [
        ConvertedStatement(path=after.path, markdown=after.markdown)
        for before, after in zip(package.statements, shown, strict=True)
        if before.kind == "latex"
    ]
    if sum(len(one.markdown) for one in converted) > MAX_STATEMENTS_CHARS:
        message = f"statements have more than {MAX_STATEMENTS_CHARS} characters: shorten them"
        raise PackageRefused([PackageProblem(file=converted[0].path, line=None, message=message)])
    return converted


def _findings(problems: Iterable[PackageProblem]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            file=problem.file[:MAX_PATH_CHARS],
            line=problem.line,
            message=problem.message[:MAX_FINDING_CHARS],
        )
        for problem in list(problems)[:MAX_FINDINGS]
    )
