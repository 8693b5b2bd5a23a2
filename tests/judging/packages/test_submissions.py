"""Example submissions: which there are, and what is expected of them."""

from pathlib import Path

import pytest

from judging.packages import ExampleSubmission, read
from judging.packages.globs import GlobError, expand, is_matched
from judging.packages.source import Expectation, ExpectationRule, TimeLimitBound
from tests.judging.packages.support import LEGACY, MODERN, Changes, write_package


@pytest.mark.parametrize(
    ("glob", "path", "matched"),
    [
        ("accepted", "accepted/a.py", True),
        ("accepted/*", "accepted/a.py", True),
        ("*", "accepted/a.py", True),
        ("accepted/*.py", "accepted/a.cpp", False),
        ("accepted/a*z.py", "accepted/abcz.py", True),
        ("*/a.py/b", "accepted/a.py", False),
        ("{wrong_answer,accepted}/{a,b}.{py,cpp}", "accepted/b.cpp", True),
        ("accepted/{a,b{1,2}}.py", "accepted/b2.py", True),
        ("accepted/{a,b{1,2}}.py", "accepted/b.py", False),
        ("Accepted", "accepted/a.py", False),
        ("secret/*-easy", "secret/01-easy", True),
        ("secret/g", "secret/g/deep/1", True),
        ("secret/g", "secret/g2/1", False),
    ],
)
def test_a_pattern_matches(glob: str, path: str, *, matched: bool) -> None:
    assert is_matched(expand(glob), path) is matched


@pytest.mark.parametrize("glob", ["**", "a[b]", "a?", "{a", "a}", "}{", "{a,b}" * 9, "x" * 501])
def test_what_is_no_pattern_is_said(glob: str) -> None:
    with pytest.raises(GlobError):
        expand(glob)


def test_a_hostile_pattern_takes_no_time() -> None:
    assert not is_matched(expand("*a" * 200 + "b"), "a" * 255)


def only(folder: Path, changes: Changes, path: str) -> ExampleSubmission:
    package = read(write_package(folder, MODERN, changes))
    return next(one for one in package.submissions if one.path == path)


def rule(permitted: str = "", required: str = "") -> ExpectationRule:
    return ExpectationRule(
        permitted=frozenset(permitted.split()) or None, required=frozenset(required.split()) or None
    )


def rules(submission: ExampleSubmission) -> list[tuple[ExpectationRule, ...]]:
    return [expectation.any_of for expectation in submission.expectations]


SLOW = "submissions/time_limit_exceeded/slow.py"


def test_a_key_for_a_default_directory_replaces_its_rule(tmp_path: Path) -> None:
    yaml = "time_limit_exceeded:\n  permitted: [AC, WA, TLE]\n"

    slow = only(
        tmp_path / "p",
        {SLOW: "", "submissions/submissions.yaml": yaml},
        "time_limit_exceeded/slow.py",
    )

    assert rules(slow) == [(rule("AC WA TLE", "TLE"),)]
    assert slow.expectations[0].bound is TimeLimitBound.UPPER


def test_a_glob_adds_to_the_rule_of_the_directory(tmp_path: Path) -> None:
    yaml = (
        "time_limit_exceeded/*:\n  sample: {permitted: [AC]}\n  secret:\n    required: [TLE]\n"
        "    use_for_time_limit: false\n    message: slow\n"
    )

    slow = only(
        tmp_path / "p",
        {SLOW: "", "submissions/submissions.yaml": yaml},
        "time_limit_exceeded/slow.py",
    )

    assert rules(slow) == [(rule("AC TLE", "TLE"),), (rule("AC"),), (rule("", "TLE"),)]
    assert [expectation.test_cases for expectation in slow.expectations] == [
        None,
        ("sample",),
        ("secret",),
    ]
    assert [expectation.bound for expectation in slow.expectations] == [
        TimeLimitBound.UPPER,
        TimeLimitBound.LOWER,
        None,
    ]
    assert slow.expectations[2].message == "slow"


