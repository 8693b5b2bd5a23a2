"""From runs to verdicts and points."""

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.contract import RunReport
from judging.limits import Limits
from judging.packages.manifest import PackageManifest, TestCase
from judging.packages.test_groups import TestGroup
from judging.points import ScoreError, case_score
from judging.scoring import Scored, Scorer, SubResult, aggregate
from judging.verdicts import Verdict

AC, WA, TLE, RTE = (
    Verdict.ACCEPTED,
    Verdict.WRONG_ANSWER,
    Verdict.TIME_LIMIT,
    Verdict.RUN_TIME_ERROR,
)
CASES = ("sample/1", "secret/a/1", "secret/a/2", "secret/b/1", "secret/b/2", "secret/b/3")

Runs = Mapping[str, Verdict]


def manifest(*groups: TestGroup, is_scoring: bool = True) -> PackageManifest:
    return PackageManifest(
        limits=Limits(),
        test_cases=tuple(TestCase(name=name) for name in CASES),
        is_scoring=is_scoring,
        groups=groups,
    )


def run(name: str, verdict: Verdict, score: float | None = None) -> RunReport:
    return RunReport(
        ordinal=CASES.index(name) + 1,
        test_case=name,
        verdict=verdict,
        cpu_time_ms=1,
        wall_time_ms=1,
        memory_kib=1,
        score=score,
    )


def scored(package: PackageManifest, verdicts: Runs, *, stops_early: bool = False) -> Scored:
    """Judge as the runner does: what need not be run is not."""
    scorer = Scorer(package)
    for name in CASES:
        if scorer.is_needed(name, stops_early=stops_early):
            scorer.add(run(name, verdicts.get(name, AC)))
    return scorer.result()


def scored_with_all(package: PackageManifest, verdicts: Runs) -> Scored:
    """Judge with every test case run, in the wrong order."""
    scorer = Scorer(package)
    for name in reversed(CASES):
        scorer.add(run(name, verdicts.get(name, AC)))
    return scorer.result()


def modern(name: str, **settings: object) -> TestGroup:
    values = {"stops_at_rejection": False, "verdict_rule": "first_error", **settings}
    return TestGroup.model_validate({"name": name, **values})


SUBTASKS = manifest(
    TestGroup(name="", stops_at_rejection=False, ignores_samples=True),
    TestGroup(name="sample", accept_score=0),
    TestGroup(
        name="secret", stops_at_rejection=False, verdict_rule="first_error", accepts_any=True
    ),
    TestGroup(name="secret/a", score_rule="min", accept_score=40, max_score=40),
    TestGroup(name="secret/b", score_rule="min", accept_score=60, max_score=60),
)
"""As the legacy packages of olympiads have them."""

CHAIN = manifest(
    modern("", keeps_rejected_score=True, max_score=100),
    modern("sample", accept_score=0),
    modern("secret", max_score=100, bound_is_strict=True, required_groups=("sample",)),
    modern("secret/a", score_rule="all", max_score=30, score_files="forbidden"),
    modern(
        "secret/b",
        score_rule="sum",
        accept_score=70 / 3,
        max_score=70,
        score_files="bounded",
        bound_is_strict=True,
        required_groups=("secret/a",),
    ),
)
"""2025-09, where a group requires the one before it."""


@pytest.mark.parametrize(
    ("verdicts", "verdict", "score", "groups"),
    [
        ({}, AC, 100, [("secret/a", AC, 40), ("secret/b", AC, 60)]),
        ({"secret/b/2": TLE}, AC, 40, [("secret/a", AC, 40), ("secret/b", TLE, 0)]),
        ({"secret/a/1": WA, "secret/b/1": RTE}, WA, 0, [("secret/a", WA, 0), ("secret/b", RTE, 0)]),
        ({"sample/1": WA}, AC, 100, [("secret/a", AC, 40), ("secret/b", AC, 60)]),
    ],
)
def test_legacy_subtasks_add_up(
    verdicts: Runs, verdict: Verdict, score: float, groups: list[tuple[str, Verdict, float]]
) -> None:
    result = scored(SUBTASKS, verdicts)

    assert (result.verdict, result.score) == (verdict, score)
    assert [(group.name, group.verdict, group.score) for group in result.groups] == groups


@pytest.mark.parametrize(
    ("verdicts", "verdict", "score", "groups"),
    [
        ({}, AC, 100, [(AC, 30), (AC, 70)]),
        ({"secret/b/2": TLE}, TLE, 76.666666667, [(AC, 30), (TLE, 46.666666667)]),
        ({"secret/a/2": WA, "secret/b/1": RTE}, WA, 0, [(WA, 0), (None, 0)]),
        ({"sample/1": RTE}, RTE, 0, [(None, 0), (None, 0)]),
    ],
)
def test_groups_require_what_stands_before_them(
    verdicts: Runs, verdict: Verdict, score: float, groups: list[tuple[Verdict | None, float]]
) -> None:
    result = scored(CHAIN, verdicts)

    assert (result.verdict, result.score) == (verdict, score)
    assert [(group.verdict, group.score) for group in result.groups] == groups


