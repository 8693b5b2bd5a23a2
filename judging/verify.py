"""`python -m judging verify`: judge a package's example submissions, and compare.

It needs neither Django nor a running service, only a host that the sandbox works on.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from judging.checking import check_inputs
from judging.compiling import NO_AIDS, CompileAids
from judging.contract import JudgeReport
from judging.cores import host_cores
from judging.faults import RetryableFault
from judging.languages import Language, UnknownLanguageError, language_table
from judging.measuring import ExampleJudge, MeasuredPackage, measure_time_limit
from judging.output_checks import check_outputs
from judging.packages import (
    ExampleSubmission,
    PackageRefused,
    SourcePackage,
    build_test_package,
    extract_test_package,
    read,
)
from judging.packages.expectations import is_met_by
from judging.packages.source import Expectation, Grading
from judging.sandbox.protocol import Sandbox
from judging.toolchains import installed_languages
from judging.verdicts import Verdict


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What came of one example submission."""

    path: str
    """Below ``submissions/``."""
    language: str | None
    """Id in the language table."""
    expected: str
    actual: str
    """A verdict, or why there is none."""
    agrees: bool | None
    """None: skipped, since the language is not installed."""
    report: JudgeReport | None = None


@dataclass(frozen=True, kw_only=True)
class LanguageChoice:
    """Which submissions to judge, and in which of the languages that they may be in."""

    ids: tuple[str, ...] | None = None
    """None: all, each in the language that its extension says."""

    @classmethod
    def parse(cls, text: str | None) -> "LanguageChoice":
        """Read a list such as ``cpp17,python3``; codes of the package format stand for their
        language. Raises UnknownLanguageError."""
        if text is None:
            return cls()
        table = language_table()
        ids: list[str] = []
        for name in filter(None, (part.strip() for part in text.split(","))):
            by_code = [row.id for row in table.for_package_code(name) if row.package_default]
            ids.append(by_code[0] if by_code else table.get(name).id)
        if not ids:
            raise UnknownLanguageError(text)
        return cls(ids=tuple(ids))

    def language_for(self, submission: ExampleSubmission) -> Language | None:
        """The language to judge it in; None: leave it out."""
        own = language_table().get(submission.language) if submission.language else None
        if own is None or self.ids is None:
            return own
        chosen = (language_table().get(language_id) for language_id in self.ids)
        return next((row for row in chosen if row.package_code == own.package_code), None)


@dataclass(frozen=True, kw_only=True)
class PackageVerifier:
    """Judges the example submissions of one package after the other."""

    sandbox: Sandbox
    choice: LanguageChoice
    jobs: int
    """How many submissions are judged at once."""
    aids: CompileAids = NO_AIDS
    refuses_narrow_margins: bool = True
    """Whether a submission that must be too slow, and is so by too little for a limit that was
    measured, refuses a package whose format takes it for an error; False: it is warned of."""

    def prepare(self, package: SourcePackage) -> MeasuredPackage:
        """Have the package's validators look at its test data, and find its time limit.

        Raises PackageRefused, RetryableFault and SandboxError.
        """
        checked = check_inputs(package, self.sandbox)
        warnings = (*checked.warnings, *check_outputs(package, self.sandbox, self.aids))
        if package.time_limit.is_stated:
            return MeasuredPackage(package=package, warnings=warnings)
        with self._examples(package) as examples:
            measured = measure_time_limit(
                examples, refuses_narrow_margins=self.refuses_narrow_margins
            )
        return replace(measured, warnings=(*warnings, *measured.warnings))

    def verify(
        self, package: SourcePackage, reports: Mapping[str, JudgeReport] | None = None
    ) -> Iterator[Verified]:
        """Judge every example submission, in path order. Results come as they are known.

        Those in ``reports`` (by path) were judged before.
        """
        with self._examples(package) as examples:

            def verify_one(submission: ExampleSubmission) -> Verified | None:
                return self._verify_one(examples, submission, (reports or {}).get(submission.path))

            with ThreadPoolExecutor(max_workers=self.jobs) as pool:
                results = pool.map(verify_one, package.submissions)
                yield from (result for result in results if result is not None)

    @contextmanager
    def _examples(self, package: SourcePackage) -> Iterator[ExampleJudge]:
        with tempfile.TemporaryDirectory(prefix="judging-verify-") as name:
            directory = Path(name)
            built = build_test_package(package, directory)
            yield ExampleJudge(
                package=package,
                tests=extract_test_package(built.path, directory / "package", built.sha256),
                sha256=built.sha256,
                sandbox=self.sandbox,
                work_dir=directory,
                aids=self.aids,
                cores=host_cores(),
            )

    def _verify_one(
        self,
        examples: ExampleJudge,
        submission: ExampleSubmission,
        known: JudgeReport | None,
    ) -> Verified | None:
        language = self.choice.language_for(submission)
        if language is None and submission.language is not None:
            return None
        expected = "; ".join(map(_words, submission.expectations)) or "anything"
        if language is None or language.id not in installed_languages():
            return Verified(
                path=submission.path,
                language=submission.language,
                expected=expected,
                actual="language not installed",
                agrees=None,
            )
        report: JudgeReport | None = None
        try:
            if known is not None and language.id == submission.language:
                report = known
            else:
                report = examples.judge(submission, language, examples.package.limits)
            actual = _actual(report)
        except RetryableFault as fault:
            actual = f"{Verdict.JUDGING_ERROR}: {fault}"
        return Verified(
            path=submission.path,
            language=language.id,
            expected=expected,
            actual=actual,
            agrees=report is not None and _agrees(submission, report, examples.package.grading),
            report=report,
        )