def test_a_directory_of_its_own_needs_no_rule(tmp_path: Path) -> None:
    yaml = "odd/*: {use_for_time_limit: lower}\nnowhere: {permitted: [AC]}\n"
    folder = write_package(
        tmp_path / "p",
        MODERN,
        {"submissions/odd/a.py": "", "submissions/odd2/b.py": "", **stated(yaml)},
    )

    package = read(folder)

    odd, odd2 = package.submissions[1:]
    assert rules(odd) == [(rule("AC WA RTE"),)]
    assert odd.expectations[0].bound is TimeLimitBound.LOWER
    assert odd2.expectations == ()
    assert [warning.message for warning in package.warnings] == ["nowhere: matches no submission"]


def stated(yaml: str) -> dict[str, str]:
    return {"submissions/submissions.yaml": yaml}


@pytest.mark.parametrize(
    ("yaml", "language"),
    [
        ("accepted/a: {language: cpp}\n", "cpp20"),
        ("accepted/a: {language: cobol}\n", None),
        ("accepted/a: {entrypoint: b.py}\n", None),
        ("accepted/a: {entrypoint: a.py}\n", "python3"),
        ("accepted/a: {authors: Ada, model_solution: true}\n", "python3"),
    ],
)
def test_language_and_entry_point_are_stated(
    tmp_path: Path, yaml: str, language: str | None
) -> None:
    files = {"submissions/accepted/a/a.py": "", "submissions/accepted/a/b.py": ""}

    assert only(tmp_path / "p", {**files, **stated(yaml)}, "accepted/a").language == language


def test_java_classes_may_stand_in_directories_of_their_package(tmp_path: Path) -> None:
    files = {
        "submissions/accepted/a/Main.java": "class Main {}",
        "submissions/accepted/a/util/Tool.java": "package util;",
    }

    submission = only(tmp_path / "p", files, "accepted/a")

    assert submission.language == "java17"
    assert sorted(submission.files) == ["Main.java", "util/Tool.java"]


def test_other_sources_may_stand_in_directories_as_well(tmp_path: Path) -> None:
    files = {
        "submissions/accepted/a/main.py": "",
        "submissions/accepted/a/util/tool.py": "",
    }

    submission = only(tmp_path / "p", files, "accepted/a")

    assert submission.language == "python3"
    assert sorted(submission.files) == ["main.py", "util/tool.py"]


@pytest.mark.parametrize(
    ("rules_", "bound"),
    [
        ([ExpectationRule(final=frozenset({"AC"}))], TimeLimitBound.LOWER),
        ([ExpectationRule(final=frozenset({"TLE"}))], TimeLimitBound.UPPER),
        ([ExpectationRule(final=frozenset({"TLE", "WA"}))], None),
        ([rule("AC RTE", "RTE")], TimeLimitBound.LOWER),
        ([rule("AC RTE TLE", "RTE TLE")], None),
        ([rule("", "RTE")], None),
        ([], None),
    ],
)
def test_what_bounds_the_time_limit(
    rules_: list[ExpectationRule], bound: TimeLimitBound | None
) -> None:
    assert TimeLimitBound.of(*rules_) is bound


def test_in_the_legacy_formats_only_accepted_ones_bound_from_below(tmp_path: Path) -> None:
    changes = {
        f"submissions/{directory}/a.py": ""
        for directory in ("wrong_answer", "run_time_error", "time_limit_exceeded")
    }

    package = read(write_package(tmp_path / "p", LEGACY, changes))

    bounds = {
        one.path.split("/")[0]: expectation.bound
        for one in package.submissions
        for expectation in one.expectations
    }
    assert bounds == {
        "accepted": TimeLimitBound.LOWER,
        "wrong_answer": None,
        "run_time_error": None,
        "time_limit_exceeded": TimeLimitBound.UPPER,
    }


def test_a_tag_takes_the_place_of_the_directory(tmp_path: Path) -> None:
    submission = only(
        tmp_path / "p",
        {"submissions/mixed/a.py": "# @EXPECTED_RESULTS@: TIMELIMIT\n"},
        "mixed/a.py",
    )

    assert submission.expectations == (
        Expectation(
            stated_by="@EXPECTED_RESULTS@",
            any_of=(ExpectationRule(final=frozenset({"TLE"})),),
            bound=TimeLimitBound.UPPER,
        ),
    )