def test_a_break_ends_the_group_and_nothing_else() -> None:
    scorer = Scorer(SUBTASKS)
    asked = []
    for name in CASES:
        if scorer.is_needed(name):
            asked.append(name)
            scorer.add(run(name, WA if name == "secret/a/1" else AC))

    assert asked == ["sample/1", "secret/a/1", "secret/b/1", "secret/b/2", "secret/b/3"]


def test_a_rejected_legacy_submission_has_no_points() -> None:
    strict = manifest(
        TestGroup(name="", stops_at_rejection=False),
        TestGroup(name="secret", stops_at_rejection=False),
        TestGroup(name="secret/a", stops_at_rejection=False, accept_score=10),
    )

    result = scored(strict, {"secret/b/1": WA})

    assert (result.verdict, result.score) == (WA, 0)
    assert [group.score for group in result.groups] == [0]


@pytest.mark.parametrize(
    ("rule", "score"), [("sum", 6), ("avg", 2), ("min", 0), ("max", 4), ("all", 0)]
)
def test_scores_are_aggregated(rule: str, score: float) -> None:
    group = TestGroup.model_validate({"name": "secret", "score_rule": rule, "max_score": 9})
    results = [
        SubResult(verdict=AC, score=4),
        SubResult(verdict=WA, score=0),
        SubResult(verdict=AC, score=2),
    ]

    assert aggregate(group, results).score == score


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ({}, RTE),
        ({"verdict_rule": "first_error"}, WA),
        ({"verdict_rule": "always_accept"}, AC),
        ({"accepts_any": True}, AC),
        ({"ignores_samples": True}, RTE),
    ],
)
def test_verdicts_are_aggregated(rules: dict[str, object], verdict: Verdict) -> None:
    group = TestGroup.model_validate({"name": "", **rules})
    results = [SubResult(verdict=WA), SubResult(verdict=AC), SubResult(verdict=RTE)]

    assert aggregate(group, results).verdict is verdict


@pytest.mark.parametrize("rule", ["min", "max", "avg", "all"])
def test_groups_are_told_only_where_their_points_are_added_up(rule: str) -> None:
    groups = [group.model_dump() for group in SUBTASKS.groups]
    groups[2] |= {"score_rule": rule, "max_score": 40}
    package = manifest(*map(TestGroup.model_validate, groups))

    assert [group.name for group in scored(SUBTASKS, {}).groups] == ["secret/a", "secret/b"]
    assert scored(package, {}).groups == ()


def test_thirds_are_whole_again() -> None:
    group = TestGroup(name="secret", accept_score=100 / 7)

    assert aggregate(group, [SubResult(verdict=AC, score=100 / 7)] * 7).score == 100


BOUNDED = modern("secret", score_files="bounded", accept_score=20.0, max_score=60)
UNBOUNDED = modern("secret", score_files="required", accept_score=None)
FORBIDDEN = modern("secret", score_files="forbidden", score_rule="all", max_score=5)
LEGACY = TestGroup(name="secret", score_files="allowed", accept_score=7, reject_score=1)


@pytest.mark.parametrize(
    ("group", "verdict", "points", "factor", "score"),
    [
        (BOUNDED, AC, None, None, 20),
        (BOUNDED, AC, "12.5\n", None, 12.5),
        (BOUNDED, AC, None, "0.25", 5),
        (BOUNDED, WA, None, None, 0),
        (UNBOUNDED, AC, "1e6", None, 1_000_000),
        (UNBOUNDED, WA, None, None, 0),
        (FORBIDDEN, AC, None, None, None),
        (LEGACY, AC, None, None, 7),
        (LEGACY, AC, "8", None, 8),
        (LEGACY, WA, "8", None, 1),
        (None, AC, "8", None, None),
        (modern("sample", accept_score=0), AC, "8", None, None),
    ],
)
def test_a_test_case_has_points(
    group: TestGroup | None,
    verdict: Verdict,
    points: str | None,
    factor: str | None,
    score: float | None,
) -> None:
    assert case_score(group, verdict, points=points, factor=factor) == score


@pytest.mark.parametrize(
    ("group", "verdict", "points", "factor", "message"),
    [
        (BOUNDED, AC, "20.5", None, "at most 20"),
        (BOUNDED, AC, "-1", None, "from 0"),
        (BOUNDED, AC, "1", "1", "both"),
        (BOUNDED, AC, None, "1.5", "from 0 to 1"),
        (BOUNDED, AC, "ten", None, "no number"),
        (BOUNDED, AC, "", None, "no number"),
        (BOUNDED, AC, "1 2", None, "no number"),
        (BOUNDED, AC, "nan", None, "no number"),
        (BOUNDED, AC, "1e99", None, "from 0"),
        (BOUNDED, WA, "0", None, "rejected"),
        (UNBOUNDED, AC, None, None, "without writing"),
        (UNBOUNDED, AC, None, "0.5", "maximum"),
        (FORBIDDEN, AC, "5", None, "in this group"),
        (LEGACY, AC, "inf", None, "no number"),
    ],
)
def test_points_that_a_validator_may_not_give(
    group: TestGroup, verdict: Verdict, points: str | None, factor: str | None, message: str
) -> None:
    with pytest.raises(ScoreError, match=message):
        case_score(group, verdict, points=points, factor=factor)


