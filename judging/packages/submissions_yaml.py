"""``submissions/submissions.yaml`` of the format 2025-09: expectations by glob."""

from dataclasses import dataclass

from judging.packages.findings import Findings
from judging.packages.globs import GlobError, expand, is_matched
from judging.packages.settings import Settings
from judging.packages.source import Expectation, ExpectationRule, TimeLimitBound
from judging.packages.tree import PackageTree
from judging.packages.yaml_file import YamlMap, read_yaml_map

SUBMISSIONS_FILE = "submissions/submissions.yaml"

SCORE_TOLERANCE = 1e-6
"""Points are sums of fractions, and authors write decimals."""

_WORDS = frozenset({"AC", "WA", "TLE", "RTE"})
_ABOUT_SUBMISSION = frozenset({"language", "entrypoint", "authors", "model_solution"})
_ABOUT_RUNS = frozenset({"permitted", "required", "score", "message", "use_for_time_limit"})


@dataclass(frozen=True, kw_only=True)
class SubmissionsEntry:
    """What one glob says of the submissions that it matches."""

    glob: str
    patterns: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    language: str | None
    """A code of the format's table of languages."""
    entry_point: str | None

    def is_about(self, submission: str) -> bool:
        """``submission`` is a path below ``submissions/``."""
        return is_matched(self.patterns, submission)


@dataclass(frozen=True, kw_only=True)
class SubmissionsFile:
    """The file as a whole; an empty one where a package has none."""

    entries: tuple[SubmissionsEntry, ...] = ()

    def about(self, submission: str) -> tuple[SubmissionsEntry, ...]:
        return tuple(entry for entry in self.entries if entry.is_about(submission))

    def replaces(self, directory: str) -> bool:
        """Whether it has a key for this very directory, which stands for its default rule."""
        return any(entry.glob == directory for entry in self.entries)


def read_submissions_yaml(
    tree: PackageTree,
    findings: Findings,
    *,
    defaults: dict[str, ExpectationRule],
    test_cases: list[str],
    is_scoring: bool = False,
) -> SubmissionsFile:
    """Read the file where there is one. What is wrong with it goes to ``findings``.

    ``defaults`` are the rules of the format's own directories: a key of that name
    inherits what it leaves out.
    """
    if SUBMISSIONS_FILE not in tree.sizes:
        return SubmissionsFile()
    top = Settings(read_yaml_map(tree, SUBMISSIONS_FILE, findings), findings)
    reader = _Reader(findings, test_cases, is_scoring=is_scoring)
    entries: list[SubmissionsEntry] = []
    for glob in top.names:
        section = top.section(glob) if top.has(glob) else None
        if section is None:
            section = Settings(YamlMap(file=SUBMISSIONS_FILE), findings, where=f"{glob}.")
        entry = reader.entry(top, glob, section, defaults.get(glob, ExpectationRule()))
        if entry is not None:
            entries.append(entry)
    return SubmissionsFile(entries=tuple(entries))


class _Reader:
    def __init__(self, findings: Findings, test_cases: list[str], *, is_scoring: bool) -> None:
        self._findings = findings
        self._test_cases = test_cases
        self._is_scoring = is_scoring

    def entry(
        self, top: Settings, glob: str, section: Settings, default: ExpectationRule
    ) -> SubmissionsEntry | None:
        try:
            patterns = expand(glob)
        except GlobError as error:
            top.problem(glob, str(error))
            return None
        expectations = [self._expectation(section, glob, None, default)]
        for name in section.names:
            if name in _ABOUT_SUBMISSION | _ABOUT_RUNS:
                continue
            own = section.section(name) if isinstance(section.raw(name), YamlMap) else None
            if own is None:
                section.problem(name, "this key is not part of the package format")
            else:
                expectations.extend(self._for_test_cases(section, own, glob, name))
        section.flag("model_solution")
        return SubmissionsEntry(
            glob=glob,
            patterns=patterns,
            expectations=tuple(expectation for expectation in expectations if expectation),
            language=section.text("language"),
            entry_point=section.text("entrypoint"),
        )

    def _for_test_cases(
        self, section: Settings, own: Settings, glob: str, name: str
    ) -> list[Expectation | None]:
        own.check_keys(_ABOUT_RUNS, unknown_is_problem=True)
        try:
            patterns = expand(name)
        except GlobError as error:
            section.problem(name, str(error))
            return []
        if not any(is_matched(patterns, case) for case in self._test_cases):
            section.warning(name, "matches no test case, so nothing is expected")
            return []
        return [self._expectation(own, glob, patterns, ExpectationRule(), where=name)]

    def _expectation(
        self,
        section: Settings,
        glob: str,
        patterns: tuple[str, ...] | None,
        default: ExpectationRule,
        *,
        where: str = "",
    ) -> Expectation | None:
        score = _score(section) if section.has("score") else None
        if score is not None and not self._is_scoring:
            section.problem("score", "has a meaning for scoring problems only: remove it")
        permitted = _words(section, "permitted") or default.permitted
        required = _words(section, "required") or default.required
        message = section.text("message") or ""
        use = section.raw("use_for_time_limit")
        if use not in (None, True, False, "lower", "upper"):
            section.problem("use_for_time_limit", "must be true, false, lower or upper")
        bound = TimeLimitBound.of(ExpectationRule(permitted=permitted, required=required))
        if use is False:
            bound = None
        elif use == "lower":
            bound = TimeLimitBound.LOWER
            permitted = (permitted or _WORDS) - {"TLE"}
        elif use == "upper":
            bound = TimeLimitBound.UPPER
            required = frozenset({"TLE"})
        if permitted is not None and required is not None and not permitted & required:
            section.problem("permitted", "holds nothing of what is required: correct one of them")
        rule = ExpectationRule(permitted=permitted, required=required, score=score)
        if rule == ExpectationRule() and not message:
            return None
        return Expectation(
            stated_by=f"{SUBMISSIONS_FILE} {glob}" + (f" ({where})" if where else ""),
            any_of=(rule,),
            test_cases=patterns,
            message=message,
            bound=bound,
        )


def _score(section: Settings) -> tuple[float, float] | None:
    value = section.raw("score")
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) != 2 or any(
        isinstance(end, bool) or not isinstance(end, (int, float)) for end in ends
    ):
        section.problem("score", "must be a number, or a list of two")
        return None
    low, high = ends
    if low > high:
        section.problem("score", "the first number must not be the larger one")
    return low - SCORE_TOLERANCE, high + SCORE_TOLERANCE


def _words(section: Settings, key: str) -> frozenset[str] | None:
    """None where the key is left out, which is the same as all words."""
    words = section.texts(key)
    if words is None:
        return None
    if not words or not set(words) <= _WORDS:
        section.problem(key, f"must be a list of some of {', '.join(sorted(_WORDS))}")
        return None
    return frozenset(words)