def said_by(folder: Path, *sources: str, directory: str = "mixed") -> list[frozenset[str] | None]:
    """The final words that a legacy package's submission of these files is expected to get."""
    files = {f"submissions/{directory}/s/{n}.py": text for n, text in enumerate(sources)}
    package = read(write_package(folder, LEGACY, files))
    (found,) = [one for one in package.submissions if one.path == f"{directory}/s"]
    return [rule.final for expectation in found.expectations for rule in expectation.any_of]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# @EXPECTED_RESULTS@: CORRECT\n", "AC"),
        ("# @EXPECTED_RESULTS@ correct\n", "AC"),
        ('"""@EXPECTED_RESULTS@:WRONG-ANSWER,RUN-ERROR"""\n', "WA RTE"),
        ("/* @EXPECTED_RESULTS@: CORRECT, TIMELIMIT */\n", "AC TLE"),
        ("# @EXPECTED_RESULTS@: WRONG-ANSWER, PRESENTATION-ERROR -> both\n", "WA"),
        ("# @EXPECTED_RESULTS@: NO-OUTPUT\r\n", "WA"),
        ("# @EXPECTED_RESULTS@: MEMORY-LIMIT\n", "MLE RTE"),
        ("# @EXPECTED_RESULTS@: OUTPUT-LIMIT (or is it?)\n", "OLE"),
        ("# @EXPECTED_RESULTS@: Compile_Error.\n", "CE"),
        (
            "# tells of the @EXPECTED_RESULTS@: tag\n# @EXPECTED_RESULTS@: TIME_LIMIT_EXCEEDED\n",
            "TLE",
        ),
    ],
)
def test_tags_are_written_in_many_ways(tmp_path: Path, source: str, words: str) -> None:
    assert said_by(tmp_path / "p", source) == [frozenset(words.split())]


@pytest.mark.parametrize(
    "sources",
    [
        ["# @EXPECTED_RESULTS@: CHECK-MANUALLY\n"],
        ["# @EXPECTED_RESULTS@: CORRECT\n", "# @EXPECTED_RESULTS@: WRONG-ANSWER\n"],
    ],
)
def test_a_tag_that_nothing_can_be_told_from_expects_nothing(
    tmp_path: Path, sources: list[str]
) -> None:
    assert said_by(tmp_path / "p", *sources, directory="wrong_answer") == []


@pytest.mark.parametrize(
    ("directory", "words"),
    [
        ("compiler_error", "CE"),
        ("no_output", "WA"),
        ("memory_limit_exceeded", "MLE RTE"),
        ("output_limit", "OLE"),
        ("runtime_error", "RTE"),
        ("timelimit", "TLE"),
    ],
)
def test_other_tools_have_directories_of_their_own(
    tmp_path: Path, directory: str, words: str
) -> None:
    found = said_by(tmp_path / "p", "x", directory=directory)

    assert found == [frozenset(words.split())]


@pytest.mark.parametrize("directory", ["mixed", "different", "slow_accepted", "check_manually"])
def test_of_a_directory_without_a_rule_nothing_is_expected(tmp_path: Path, directory: str) -> None:
    assert said_by(tmp_path / "p", "x", directory=directory) == []


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("main :-\n    read(X), print(X).\n", "prolog"),
        (":- initialization(main).\nmain :- true.\n", "prolog"),
        ("use strict;\nmy $n = <STDIN>;\nprint $n;\n", "perl"),
        ("#!/usr/bin/perl\n:-", "perl"),
        ("$_ = <>; print;", "perl"),
    ],
)
def test_perl_and_prolog_share_an_extension(tmp_path: Path, source: str, language: str) -> None:
    changes = {"submissions/accepted/sum.py": None, "submissions/accepted/sum.pl": source}

    (submission,) = read(write_package(tmp_path / "sums", MODERN, changes)).submissions

    assert submission.language == language
