"""The static validator of 2025-09: a program that looks at a submission's sources."""

from collections.abc import Mapping, Sequence

from judging.packages.findings import Findings
from judging.packages.settings import Settings
from judging.packages.source_programs import SourceStaticValidation, StaticCase
from judging.packages.tree import PackageTree
from judging.packages.validators import read_output_validator

DIRECTORY = "static_validator"
CASE_DIRECTORY = "static_validation"
_SCORE = "static_validation_score"
_ARGS = "static_validator_args"


def case_name(group: str) -> str:
    """Of the test case that stands for a group's static validation."""
    return f"{group}/{CASE_DIRECTORY}/1"


def read_static_validation(
    tree: PackageTree,
    groups: Mapping[str, Settings],
    findings: Findings,
    *,
    is_submit_answer: bool,
) -> SourceStaticValidation | None:
    """The validator with its test cases; None without. What is wrong goes to ``findings``."""
    own = next((path for path in tree.sizes if path.startswith(f"{DIRECTORY}/")), None)
    cases: list[StaticCase] = []
    for group, settings in sorted(groups.items()):
        if settings.has(_ARGS) and not settings.has(_SCORE):
            settings.problem(_ARGS, f"has a meaning beside {_SCORE} only: add that")
        if not settings.has(_SCORE):
            continue
        if own is None:
            settings.problem(_SCORE, f"there is no static validator: add it in {DIRECTORY}/")
        cases.append(StaticCase(group=group, args=settings.texts(_ARGS) or ()))
    if own is None:
        return None
    if is_submit_answer:
        findings.problem(own, "answers have no sources to look at: remove the static validator")
        return None
    if not cases:
        findings.warning(own, f"is never asked: no test_group.yaml has {_SCORE}")
    program = read_output_validator(
        tree, DIRECTORY, "custom", findings, is_program=True, what="static validator"
    )
    if program is None or not cases:
        return None
    return SourceStaticValidation(
        language=program.language, files=program.files, cases=tuple(cases)
    )


def static_score(settings: Settings, *, is_pass_fail: bool) -> float | None:
    """What a group's static validation is worth; None: it has none, or no points of its own.

    ``is_pass_fail``: the group, or the whole problem, has no points for single test cases.
    """
    if not settings.has(_SCORE):
        return None
    if is_pass_fail:
        if settings.raw(_SCORE) != "pass-fail":
            settings.problem(_SCORE, "must be pass-fail, as the group (or the problem) is")
        return None
    value = settings.number(_SCORE, least=0)
    return 0.0 if value is None else value


def static_groups(names: Sequence[str]) -> frozenset[str]:
    """Of test cases' names, the groups that have a static validation."""
    suffix = f"/{CASE_DIRECTORY}/1"
    return frozenset(name.removesuffix(suffix) for name in names if name.endswith(suffix))
