"""What a good package reads as."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from judging.packages import read
from judging.packages.manifest import ValidatorFlags
from tests.judging.packages.support import (
    LEGACY,
    LEGACY_YAML,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
    zip_package,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sums"


def test_a_2025_09_package_reads_whole(folder: Path) -> None:
    package = read(
        write_package(
            folder,
            MODERN,
            {
                "problem.yaml": MODERN_YAML.replace("name: Sums", "name: {en: Sums, ko: 합}")
                + "  memory: 64\n  output: 2\n  code: 32\nlicense: cc0\nkeywords: [easy, math]\n"
                "credits: {authors: [Ada <ada@example.com>, {name: Grace}]}\n"
                "languages: [cpp, java]\n",
                "statement/problem.ko.md": "두 수를 더하세요.\n",
                "statement/picture.png": b"\x89PNG",
                "attachments/tool.py": "",
            },
        )
    )

    assert (package.short_name, package.format_version) == ("sums", "2025-09")
    assert package.names == {"en": "Sums", "ko": "합"}
    assert [statement.language for statement in package.statements] == ["en", "ko"]
    assert package.limits.cpu_time_ms == 1000
    assert package.limits.memory_kib == 64 * 1024
    assert package.limits.output_bytes == 2 * 1024 * 1024
    assert package.limits.source_bytes == 32 * 1024
    assert package.authors == ("Ada", "Grace")
    assert package.keywords == ("easy", "math")
    assert package.languages == ("cpp17", "cpp20", "cpp23", "java17")
    assert package.statement_files == ("statement/picture.png",)
    assert package.attachments == ("attachments/tool.py",)
    assert [case.name for case in package.test_cases] == ["sample/1", "secret/1"]
    assert [sample.answer for sample in package.samples()] == ["3\n"]
    assert package.warnings == ()


def test_a_legacy_package_reads_whole(folder: Path) -> None:
    package = read(
        write_package(
            folder,
            LEGACY,
            {
                "problem.yaml": LEGACY_YAML + "author: Ada and Grace, Alan\nkeywords: easy math\n"
                "validator_flags: float_tolerance 1e-6\n",
                "data/secret/1.desc": "Small.\n",
            },
        )
    )

    assert package.format_version == "legacy"
    assert package.names == {"en": "Sums"}
    assert package.authors == ("Ada", "Grace", "Alan")
    assert package.keywords == ("easy", "math")
    assert package.test_cases[1].description == "Small."
    assert package.test_cases[1].validator_flags == ValidatorFlags(
        float_absolute_tolerance=1e-6, float_relative_tolerance=1e-6
    )
    assert package.time_limit.ac_to_time_limit == 5


@pytest.mark.parametrize("prefix", ["", "sums/"])
def test_a_zip_reads_like_its_folder(tmp_path: Path, prefix: str) -> None:
    path = zip_package(
        tmp_path / "sums.zip",
        {f"{prefix}{name}": content for name, content in MODERN.items()}
        | {"__MACOSX/._x": "", f"{prefix}.DS_Store": ""},
    )

    package = read(path)

    assert package.short_name == "sums"
    assert [case.name for case in package.test_cases] == ["sample/1", "secret/1"]
    assert package.samples()[0].input == "1 2\n"


@pytest.mark.parametrize(
    ("changes", "limit_ms", "warned"),
    [
        ({"problem.yaml": "name: Sums\n", ".timelimit": "3\n"}, 3000, False),
        ({"problem.yaml": "name: Sums\nlimits: {time_limit: 0.25}\n"}, 250, False),
        ({"problem.yaml": "name: Sums\n"}, 2000, True),
    ],
)
def test_a_legacy_time_limit_comes_from_where_tools_put_it(
    folder: Path, changes: Changes, limit_ms: int, *, warned: bool
) -> None:
    package = read(write_package(folder, LEGACY, changes))

    assert package.limits.cpu_time_ms == limit_ms
    assert package.time_limit.is_stated is not warned
    assert any("no time limit" in str(warning) for warning in package.warnings) is warned


def test_an_unknown_key_is_a_warning_in_the_legacy_formats(folder: Path) -> None:
    package = read(write_package(folder, LEGACY, {"problem.yaml": LEGACY_YAML + "colour: red\n"}))

    assert [(warning.line, warning.message[:6]) for warning in package.warnings] == [(4, "colour")]


@pytest.mark.parametrize(
    ("stated", "read_as"),
    [
        ("legacy", "legacy"),
        ("legacy-icpc", "legacy-icpc"),
        ("2025-09", "2025-09"),
        ("2023-07-draft", "2025-09"),
    ],
)
def test_formats_and_their_aliases(folder: Path, stated: str, read_as: str) -> None:
    base = LEGACY if stated.startswith("legacy") else MODERN
    yaml = base["problem.yaml"].replace("problem_format_version: 2025-09\n", "")

    package = read(
        write_package(folder, base, {"problem.yaml": f"problem_format_version: {stated}\n{yaml}"})
    )

    assert package.format_version == read_as


def test_test_cases_stand_in_name_order_by_directory(folder: Path) -> None:
    names = ["sample/2", "secret/b/1", "secret/a-b/1", "secret/a/2", "secret/a/10", "secret/a/x/1"]
    files = {f"data/{name}.{ext}": "1\n" for name in names for ext in ("in", "ans")}

    package = read(
        write_package(
            folder, MODERN, {**files, "data/secret/1.in": None, "data/secret/1.ans": None}
        )
    )

    assert [case.name for case in package.test_cases] == [
        "sample/1",
        "sample/2",
        "secret/a/10",
        "secret/a/2",
        "secret/a/x/1",
        "secret/a-b/1",
        "secret/b/1",
    ]


def test_2025_09_validator_args_are_inherited_until_overridden(folder: Path) -> None:
    changes = {
        "data/secret/test_group.yaml": "output_validator_args: [float_tolerance, 1e-3]\n",
        "data/secret/1.in": None,
        "data/secret/1.ans": None,
        **{f"data/secret/{name}.{ext}": "1\n" for name in ("a/1", "b/1") for ext in ("in", "ans")},
        "data/secret/b/test_group.yaml": "output_validator_args: [case_sensitive]\n",
        "data/secret/b/1.yaml": "output_validator_args: []\ndescription: plain\n",
        "data/secret/b/2.in": "1\n",
        "data/secret/b/2.ans": "1\n",
    }

    cases = {case.name: case for case in read(write_package(folder, MODERN, changes)).test_cases}

    assert cases["sample/1"].validator_flags == ValidatorFlags()
    assert cases["secret/a/1"].validator_flags.float_relative_tolerance == 1e-3
    assert cases["secret/b/1"].validator_flags == ValidatorFlags()
    assert cases["secret/b/1"].description == "plain"
    assert cases["secret/b/2"].validator_flags == ValidatorFlags(case_sensitive=True)


def test_each_key_is_taken_from_the_closest_legacy_testdata_yaml_that_has_it(folder: Path) -> None:
    changes = {
        "data/testdata.yaml": "output_validator_flags: float_tolerance 1e-3\n",
        "data/secret/g/testdata.yaml": "on_reject: continue\n",
        "data/secret/g/1.in": "1\n",
        "data/secret/g/1.ans": "1\n",
        "data/secret/h/testdata.yaml": "output_validator_flags: case_sensitive\n",
        "data/secret/h/1.in": "1\n",
        "data/secret/h/1.ans": "1\n",
    }

    cases = {case.name: case for case in read(write_package(folder, LEGACY, changes)).test_cases}

    assert cases["secret/1"].validator_flags.float_absolute_tolerance == 1e-3
    assert cases["secret/g/1"].validator_flags.float_absolute_tolerance == 1e-3
    assert cases["secret/h/1"].validator_flags == ValidatorFlags(case_sensitive=True)


def test_constants_are_filled_into_statements_and_submissions(folder: Path) -> None:
    package = read(
        write_package(
            folder,
            MODERN,
            {
                "problem.yaml": MODERN_YAML + "constants: {max_n: 100}\n",
                "statement/problem.en.md": "At most {{max_n}}; {{nextsample}}\n",
                "submissions/accepted/sum.py": "N = {{max_n}}\n",
            },
        )
    )

    assert package.statements[0].markdown == "At most 100; {{nextsample}}\n"
    assert package.submission_files(package.submissions[0]) == {"sum.py": b"N = 100\n"}


def test_a_constant_may_have_variants(folder: Path) -> None:
    package = read(
        write_package(
            folder,
            MODERN,
            {
                "problem.yaml": MODERN_YAML
                + "constants: {max_n: {value: 5000, tex: 5 thousand}, least: 1}\n",
                "statement/problem.en.md": "{{least}} to {{max_n.tex}}, {{max_n.word}}\n",
                "submissions/accepted/sum.py": "N = {{max_n}} + {{max_n.value}}\n",
            },
        )
    )

    assert package.statements[0].markdown == "1 to 5 thousand, {{max_n.word}}\n"
    assert package.submission_files(package.submissions[0]) == {"sum.py": b"N = 5000 + 5000\n"}


@pytest.mark.parametrize(
    "files",
    [LEGACY, {**MODERN, "problem.yaml": MODERN_YAML.replace("2025-09", "2023-07-draft")}],
    ids=["legacy", "draft"],
)
def test_packages_before_2025_09_may_have_samples_only(
    folder: Path, files: Mapping[str, str]
) -> None:
    without = {"data/secret/1.in": None, "data/secret/1.ans": None}

    package = read(write_package(folder, files, without))

    assert [case.name for case in package.test_cases] == ["sample/1"]
    assert any("no test cases here" in str(warning) for warning in package.warnings)


def test_samples_may_be_shown_otherwise_than_they_are_judged(folder: Path) -> None:
    package = read(
        write_package(
            folder,
            MODERN,
            {"data/sample/1.in.statement": "shown\n", "data/sample/1.out": "other\n"},
        )
    )

    (sample,) = package.samples()
    assert (sample.name, sample.input, sample.answer) == ("1", "shown\n", "other\n")


def test_hidden_and_oddly_named_files_are_as_good_as_not_there(folder: Path) -> None:
    package = read(
        write_package(
            folder,
            MODERN,
            {
                "submissions/accepted/.sum.py.swp": b"\x00",
                "submissions/accepted/my solution.py": "",
                ".git/config": "",
            },
        )
    )

    assert [submission.path for submission in package.submissions] == ["accepted/sum.py"]
    assert any("my solution.py" in str(warning) for warning in package.warnings)


def test_example_submissions_know_language_and_expectation(folder: Path) -> None:
    package = read(
        write_package(
            folder,
            LEGACY,
            {
                "submissions/wrong_answer/two/main.cpp": "",
                "submissions/wrong_answer/two/helper.h": "",
                "submissions/mixed/tagged.c": "// @EXPECTED_RESULTS@: TIMELIMIT, RUN-ERROR\n",
                "submissions/accepted/old.py": "#!/usr/bin/env python2\n",
                "submissions/accepted/x.cob": "",
                "submissions/accepted/nested/inner/main.py": "",
                "submissions/accepted/deep/1/2/3/4/5/6/7/8/main.py": "",
                f"submissions/accepted/{'long' * 30}.py": "",
            },
        )
    )

    found = {submission.path: submission for submission in package.submissions}
    assert found["wrong_answer/two"].language == "cpp20"
    assert set(found["wrong_answer/two"].files) == {"main.cpp", "helper.h"}
    assert found["accepted/old.py"].language is None
    assert found["accepted/x.cob"].language is None
    assert found["accepted/nested"].language == "python3"
    assert set(found["accepted/nested"].files) == {"inner/main.py"}
    assert found["accepted/deep"].language is None
    assert found[f"accepted/{'long' * 30}.py"].language is None
    (expectation,) = found["mixed/tagged.c"].expectations
    assert expectation.any_of[0].final == frozenset({"TLE", "RTE"})
