"""A problem package as read: what any of the formats says, in one set of values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from judging.limits import Limits
from judging.packages.findings import PackageProblem
from judging.packages.manifest import ValidatorFlags
from judging.packages.tree import PackageTree


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The problem's text in one language."""

    language: str
    """A code such as ``en``, ``ko`` or ``pt-BR``."""
    markdown: str
    """Without the title and the samples. ``{{nextsample}}`` and ``{{remainingsamples}}`` may
    say where samples go; without them they follow the text."""
    path: str


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

    @property
    def is_sample(self) -> bool:
        return self.name.startswith("sample/")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What a statement shows of a sample test case."""

    name: str
    input: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class ExpectationRule:
    """What must hold of a submission's runs, in the words AC, WA, TLE, RTE. None: not asked."""

    permitted: frozenset[str] | None = None
    """Every run's word is one of these."""
    required: frozenset[str] | None = None
    """At least one run's word is one of these."""
    final: frozenset[str] | None = None
    """The judgement's word (that of the first run not accepted) is one of these."""


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What a package says that judging a submission must bring."""

    stated_by: str
    """Where it is said: a directory, a tag, a line of submissions.yaml."""
    any_of: tuple[ExpectationRule, ...] = ()
    """One of them must hold; none: anything goes."""


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
class SourceValidator:
    """The package's own output validator, or interactor."""

    kind: Literal["custom", "interactive"]
    language: str
    """Id in the language table."""
    files: Mapping[str, str]
    """File name to path in the package."""


@dataclass(frozen=True, kw_only=True)
class TimeLimitRule:
    """How a time limit follows from example submissions, where a package states none."""

    is_stated: bool
    ac_to_time_limit: float
    time_limit_to_tle: float
    resolution_s: float


@dataclass(frozen=True, kw_only=True)
class SourcePackage:
    """A package that can be honoured in full. Its files stay where they are, behind ``tree``."""

    short_name: str
    """Of its directory or zip."""
    format_version: str
    """``legacy``, ``legacy-icpc`` or ``2025-09``."""
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
    """What ``{{name}}`` stands for; statements have it filled in already."""
    attachments: tuple[str, ...] = ()
    """Paths of public files beside the statement."""
    warnings: tuple[PackageProblem, ...] = ()
    tree: PackageTree = field(repr=False, compare=False)

    def samples(self) -> tuple[Sample, ...]:
        """The samples as a statement shows them; bytes that aren't UTF-8 are replaced."""
        return tuple(
            Sample(
                name=case.name.removeprefix("sample/"),
                input=self._text(case.shown_input_path or case.input_path),
                answer=self._text(case.shown_answer_path or case.answer_path),
            )
            for case in self.test_cases
            if case.is_sample
        )

    def submission_files(self, submission: ExampleSubmission) -> dict[str, bytes]:
        """The bytes of an example submission's files by name, with constants filled in."""
        return self._filled(submission.files)

    def validator_files(self) -> dict[str, bytes]:
        """The bytes of the validator's source files by name, with constants filled in."""
        if self.validator is None:
            return {}
        return self._filled(self.validator.files)

    def _filled(self, paths: Mapping[str, str]) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for name, path in paths.items():
            content = self.tree.read_bytes(path)
            for constant, value in self.constants.items():
                content = content.replace(f"{{{{{constant}}}}}".encode(), value.encode())
            files[name] = content
        return files

    def _text(self, path: str) -> str:
        return self.tree.read_bytes(path).decode("utf-8", "replace")


def in_name_order(names: Iterable[str]) -> list[str]:
    """Test case names in judging order: samples first, then each directory by name."""
    return sorted(names, key=lambda name: name.split("/"))
