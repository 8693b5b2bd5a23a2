"""Test data groups of 2025-09: ``test_group.yaml`` (section "Result Aggregation")."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from judging.packages.findings import Findings
from judging.packages.manifest import MAX_TEST_GROUPS
from judging.packages.settings import Settings
from judging.packages.source import Grading
from judging.packages.static_validation import CASE_DIRECTORY, static_groups, static_score
from judging.packages.test_groups import ScoreFiles, ScoreRule, TestGroup
from judging.packages.yaml_file import YamlMap

SCORING_KEYS = ("max_score", "score_aggregation", "require_pass")
SECRET_MAX_SCORE = 100.0

Aggregation = Literal["pass-fail", "sum", "min"]
_AGGREGATIONS: dict[str, Aggregation] = {"pass-fail": "pass-fail", "sum": "sum", "min": "min"}


def read_modern_grading(
    groups: Mapping[str, Settings],
    findings: Findings,
    *,
    is_scoring: bool,
    has_validator: bool,
    test_cases: Sequence[str],
) -> Grading:
    """How the package grades; what can't be honoured goes to ``findings``."""
    if not is_scoring:
        for settings in groups.values():
            for key in filter(settings.has, SCORING_KEYS):
                settings.problem(key, "has no place in a pass-fail problem: remove it")
            static_score(settings, is_pass_fail=True)
        return Grading()
    reader = _Reader(groups, findings, test_cases, has_validator=has_validator)
    return reader.grading()


