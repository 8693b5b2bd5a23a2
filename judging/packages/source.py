"""A problem package as read: what any of the formats says, in one set of values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Self

from judging.limits import Limits
from judging.packages.findings import PackageProblem
from judging.packages.manifest import ValidatorFlags
from judging.packages.source_programs import (
    GeneratedInput,
    SourceChecker,
    SourceGrader,
    SourceStaticValidation,
    SourceValidator,
    UnmadeTest,
)
from judging.packages.test_groups import TestGroup
from judging.packages.tree import PackageTree

StatementKind = Literal["markdown", "latex", "pdf"]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The problem's text in one language."""

    language: str
    """A code such as ``en``, ``ko`` or ``pt-BR``."""
    markdown: str
    """Without the title and the samples. ``{{nextsample}}`` and ``{{remainingsamples}}`` may
    say where samples go; without them they follow the text. Empty where the kind is another."""
    path: str
    kind: StatementKind = "markdown"


@dataclass(frozen=True, kw_only=True)
class SourceTestCase:
    """One test case, by the paths of its files in the package."""

    name: str
    """Path below ``data/`` without extension, such as ``secret/group1/02``."""
    input_path: str
    answer_path: str
    validator_flags: ValidatorFlags
    validator_args: tuple[str, ...] = ()
    """For a validator of the package's own; its flags are the default ones then."""
    description: str = ""
    shown_input_path: str | None = None
    """What a statement shows in place of the input; None: the input itself."""
    shown_answer_path: str | None = None
    args: tuple[str, ...] = ()
    """Command-line arguments of the program."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Name in the program's working directory to path in the package."""
    input_validator_args: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By name of the input validator; ``*`` stands for those that have no entry."""

    @property
    def is_sample(self) -> bool:
        return self.name.startswith("sample/")


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program that belongs to the package, such as an input validator."""

    name: str
    """Of its file or directory."""
    files: Mapping[str, str]
    """File name to path in the package."""
    protocol: Literal["icpc", "testlib"] = "icpc"
    """Whose exit codes it has: 42 accepts, or with testlib 0."""


@dataclass(frozen=True, kw_only=True)
class InvalidInput:
    """An input that at least one input validator must reject."""

    path: str
    input_validator_args: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OutputTest:
    """An output that the output validator must accept, or reject."""

    output_path: str
    case: SourceTestCase
    """The input and answer that it goes with; no test case that submissions are judged by."""
    must_be_accepted: bool


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What a statement shows of a sample test case."""

    name: str
    input: str
    answer: str
    interaction: str = ""
    """A conversation, shown in place of the two: lines that begin with ``<`` are what a program
    reads, with ``>`` what it prints; ``---`` parts two passes."""


@dataclass(frozen=True, kw_only=True)
class ExpectationRule:
    """What must hold of a submission's runs, in the words AC, WA, TLE, RTE. None: not asked."""

    permitted: frozenset[str] | None = None
    """Every run's word is one of these."""
    required: frozenset[str] | None = None
    """At least one run's word is one of these."""
    final: frozenset[str] | None = None
    """The judgement's word (that of the first run not accepted) is one of these."""
    score: tuple[float, float] | None = None
    """The points are within these, inclusive: of the submission, or of each group in question."""
    is_partial: bool = False
    """The points are not the best that can be had."""


class TimeLimitBound(StrEnum):
    """How the slowest run of a submission bounds a time limit that is not stated."""

    LOWER = "lower"
    """It must not be too slow, so the time limit is well above."""
    UPPER = "upper"
    """It must be too slow, so the time limit is well below."""

    @classmethod
    def of(cls, *any_of: ExpectationRule) -> Self | None:
        """What the format concludes from rules (section "Timelimit inference" of 2025-09)."""
        if not any_of or any(rule.is_partial for rule in any_of):
            return None
        if all(
            rule.final == frozenset({"AC"})
            or (rule.permitted is not None and "TLE" not in rule.permitted)
            for rule in any_of
        ):
            return cls("lower")
        if all("TLE" in (rule.required or rule.final or ()) for rule in any_of) and all(
            len(rule.required or rule.final or ()) == 1 for rule in any_of
        ):
            return cls("upper")
        return None


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What a package says that judging a submission must bring."""

    stated_by: str
    """Where it is said: a directory, a tag, a line of submissions.yaml."""
    any_of: tuple[ExpectationRule, ...] = ()
    """One of them must hold; none: anything goes."""
    test_cases: tuple[str, ...] | None = None
    """Patterns of the test cases whose runs it is about; None: all of them."""
    message: str = ""
    """What the validator's message on one of these runs must hold; empty: not asked."""
    bound: TimeLimitBound | None = None


@dataclass(frozen=True, kw_only=True)
class ExampleSubmission:
    """A solution that comes with a package."""

    path: str
    """Path of the file or directory below ``submissions/``."""
    files: Mapping[str, str]
    """File name to path in the package."""
    language: str | None
    """Id in the language table; None: the table has none for it."""
    expectations: tuple[Expectation, ...]
    """All of them must be met."""


@dataclass(frozen=True, kw_only=True)
class Grading:
    """How the results of test cases become a submission's verdict and points."""

    is_scoring: bool = False
    groups: tuple[TestGroup, ...] = ()
    """The root first; none: the verdict is that of the first test case not accepted."""
    max_score: float | None = None
    """What a submission can get at most; None: pass-fail, or without a bound."""
    grader: SourceGrader | None = None
    prefers_less: bool = False
    """Whether fewer points are better. Such a package can be judged, but not offered here."""
    prefers_less_line: int | None = None
    """Where its metadata say so."""