def test_more_points_than_the_maximum_are_a_fault() -> None:
    scorer = Scorer(CHAIN)
    for name in CASES:
        scorer.add(run(name, AC, score=50 if name.startswith("secret/b") else None))

    with pytest.raises(ScoreError, match="more than its max_score 70"):
        scorer.result()


def test_a_submission_that_does_not_compile_has_no_points() -> None:
    result = Scorer(SUBTASKS).unrun(Verdict.COMPILE_ERROR)

    assert (result.verdict, result.score) == (Verdict.COMPILE_ERROR, 0)
    assert [(group.verdict, group.score, group.max_score) for group in result.groups] == [
        (None, 0, 40),
        (None, 0, 60),
    ]


@pytest.mark.parametrize("stops_early", [False, True])
def test_a_pass_fail_submission_ends_at_the_first_rejection_only_if_asked(
    stops_early: bool,
) -> None:
    scorer = Scorer(manifest(is_scoring=False))
    asked = []
    for name in CASES:
        if scorer.is_needed(name, stops_early=stops_early):
            asked.append(name)
            scorer.add(run(name, TLE if name == "secret/a/2" else AC))

    assert asked == list(CASES[:3] if stops_early else CASES)
    assert scorer.result() == Scored(verdict=TLE)


def test_the_worst_error_counts_where_a_pass_fail_package_says_so() -> None:
    package = manifest(
        TestGroup(name="", stops_at_rejection=False),
        TestGroup(name="secret", stops_at_rejection=False),
        is_scoring=False,
    )
    verdicts = {"secret/a/1": WA, "secret/b/3": RTE}

    assert scored(package, verdicts).verdict is RTE
    assert scored(package, verdicts, stops_early=True).verdict is RTE


GROUP_SETTINGS = st.fixed_dictionaries(
    {
        "stops_at_rejection": st.booleans(),
        "verdict_rule": st.sampled_from(["worst_error", "first_error", "always_accept"]),
        "accepts_any": st.booleans(),
        "score_rule": st.sampled_from(["sum", "avg", "min", "max", "all"]),
        "accept_score": st.integers(0, 9),
        "reject_score": st.integers(0, 2),
        "max_score": st.integers(0, 99),
    }
)
VERDICTS = st.fixed_dictionaries(
    {name: st.sampled_from([AC, AC, AC, WA, TLE, RTE]) for name in CASES}
)
REQUIRED = st.sampled_from([(), ("sample",), ("secret/a",), ("sample", "secret/a")])


@given(
    rules=st.lists(GROUP_SETTINGS, min_size=5, max_size=5),
    verdicts=VERDICTS,
    required=REQUIRED,
    ignores_samples=st.booleans(),
    keeps=st.booleans(),
    is_scoring=st.booleans(),
    stops_early=st.booleans(),
)
def test_what_is_not_run_changes_neither_verdict_nor_points(
    rules: list[dict[str, object]],
    verdicts: Runs,
    required: tuple[str, ...],
    ignores_samples: bool,
    keeps: bool,
    is_scoring: bool,
    stops_early: bool,
) -> None:
    names = ["", "sample", "secret", "secret/a", "secret/b"]
    groups = [{"name": name, **values} for name, values in zip(names, rules, strict=True)]
    groups[0] |= {"ignores_samples": ignores_samples, "keeps_rejected_score": keeps}
    if is_scoring:
        groups[4] |= {"required_groups": required}
    package = manifest(*map(TestGroup.model_validate, groups), is_scoring=is_scoring)

    lazy = scored(package, verdicts, stops_early=stops_early)
    whole = scored_with_all(package, verdicts)

    assert (lazy.verdict, lazy.score) == (whole.verdict, whole.score)
    if not stops_early:
        assert lazy.groups == whole.groups


@given(verdicts=VERDICTS, order=st.permutations(CASES))
def test_the_order_in_which_runs_end_changes_nothing(verdicts: Runs, order: list[str]) -> None:
    for package in (SUBTASKS, CHAIN):
        scorer = Scorer(package)
        for name in order:
            scorer.add(run(name, verdicts[name]))

        assert scorer.result() == scored_with_all(package, verdicts)


def test_better_runs_never_have_fewer_points() -> None:
    for package, names in itertools.product((SUBTASKS, CHAIN), itertools.combinations(CASES, 2)):
        worse = scored(package, dict.fromkeys(names, WA)).score
        better = scored(package, {names[0]: WA}).score

        assert worse is not None
        assert better is not None
        assert worse <= better