class _Reader:
    def __init__(
        self,
        groups: Mapping[str, Settings],
        findings: Findings,
        test_cases: Sequence[str],
        *,
        has_validator: bool,
    ) -> None:
        self._settings = groups
        self._findings = findings
        self._has_validator = has_validator
        self._cases: dict[str, int] = {}
        """By name of the group."""
        for case in test_cases:
            parts = case.split("/")
            name = "/".join(parts[:2]) if parts[0] == "secret" and len(parts) > 2 else parts[0]
            is_static = parts[-2:] == [CASE_DIRECTORY, "1"]
            if is_static:
                name = "/".join(parts[:-2])
            self._cases[name] = self._cases.get(name, 0) + (not is_static)
        self._static = static_groups(test_cases)
        self._names = sorted(name for name in self._cases if name.startswith("secret/"))

    def grading(self) -> Grading:
        for name in ("", "sample"):
            settings = self._of(name)
            for key in filter(settings.has, SCORING_KEYS):
                settings.problem(key, "has no place here: remove it")
        if len(self._names) > MAX_TEST_GROUPS - 3:
            self._findings.problem("data/secret", f"at most {MAX_TEST_GROUPS - 3} groups are taken")
            return Grading()
        secret = self._secret()
        groups = tuple(self._group(name, secret) for name in self._names)
        self._check_total(secret, groups)
        groups = (*groups, *self._static_groups())
        sample = [self._sample()] if "sample" in self._cases else []
        root = TestGroup(
            name="",
            stops_at_rejection=False,
            verdict_rule="first_error",
            max_score=secret.max_score,
            keeps_rejected_score=True,
        )
        return Grading(
            is_scoring=True,
            groups=(root, *sample, secret, *groups),
            max_score=secret.max_score,
        )

    def _of(self, name: str) -> Settings:
        empty = YamlMap(file=f"data/{name}/test_group.yaml")
        return self._settings.get(name) or Settings(empty, self._findings)

    def _sample(self) -> TestGroup:
        return TestGroup(
            name="sample",
            stops_at_rejection=False,
            verdict_rule="first_error",
            accept_score=0.0,
            max_score=0.0,
        )

    def _secret(self) -> TestGroup:
        settings = self._of("secret")
        aggregation = self._aggregation(settings, "sum")
        bound = self._max_score(settings, SECRET_MAX_SCORE)
        if bound is None and aggregation == "pass-fail":
            settings.problem("max_score", "must be a number where score_aggregation is pass-fail")
        return self._made("secret", settings, aggregation, bound, may_require=("sample",))

    def _group(self, name: str, secret: TestGroup) -> TestGroup:
        settings = self._of(name)
        aggregation = self._aggregation(settings, "pass-fail")
        bound = self._max_score(settings, None)
        if secret.score_rule == "all":
            if aggregation != "pass-fail":
                settings.problem(
                    "score_aggregation",
                    "must be pass-fail, as it is in data/secret/test_group.yaml",
                )
        elif bound is None and (secret.max_score is not None or aggregation == "pass-fail"):
            settings.problem(
                "max_score",
                "must be stated as a number: the default, unbounded, is for groups with sum or min "
                "in an unbounded data/secret",
            )
            bound = 0.0
        earlier = tuple(other for other in ("sample", *self._names) if other < name)
        return self._made(name, settings, aggregation, bound, may_require=earlier)

    def _made(
        self,
        name: str,
        settings: Settings,
        aggregation: Aggregation,
        bound: float | None,
        *,
        may_require: Sequence[str],
    ) -> TestGroup:
        count = self._cases.get(name, 0)
        rules: dict[Aggregation, ScoreRule] = {"pass-fail": "all", "sum": "sum", "min": "min"}
        own = bound
        if bound is not None and count and aggregation == "sum":
            own = max(0.0, bound - (self._worth_of_static(name) or 0.0)) / count
        files: ScoreFiles = "bounded" if bound is not None else "required"
        if aggregation == "pass-fail":
            own, files = 0.0, "forbidden"
        if count and files == "required" and not self._has_validator:
            settings.problem(
                "max_score",
                "unbounded needs an output validator of your own, which writes score.txt",
            )
        return TestGroup(
            name=name,
            stops_at_rejection=False,
            verdict_rule="first_error",
            score_rule=rules[aggregation],
            accept_score=own,
            score_files=files,
            max_score=bound,
            bound_is_strict=True,
            required_groups=self._required(settings, may_require),
        )

    def _worth_of_static(self, name: str) -> float | None:
        """What the static validation of a group is worth; None: there is none with points."""
        settings = self._of(name)
        default = "sum" if name == "secret" else "pass-fail"
        aggregation = settings.raw("score_aggregation") or default
        return static_score(settings, is_pass_fail=name == "sample" or aggregation == "pass-fail")

    def _static_groups(self) -> Iterator[TestGroup]:
        """A group for each static validation with points, which are not those of other cases."""
        for name in sorted(self._static):
            worth = self._worth_of_static(name)
            if worth is not None:
                yield TestGroup(
                    name=f"{name}/{CASE_DIRECTORY}",
                    stops_at_rejection=False,
                    verdict_rule="first_error",
                    accept_score=worth,
                    score_files="bounded",
                    max_score=worth,
                    bound_is_strict=True,
                )

    def _required(self, settings: Settings, allowed: Sequence[str]) -> tuple[str, ...]:
        names = settings.texts("require_pass") or ()
        for name in names:
            if name not in allowed:
                settings.problem(
                    "require_pass",
                    f"{name!r} is not one of the groups before this one"
                    + (f" ({', '.join(allowed)})" if allowed else ""),
                )
            elif name != "sample" and self._quiet_aggregation(name) != "pass-fail":
                settings.problem(
                    "require_pass", f"{name!r} must have the score_aggregation pass-fail"
                )
        return tuple(name for name in names if name in allowed and name in self._cases)

    def _quiet_aggregation(self, name: str) -> object:
        return self._of(name).raw("score_aggregation") or "pass-fail"

    def _aggregation(self, settings: Settings, default: Aggregation) -> Aggregation:
        word = settings.text("score_aggregation") or default
        if word not in _AGGREGATIONS:
            settings.problem("score_aggregation", "must be pass-fail, sum or min")
        return _AGGREGATIONS.get(word, default)

    def _max_score(self, settings: Settings, default: float | None) -> float | None:
        if not settings.has("max_score"):
            return default
        if settings.raw("max_score") == "unbounded":
            return None
        value = settings.number("max_score", least=0)
        if value is not None and (value != int(value) or value > 1e12):
            settings.problem("max_score", "must be a whole number, or unbounded")
            return 0.0
        return 0.0 if value is None else value

    def _check_total(self, secret: TestGroup, groups: Sequence[TestGroup]) -> None:
        bounds = [group.max_score for group in groups if group.max_score is not None]
        if secret.max_score is None or not bounds or secret.score_rule == "all":
            return
        total = sum(bounds) if secret.score_rule == "sum" else min(bounds)
        if total > secret.max_score:
            self._of("secret").problem(
                "max_score",
                f"is {secret.max_score:g}, but the groups in it can have {total:g}: correct them",
            )
