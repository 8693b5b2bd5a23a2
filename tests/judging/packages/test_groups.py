"""Test data groups and points, as the formats say them."""

from pathlib import Path
from typing import Any

import pytest

from judging.packages import PackageRefused, SourcePackage, build_test_package, read
from judging.packages.test_groups import TestGroup
from judging.packages.test_package import extract_test_package
from judging.scoring import scored_groups
from tests.judging.packages.support import (
    LEGACY,
    LEGACY_YAML,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
)

LEGACY_SCORING: Any = {
    **LEGACY,
    "problem.yaml": LEGACY_YAML + "type: scoring\n",
    "data/secret/1.in": None,
    "data/secret/1.ans": None,
    "data/secret/a/1.in": "1 1\n",
    "data/secret/a/1.ans": "2\n",
    "data/secret/a/2.in": "1 2\n",
    "data/secret/a/2.ans": "3\n",
    "data/secret/b/c/1.in": "2 2\n",
    "data/secret/b/c/1.ans": "4\n",
}
MODERN_SCORING: Any = {
    **LEGACY_SCORING,
    "problem.yaml": MODERN_YAML + "type: scoring\n",
    "problem_statement/problem.md": None,
    "data/secret/a/test_group.yaml": "max_score: 30\n",
    "data/secret/b/test_group.yaml": "max_score: 70\nscore_aggregation: sum\n",
}
VALIDATOR = {"output_validator/validate.py": "import sys\nsys.exit(42)\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sums"


def groups_of(package: SourcePackage) -> dict[str, TestGroup]:
    return {group.name: group for group in package.grading.groups}


def test_legacy_groups_inherit_key_by_key(folder: Path) -> None:
    changes = {
        "data/testdata.yaml": "on_reject: continue\ngrader_flags: ignore_sample\nrange: 0 100\n",
        "data/secret/testdata.yaml": "grader_flags: first_error accept_if_any_accepted\n",
        "data/secret/a/testdata.yaml": 'accept_score: "40"\ngrader_flags: min\non_reject: break\n',
        "data/secret/b/testdata.yaml": "accept_score: 60\nreject_score: 0.5\n",
    }

    package = read(write_package(folder, LEGACY_SCORING, changes))

    groups = groups_of(package)
    assert package.warnings == ()
    assert list(groups) == ["", "sample", "secret", "secret/a", "secret/b", "secret/b/c"]
    assert groups[""].ignores_samples
    assert not groups["sample"].ignores_samples
    assert [one.stops_at_rejection for one in groups.values()] == [False] * 3 + [True] + [False] * 2
    assert groups["secret"].verdict_rule == groups["secret/b/c"].verdict_rule == "first_error"
    assert [groups[f"secret/{one}"].accept_score for one in ("a", "b", "b/c")] == [40, 60, 60]
    assert groups["secret/b/c"].reject_score == 0.5
    assert (groups["secret/a"].score_rule, groups["secret/b/c"].score_rule) == ("min", "sum")
    assert [groups[f"secret/{one}"].max_score for one in ("a", "b", "b/c")] == [40, 60, 60]
    assert package.grading.max_score == 100


def test_legacy_points_without_a_range_are_added_up(folder: Path) -> None:
    package = read(write_package(folder, LEGACY_SCORING))

    # One point for each test case, the sample too, as the format has it.
    assert package.grading.max_score == 4
    assert {name: one.max_score for name, one in groups_of(package).items()} == {
        "": 4,
        "sample": 1,
        "secret": 3,
        "secret/a": 2,
        "secret/b": 1,
        "secret/b/c": 1,
    }


def test_points_of_a_validator_have_no_known_bound(folder: Path) -> None:
    changes = {
        "problem.yaml": LEGACY_YAML + "type: scoring\nvalidation: custom score\n",
        "output_validators/check.py": "import sys\nsys.exit(42)\n",
        "data/secret/a/testdata.yaml": "range: -inf 12\n",
    }

    package = read(write_package(folder, LEGACY_SCORING, changes))

    assert package.grading.max_score is None
    assert groups_of(package)["secret/a"].max_score == 12
    assert all(group.score_files == "allowed" for group in package.grading.groups)


def test_the_oldest_packages_grade_in_problem_yaml(folder: Path) -> None:
    grading = "grading: {on_reject: grade, accept_score: 5, range: 0 15, objective: max}\n"
    changes = {"problem.yaml": LEGACY_YAML + "type: scoring\n" + grading}

    package = read(write_package(folder, LEGACY_SCORING, changes))

    assert not any(group.stops_at_rejection for group in package.grading.groups)
    assert {group.accept_score for group in package.grading.groups} == {5}
    assert package.grading.max_score == 15


@pytest.mark.parametrize("text", ["", "on_reject: break\n", "grader_flags: first_error\n"])
def test_pass_fail_groups_that_change_nothing_are_not_kept(folder: Path, text: str) -> None:
    package = read(write_package(folder, LEGACY, {"data/testdata.yaml": text or None}))

    assert package.grading.groups == ()


@pytest.mark.parametrize(
    "text",
    ["on_reject: continue\n", "grader_flags: always_accept\n", "grader_flags: max no_errors avg\n"],
)
def test_pass_fail_groups_may_change_the_verdict(folder: Path, text: str) -> None:
    package = read(write_package(folder, LEGACY, {"data/testdata.yaml": text}))

    is_changed = "max" not in text
    assert bool(package.grading.groups) is is_changed
    assert not package.grading.is_scoring


def test_a_grader_travels_in_the_test_package(folder: Path, tmp_path: Path) -> None:
    changes = {
        "data/secret/a/testdata.yaml": "grading: custom\ngrader_flags: all 40\n",
        "graders/grade.py": "print('AC 1')\n",
    }
    package = read(write_package(folder, LEGACY_SCORING, changes))

    built = build_test_package(package, tmp_path)
    tests = extract_test_package(built.path, tmp_path / "tests", built.sha256)

    assert tests.grader_files() == {"grade.py": "print('AC 1')\n"}
    assert tests.manifest.grader is not None
    assert tests.manifest.grader.language == "python3"
    assert groups_of(package)["secret/a"].grader_args == ("all", "40")
    assert scored_groups(tests.manifest) == ("sample", "secret/a", "secret/b")


def test_2025_09_shares_points_out(folder: Path) -> None:
    changes = {
        "data/secret/b/2.in": "1\n",
        "data/secret/b/2.ans": "1\n",
        "data/secret/b/test_group.yaml": "max_score: 70\nscore_aggregation: sum\n"
        "require_pass: [sample, secret/a]\n",
    }

    package = read(write_package(folder, MODERN_SCORING, changes))

    groups = groups_of(package)
    assert package.grading.max_score == 100
    assert list(groups) == ["", "sample", "secret", "secret/a", "secret/b"]
    assert groups["secret/a"].score_rule == "all"
    assert (groups["secret/b"].score_rule, groups["secret/b"].accept_score) == ("sum", 35)
    assert groups["secret/b"].required_groups == ("sample", "secret/a")
    assert groups["sample"].max_score == 0
    assert not any(group.stops_at_rejection for group in groups.values())


def test_2025_09_without_groups_shares_out_a_hundred(folder: Path) -> None:
    yaml = MODERN_YAML + "type: scoring\n"
    changes = {"problem.yaml": yaml, "data/secret/2.in": "1 1\n", "data/secret/2.ans": "2\n"}

    secret = groups_of(read(write_package(folder, MODERN, changes)))["secret"]

    assert (secret.max_score, secret.accept_score, secret.score_files) == (100, 50, "bounded")


def test_constants_stand_in_group_files(folder: Path) -> None:
    changes = {
        "problem.yaml": MODERN_YAML + "type: scoring\nconstants: {small: 30}\n",
        "data/secret/a/test_group.yaml": "max_score: {{small}}\n",
    }

    package = read(write_package(folder, MODERN_SCORING, changes))

    assert groups_of(package)["secret/a"].max_score == 30


@pytest.mark.parametrize("file_name", ["testdata.yaml", "test_group.yaml"])
def test_packages_of_the_draft_have_either_file(folder: Path, file_name: str) -> None:
    draft = MODERN_YAML.replace("2025-09", "2023-07-draft")
    changes: Changes = {
        "problem.yaml": draft,
        f"data/secret/{file_name}": "output_validator_args: [float_tolerance, 1e-3]\n",
    }

    cases = {case.name: case for case in read(write_package(folder, MODERN, changes)).test_cases}

    assert cases["secret/1"].validator_flags.float_absolute_tolerance == 1e-3
    assert cases["sample/1"].validator_flags.float_absolute_tolerance is None


def test_the_draft_graded_as_legacy_does(folder: Path) -> None:
    changes: Changes = {
        "problem.yaml": MODERN_YAML.replace("2025-09", "2023-07-draft") + "type: scoring\n",
        "data/secret/a/test_group.yaml": None,
        "data/secret/b/test_group.yaml": None,
        "data/secret/testdata.yaml": "on_reject: continue\nrange: 0 100\n"
        "output_validator_flags: float_tolerance 1e-6\n",
        "data/secret/a/testdata.yaml": "grader_flags: min\naccept_score: 30\non_reject: break\n"
        "input_validator_flags: n=5\n",
        "submissions/partially_accepted/a.py": "# @EXPECTED_SCORE@: 30, 70.5\n",
    }

    package = read(write_package(folder, MODERN_SCORING, changes))

    cases = {case.name: case for case in package.test_cases}
    assert cases["secret/b/c/1"].validator_flags.float_relative_tolerance == 1e-6
    assert cases["secret/a/1"].input_validator_args == {"*": ("n=5",)}
    assert groups_of(package)["secret/a"].accept_score == 30
    partial, tagged = package.submissions[1].expectations
    assert partial.any_of[0].is_partial
    assert [rule.score for rule in tagged.any_of] == [
        pytest.approx((30, 30), abs=1e-5),
        pytest.approx((70.45, 70.55)),
    ]


def test_the_drafts_section_for_points_is_read(folder: Path) -> None:
    changes: Changes = {
        "problem.yaml": MODERN_YAML.replace("2025-09", "2023-07-draft") + "type: scoring\n",
        "data/secret/a/test_group.yaml": "scoring: {score: 30, require_pass: sample}\n",
        "data/secret/b/test_group.yaml": None,
        "data/secret/b/testdata.yaml": "scoring: {score: 70, aggregation: min}\n",
    }

    groups = groups_of(read(write_package(folder, MODERN_SCORING, changes)))

    assert (groups["secret/a"].max_score, groups["secret/a"].required_groups) == (30, ("sample",))
    assert (groups["secret/b"].max_score, groups["secret/b"].score_rule) == (70, "min")


@pytest.mark.parametrize(
    ("path", "source", "keeps"),
    [
        ("rejected/a.py", "# @EXPECTED_RESULTS@: WRONG-ANSWER\n# @EXPECTED_SCORE@: 2\n", True),
        ("wrong_answer/a.py", "# @EXPECTED_SCORE@: 1, 2\n", True),
        ("wrong_answer/a.py", "# @EXPECTED_SCORE@: 0\n", False),
        ("partially_accepted/a.py", "# @EXPECTED_SCORE@: 2\n", False),
        ("wrong_answer/a.py", "", False),
    ],
)
def test_rejected_submissions_keep_points_where_a_package_expects_it(
    folder: Path, path: str, source: str, keeps: bool
) -> None:
    package = read(write_package(folder, LEGACY_SCORING, {f"submissions/{path}": source}))

    assert package.grading.groups[0].keeps_rejected_score is keeps
    assert ("keep their points" in " ".join(map(str, package.warnings))) is keeps


def test_a_stray_testdata_yaml_is_said_to_have_no_effect(folder: Path) -> None:
    package = read(write_package(folder, MODERN, {"data/testdata.yaml": "on_reject: break\n"}))

    assert "data/testdata.yaml: has no effect" in " ".join(map(str, package.warnings))


REFUSALS: dict[str, tuple[Any, Changes, str, str]] = {
    "negative points": (
        LEGACY_SCORING,
        {"data/secret/testdata.yaml": "reject_score: -1\n"},
        "data/secret/testdata.yaml:1",
        "at least 0",
    ),
    "a range upside down": (
        LEGACY_SCORING,
        {"data/secret/testdata.yaml": "range: 10 0\n"},
        "data/secret/testdata.yaml:1",
        "two numbers",
    ),
    "an unknown on_reject": (
        LEGACY_SCORING,
        {"data/secret/a/testdata.yaml": "\non_reject: stop\n"},
        "data/secret/a/testdata.yaml:2",
        "break or continue",
    ),
    "a grader in Python 2": (
        LEGACY_SCORING,
        {
            "data/testdata.yaml": "grading: custom\n",
            "graders/g.py": "#!/usr/bin/env python2\nprint 'AC 1'\n",
        },
        "graders/g.py",
        "Python 2",
    ),
    "a grader with a script": (
        LEGACY_SCORING,
        {"data/testdata.yaml": "grading: custom\n", "graders/notes.txt": "x"},
        "graders",
        "no grader here",
    ),
    "points in pass-fail": (
        MODERN,
        {"data/secret/test_group.yaml": "max_score: 10\n"},
        "data/secret/test_group.yaml:1",
        "pass-fail problem",
    ),
    "points of samples": (
        MODERN_SCORING,
        {"data/sample/test_group.yaml": "score_aggregation: sum\n"},
        "data/sample/test_group.yaml:1",
        "no place here",
    ),
    "an unbounded group": (
        MODERN_SCORING,
        {"data/secret/b/test_group.yaml": "score_aggregation: sum\n"},
        "data/secret/b/test_group.yaml",
        "must be stated as a number",
    ),
    "groups worth more than all": (
        MODERN_SCORING,
        {"data/secret/test_group.yaml": "max_score: 99\n"},
        "data/secret/test_group.yaml:1",
        "can have 100",
    ),
    "half a point": (
        MODERN_SCORING,
        {"data/secret/a/test_group.yaml": "max_score: 30.5\n"},
        "data/secret/a/test_group.yaml:1",
        "whole number",
    ),
    "an unknown aggregation": (
        MODERN_SCORING,
        {"data/secret/a/test_group.yaml": "max_score: 30\nscore_aggregation: avg\n"},
        "data/secret/a/test_group.yaml:2",
        "pass-fail, sum or min",
    ),
    "requiring what comes later": (
        MODERN_SCORING,
        {"data/secret/a/test_group.yaml": "max_score: 30\nrequire_pass: secret/b\n"},
        "data/secret/a/test_group.yaml:2",
        "before this one (sample)",
    ),
    "requiring a group of shares": (
        {
            **MODERN_SCORING,
            "data/secret/c/1.in": "1 1\n",
            "data/secret/c/1.ans": "2\n",
            "data/secret/test_group.yaml": "max_score: 200\n",
        },
        {"data/secret/c/test_group.yaml": "max_score: 1\nrequire_pass: secret/b\n"},
        "data/secret/c/test_group.yaml:2",
        "score_aggregation pass-fail",
    ),
    "shares in all or nothing": (
        MODERN_SCORING,
        {"data/secret/test_group.yaml": "score_aggregation: pass-fail\n"},
        "data/secret/b/test_group.yaml:2",
        "as it is in data/secret/",
    ),
    "unbounded without a validator": (
        MODERN,
        {
            "problem.yaml": MODERN_YAML + "type: scoring\n",
            "data/secret/test_group.yaml": "max_score: unbounded\n",
        },
        "data/secret/test_group.yaml:1",
        "writes score.txt",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_can_not_be_honoured_is_refused_by_line(folder: Path, name: str) -> None:
    base, changes, place, message = REFUSALS[name]

    with pytest.raises(PackageRefused) as refused:
        read(write_package(folder, base, changes))

    texts = [str(problem) for problem in refused.value.problems]
    assert any(text.startswith(f"{place}: ") and message in text for text in texts), texts
    assert len(texts) == 1


def test_unbounded_points_come_from_a_validator(folder: Path) -> None:
    changes = {
        **VALIDATOR,
        "problem.yaml": MODERN_YAML + "type: scoring\n",
        "data/secret/test_group.yaml": "max_score: unbounded\n",
    }

    package = read(write_package(folder, MODERN, changes))

    assert package.grading.max_score is None
    assert groups_of(package)["secret"].score_files == "required"


@pytest.mark.parametrize(
    ("text", "message"),
    [("score: [3, 1]", "larger one"), ("score: much", "a number, or a list")],
)
def test_expected_points_that_mean_nothing(folder: Path, text: str, message: str) -> None:
    changes = {
        "submissions/submissions.yaml": f"accepted: {{{text}}}\n",
    }

    with pytest.raises(PackageRefused, match=message):
        read(write_package(folder, MODERN_SCORING, changes))