@dataclass(frozen=True, kw_only=True)
class TimeLimitRule:
    """How a time limit follows from example submissions, where a package states none."""

    is_stated: bool
    ac_to_time_limit: float
    time_limit_to_tle: float
    resolution_s: float
    rounds_to_nearest: bool = False
    """As the legacy formats' tools do; otherwise up."""


@dataclass(frozen=True, kw_only=True)
class SourcePackage:
    """A package that can be honoured in full. Its files stay where they are, behind ``tree``."""

    short_name: str
    """Of its directory or zip."""
    format_version: str
    """``legacy``, ``legacy-icpc``, ``2025-09``, ``polygon`` or ``plain``."""
    names: Mapping[str, str]
    """Title by language code; one for each statement."""
    statements: tuple[Statement, ...]
    limits: Limits
    time_limit: TimeLimitRule
    test_cases: tuple[SourceTestCase, ...]
    """In judging order, samples first."""
    submissions: tuple[ExampleSubmission, ...]
    validator: SourceValidator | None = None
    """None: the default validator judges."""
    static_validation: SourceStaticValidation | None = None
    """Its test cases stand beside ``test_cases``, for they have no files."""
    grading: Grading = Grading()
    input_file: str | None = None
    """The file that programs read; None: their standard input."""
    output_file: str | None = None
    """The file that they write; None: their standard output."""
    is_submit_answer: bool = False
    """Whether answers are handed in, and not a program that makes them."""
    languages: tuple[str, ...] | None = None
    """Ids of the language table in which it may be solved; None: all."""
    uuid: str | None = None
    license: str = "unknown"
    rights_owner: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    statement_files: tuple[str, ...] = ()
    """Paths of images and the like, which statements name relative to their own directory."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """What ``{{name}}`` stands for, also ``{{name.variant}}``; statements have it filled in."""
    attachments: tuple[str, ...] = ()
    """Paths of public files beside the statement."""
    included_files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What is added to every submission: language code (or ``default``) to name to path."""
    input_validators: tuple[Program, ...] = ()
    invalid_inputs: tuple[InvalidInput, ...] = ()
    output_tests: tuple[OutputTest, ...] = ()
    interactions: Mapping[str, str] = field(default_factory=dict)
    """Name of a sample, which need not be a test case, to the path of its conversation."""
    generators: tuple[str, ...] = ()
    """Paths of what wrote the test data; run only for tests that are not there."""
    generated: tuple[GeneratedInput, ...] = ()
    """Inputs of which the package says how they were made."""
    unmade: tuple[UnmadeTest, ...] = ()
    """Tests (in their order) that must be made before the package is of any use."""
    makers: Mapping[str, SourceChecker] = field(default_factory=dict)
    """The generators by the names that commands have for them."""
    main_solution: SourceChecker | None = None
    """What makes answers."""
    run_count: int = 1
    """How often programs are run on each test; the worst run counts."""
    warnings: tuple[PackageProblem, ...] = ()
    tree: PackageTree = field(repr=False, compare=False)

    def samples(self) -> tuple[Sample, ...]:
        """The samples as a statement shows them; bytes that aren't UTF-8 are replaced."""
        cases = {case.name: case for case in self.test_cases if case.is_sample}
        return tuple(
            self._sample(name, cases.get(name))
            for name in in_name_order({*cases, *self.interactions})
        )

    def _sample(self, name: str, case: SourceTestCase | None) -> Sample:
        short_name = name.removeprefix("sample/")
        if case is None or name in self.interactions:
            text = self._text(self.interactions[name])
            return Sample(name=short_name, input="", answer="", interaction=text)
        return Sample(
            name=short_name,
            input=self._text(case.shown_input_path or case.input_path),
            answer=self._text(case.shown_answer_path or case.answer_path),
        )

    def submission_files(self, submission: ExampleSubmission) -> dict[str, bytes]:
        """The bytes of an example submission's files by name, with constants filled in."""
        return self._filled_in(submission.files)

    def validator_files(self) -> dict[str, bytes]:
        """As submission_files, for the validator's sources."""
        return self._checker_files(self.validator)

    def checker_files(self) -> dict[str, bytes]:
        """As submission_files, for the sources of the checker beside an interactor."""
        return self._checker_files(self.validator.checker if self.validator else None)

    def other_validator_files(self) -> tuple[dict[str, bytes], ...]:
        """As submission_files, for the sources of each further validator."""
        others = self.validator.others if self.validator else ()
        return tuple(map(self._checker_files, others))

    def _checker_files(self, program: SourceChecker | None) -> dict[str, bytes]:
        if program is None:
            return {}
        return {**program.standard_files, **self._filled_in(program.files)}

    def grader_files(self) -> dict[str, bytes]:
        """As submission_files, for the grader's sources."""
        grader = self.grading.grader
        return {} if grader is None else self._filled_in(grader.files)

    def static_validator_files(self) -> dict[str, bytes]:
        """As submission_files, for the static validator's sources."""
        static = self.static_validation
        return {} if static is None else self._filled_in(static.files)

    def program_files(self, program: Program) -> dict[str, bytes]:
        """As submission_files, for a program of the package's own."""
        return self._filled_in(program.files)

    def _filled_in(self, files: Mapping[str, str]) -> dict[str, bytes]:
        return {name: self.filled_in(path) for name, path in files.items()}

    def filled_in(self, path: str) -> bytes:
        """A file's bytes with constants filled in."""
        content = self.tree.read_bytes(path)
        for constant, value in self.constants.items():
            content = content.replace(f"{{{{{constant}}}}}".encode(), value.encode())
        return content

    def _text(self, path: str) -> str:
        return self.tree.read_bytes(path).decode("utf-8", "replace")


def in_name_order(names: Iterable[str]) -> list[str]:
    """Test case names in judging order: samples first, then each directory by name."""
    return sorted(names, key=lambda name: name.split("/"))