@dataclass
class Tally:
    """The count that the summary line and the exit status come from."""

    agree: int = 0
    disagree: int = 0
    skipped: int = 0

    def add(self, verified: Verified) -> None:
        if verified.agrees is None:
            self.skipped += 1
        elif verified.agrees:
            self.agree += 1
        else:
            self.disagree += 1

    def __str__(self) -> str:
        return (
            f"{self.agree} agree, {self.disagree} disagree, "
            f"{self.skipped} skipped (language not installed)"
        )


def read_or_refusal(path: Path) -> SourcePackage | tuple[str, ...]:
    """The package, whose tests may have to be made yet, or every reason why there is none."""
    try:
        return read(path, for_judging_only=True, may_lack_tests=True)
    except PackageRefused as refused:
        return tuple(str(problem) for problem in refused.problems)
    except OSError as error:
        return (str(error),)


def _agrees(submission: ExampleSubmission, report: JudgeReport, grading: Grading) -> bool:
    return all(is_met_by(expectation, report, grading) for expectation in submission.expectations)


def _words(expectation: Expectation) -> str:
    """An expectation in words, such as ``AC/TLE with TLE``."""
    rules: list[str] = []
    for rule in expectation.any_of:
        parts = (
            (_list(rule.permitted) if rule.permitted else ""),
            (f"some {_list(rule.required)}" if rule.required else ""),
            (f"in the end {_list(rule.final)}" if rule.final else ""),
            ("not all points" if rule.is_partial else ""),
            (_points(*rule.score) if rule.score else ""),
        )
        rules.append(", ".join(part for part in parts if part))
    words = " or ".join(filter(None, rules)) or "anything"
    if expectation.message:
        words += f" saying {expectation.message!r}"
    return words if expectation.test_cases is None else f"{words} on {_where(expectation)}"


def _points(low: float, high: float) -> str:
    if high - low < 1:
        return f"{(low + high) / 2:.6g} points"
    return f"{round(low, 5):g} to {round(high, 5):g} points"


def _where(expectation: Expectation) -> str:
    return " and ".join(expectation.test_cases or ())


def _list(words: Sequence[str] | frozenset[str]) -> str:
    return "/".join(sorted(words))


def _actual(report: JudgeReport) -> str:
    if report.internal_error is not None:
        return f"{report.verdict}: {report.internal_error.message}"
    counts = Counter(run.verdict for run in report.runs)
    words = str(report.verdict)
    if len(counts) > 1:
        words += f" ({', '.join(f'{n} {verdict}' for verdict, n in counts.items())})"
    return words if report.score is None else f"{words} with {report.score:.6g} points"
