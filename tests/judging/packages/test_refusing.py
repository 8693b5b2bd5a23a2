"""Packages that can't be honoured are refused whole, with every problem said."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from judging.packages import PackageRefused, read, tree
from tests.judging.packages.support import (
    LEGACY,
    LEGACY_YAML,
    MODERN,
    MODERN_YAML,
    Changes,
    write_package,
    zip_package,
)

MODERN_REFUSALS: dict[str, tuple[Changes, str, str]] = {
    "no metadata": ({"problem.yaml": None}, "problem.yaml", "is missing"),
    "broken yaml": ({"problem.yaml": "name: [\n"}, "problem.yaml:2", "not valid YAML"),
    "not utf-8": ({"problem.yaml": b"name: \xff\n"}, "problem.yaml", "not UTF-8"),
    "yaml of a list": ({"problem.yaml": "- a\n"}, "problem.yaml:1", "keys with values"),
    "constant of variants alone": (
        {"problem.yaml": MODERN_YAML + "constants:\n  most:\n    tex: many\n"},
        "problem.yaml",
        "constants.most: needs a value",
    ),
    "yaml bomb": (
        {
            "problem.yaml": "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
            + "".join(
                f"{chr(98 + i)}: &{chr(98 + i)} [{f'*{chr(97 + i)},' * 10}]\n" for i in range(9)
            )
        },
        "problem.yaml",
        "too large or too deep",
    ),
    "key twice": ({"problem.yaml": MODERN_YAML + "name: B\n"}, "problem.yaml:6", "twice"),
    "unknown format": (
        {"problem.yaml": "problem_format_version: 2031-01\nname: X\n"},
        "problem.yaml:1",
        "'2031-01' is not one of the formats",
    ),
    "unknown key": ({"problem.yaml": MODERN_YAML + "colour: red\n"}, "problem.yaml:6", "colour"),
    "unknown limit": ({"problem.yaml": MODERN_YAML + "  speed: 1\n"}, "problem.yaml:6", "speed"),
    "no name": (
        {"problem.yaml": MODERN_YAML.replace("name: Sums\n", "")},
        "problem.yaml",
        "name: is missing",
    ),
    "name without statement": (
        {"problem.yaml": MODERN_YAML.replace("name: Sums", "name: {en: A, no: B}")},
        "problem.yaml:2",
        "no statement in 'no'",
    ),
    "statement without name": (
        {
            "problem.yaml": MODERN_YAML.replace("name: Sums", "name: {en: Sums}"),
            "statement/problem.ko.md": "x\n",
        },
        "problem.yaml:2",
        "no name for the statement in 'ko'",
    ),
    "memory beyond the site": (
        {"problem.yaml": MODERN_YAML + "  memory: 100000\n"},
        "problem.yaml:6",
        "beyond this site's bounds",
    ),
    "time beyond the site": (
        {"problem.yaml": MODERN_YAML.replace("time_limit: 1", "time_limit: 1000")},
        "problem.yaml:5",
        "beyond this site's bounds",
    ),
    "time of nothing": (
        {"problem.yaml": MODERN_YAML.replace("time_limit: 1", "time_limit: 0")},
        "problem.yaml:5",
        "must be more than 0",
    ),
    "pass-fail and scoring": (
        {"problem.yaml": MODERN_YAML + "type: [pass-fail, scoring]\n"},
        "problem.yaml:6",
        "can't be both",
    ),
    "unknown type": (
        {"problem.yaml": MODERN_YAML + "type: [interactive, telepathic]\n"},
        "problem.yaml:6",
        "'telepathic' is not one of",
    ),
    "bad license": (
        {"problem.yaml": MODERN_YAML + "license: mine\n"},
        "problem.yaml:6",
        "must be one of",
    ),
    "no language of ours": (
        {"problem.yaml": MODERN_YAML + "languages: [cobol]\n"},
        "problem.yaml:6",
        "none of these",
    ),
    "static validation without validator": (
        {"data/secret/test_group.yaml": "static_validation_score: pass-fail\n"},
        "data/secret/test_group.yaml:1",
        "there is no static validator",
    ),
    "static validator of answers": (
        {"static_validator/v.py": "", "problem.yaml": MODERN_YAML + "type: submit-answer\n"},
        "static_validator/v.py",
        "no sources to look at",
    ),
    "arguments without static validation": (
        {
            "static_validator/v.py": "",
            "data/secret/test_group.yaml": "static_validator_args: [a]\n",
        },
        "data/secret/test_group.yaml:1",
        "beside static_validation_score only",
    ),
    "points of static validation without points": (
        {
            "static_validator/v.py": "",
            "data/secret/test_group.yaml": "static_validation_score: 3\n",
        },
        "data/secret/test_group.yaml:1",
        "must be pass-fail",
    ),
    "included directory": ({"include/cpp/a/b.h": ""}, "include/cpp/a/b.h", "without directories"),
    "included for nobody": ({"include/a.h": ""}, "include/a.h", "include/<code>/"),
    "included binary": ({"include/cpp/a.h": b"\xff"}, "include/cpp/a.h", "not UTF-8"),
    "pattern of another kind": (
        {"submissions/submissions.yaml": "accepted/**: {permitted: [AC]}\n"},
        "submissions/submissions.yaml:1",
        "no '**'",
    ),
    "open brace": (
        {"submissions/submissions.yaml": '"accepted/{a,b": {permitted: [AC]}\n'},
        "submissions/submissions.yaml:1",
        "not closed",
    ),
    "braces that stand for too much": (
        {"submissions/submissions.yaml": '"' + "{a,b}" * 8 + '": {permitted: [AC]}\n'},
        "submissions/submissions.yaml:1",
        "stands for more than",
    ),
    "unknown verdict": (
        {"submissions/submissions.yaml": "accepted/*:\n  permitted: [AC, MLE]\n"},
        "submissions/submissions.yaml:2",
        "some of AC, RTE, TLE, WA",
    ),
    "unknown key of a submission": (
        {"submissions/submissions.yaml": "accepted/*:\n  permited: [AC]\n"},
        "submissions/submissions.yaml:2",
        "permited",
    ),
    "score without scoring": (
        {"submissions/submissions.yaml": "accepted/*:\n  score: 5\n"},
        "submissions/submissions.yaml:2",
        "scoring problems only",
    ),
    "impossible expectation": (
        {"submissions/submissions.yaml": "accepted/*: {permitted: [AC], required: [WA]}\n"},
        "submissions/submissions.yaml:1",
        "nothing of what is required",
    ),
    "odd use for the time limit": (
        {"submissions/submissions.yaml": "accepted/*: {use_for_time_limit: often}\n"},
        "submissions/submissions.yaml:1",
        "lower or upper",
    ),
    "no statement": ({"statement/problem.en.md": None}, "statement", "no statement here"),
    "latex only": (
        {"statement/problem.en.md": None, "statement/problem.en.tex": ""},
        "statement/problem.en.tex",
        "LaTeX statements",
    ),
    "missing answer": ({"data/secret/1.ans": None}, "data/secret/1.in", "answer"),
    "missing input": ({"data/secret/1.in": None}, "data/secret/1.ans", "input"),
    "no secret data": (
        {"data/secret/1.in": None, "data/secret/1.ans": None},
        "data/secret",
        "no test cases",
    ),
    "groups beside cases": (
        {"data/secret/g/1.in": "", "data/secret/g/1.ans": ""},
        "data/secret",
        "not both",
    ),
    "groups in groups": (
        {
            "data/secret/1.in": None,
            "data/secret/1.ans": None,
            "data/secret/g/h/1.in": "",
            "data/secret/g/h/1.ans": "",
            "data/secret/g/h/test_group.yaml": "",
        },
        "data/secret/g/h/test_group.yaml",
        "groups can't hold groups",
    ),
    "unknown group key": (
        {"data/secret/test_group.yaml": "max_socre: 1\n"},
        "data/secret/test_group.yaml:1",
        "max_socre",
    ),
    "too many arguments": (
        {"data/secret/1.yaml": f"args: [{'x, ' * 65}]\n"},
        "data/secret/1.in",
        "at most 64 arguments",
    ),
    "a directory of input files": (
        {"data/secret/1.files/a/b": ""},
        "data/secret/1.files/a/b",
        "without directories",
    ),
    "input files of no test case": (
        {"data/secret/2.files/a": ""},
        "data/secret/2.files/a",
        "there is no test case",
    ),
    "unknown validator argument": (
        {"data/secret/test_group.yaml": "output_validator_args: [fuzzy]\n"},
        "data/secret/test_group.yaml:1",
        "'fuzzy'",
    ),
    "tolerance without number": (
        {"data/secret/test_group.yaml": "output_validator_args: [float_tolerance]\n"},
        "data/secret/test_group.yaml:1",
        "needs a number",
    ),
    "tolerance twice": (
        {
            "data/secret/1.yaml": "output_validator_args: "
            "[float_tolerance, 1e-3, float_absolute_tolerance, 1e-6]\n"
        },
        "data/secret/1.yaml:1",
        "given twice",
    ),
}

LEGACY_REFUSALS: dict[str, tuple[Changes, str, str]] = {
    "unknown type": ({"problem.yaml": LEGACY_YAML + "type: golf\n"}, "problem.yaml:4", "'golf'"),
    "scoring in the ICPC's subset": (
        {"problem.yaml": LEGACY_YAML + "type: scoring\nproblem_format_version: legacy-icpc\n"},
        "problem.yaml:4",
        "pass-fail only",
    ),
    "fewer points are better": (
        {"problem.yaml": LEGACY_YAML + "type: scoring\ngrading: {objective: min}\n"},
        "problem.yaml:5",
        "more points",
    ),
    "pdf only": (
        {"problem_statement/problem.md": None, "problem_statement/problem.pdf": b"%PDF"},
        "problem_statement/problem.pdf",
        "PDF statements",
    ),
    "custom grader": (
        {"data/testdata.yaml": "grading: custom\n"},
        "data/testdata.yaml:1",
        "there is no grader",
    ),
    "unclosed quote": (
        {"problem.yaml": LEGACY_YAML + 'validator_flags: "\'"\n'},
        "problem.yaml:4",
        "can't be split",
    ),
    "bad .timelimit": (
        {"problem.yaml": "name: X\n", ".timelimit": "soon\n"},
        ".timelimit:1",
        "one number",
    ),
}


@pytest.mark.parametrize("name", MODERN_REFUSALS)
def test_a_2025_09_package_is_refused(tmp_path: Path, name: str) -> None:
    changes, place, message = MODERN_REFUSALS[name]

    assert_refused(write_package(tmp_path / "p", MODERN, changes), place, message)


@pytest.mark.parametrize("name", LEGACY_REFUSALS)
def test_a_legacy_package_is_refused(tmp_path: Path, name: str) -> None:
    changes, place, message = LEGACY_REFUSALS[name]

    assert_refused(write_package(tmp_path / "p", LEGACY, changes), place, message)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    folder = write_package(
        tmp_path / "p",
        MODERN,
        {
            "problem.yaml": MODERN_YAML + "colour: red\ntype: scoring\n",
            "data/secret/1.ans": None,
            "include/a.h": "",
        },
    )

    with pytest.raises(PackageRefused) as refused:
        read(folder)

    places = {problem.file for problem in refused.value.problems}
    assert places >= {"problem.yaml", "data/secret/1.in", "include/a.h"}
    assert len(refused.value.problems) >= 4


def test_nothing_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder or zip"):
        read(tmp_path / "nothing")


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", MODERN, {"data/secret/1.ans": None})
    (folder / "data/secret/1.ans").symlink_to("/etc/passwd")

    assert_refused(folder, "data/secret/1.ans", "symbolic links")


def test_a_linked_directory_is_refused_and_not_entered(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", MODERN)
    (folder / "attachments").symlink_to("/etc")

    assert_refused(folder, "attachments", "symbolic links")


def test_a_pipe_is_refused_and_not_opened(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", MODERN)
    os.mkfifo(folder / "data/secret/2.in")

    assert_refused(folder, "data/secret/2.in", "regular file")


def test_a_name_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", MODERN)
    Path(os.fsdecode(os.fsencode(folder) + b"/data/secret/\xc7\xd5.in")).write_text("")

    assert_refused(folder, "data/secret/", "not UTF-8")


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("../outside.txt", "leaves the package"),
        ("data/../../outside.txt", "leaves the package"),
        ("/etc/cron.d/x", "absolute"),
        ("C:/x", "absolute or foreign"),
        ("data\\secret\\2.in", "absolute or foreign"),
    ],
)
def test_a_zip_that_reaches_out_is_refused(tmp_path: Path, member: str, message: str) -> None:
    path = zip_package(tmp_path / "p.zip", {**MODERN, member: "x"})

    assert_refused(path, "", message)


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = zip_package(tmp_path / "p.zip", MODERN)
    link = zipfile.ZipInfo("attachments/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    assert_refused(path, "attachments/link", "symbolic links")


def test_a_member_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = zip_package(tmp_path / "p.zip", MODERN)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("problem.yaml", "name: Other\n")

    assert_refused(path, "problem.yaml", "twice")


def test_zip_names_without_the_utf_8_mark_are_refused(tmp_path: Path) -> None:
    path = zip_package(tmp_path / "p.zip", {**MODERN, "attachments/XX.txt": ""})
    path.write_bytes(path.read_bytes().replace(b"attachments/XX", b"attachments/\xc7\xd5"))

    assert_refused(path, "attachments/", "UTF-8")


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = zip_package(tmp_path / "p.zip", MODERN)
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    path.write_bytes(bytes(data))

    assert_refused(path, "", "encrypted")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40])
def test_a_broken_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(content)

    assert_refused(path, "", "not a readable zip")


def test_damage_within_a_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in MODERN.items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"Add two numbers.", b"Add six numbers."))

    assert_refused(path, "statement/problem.en.md", "can't be read")


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "RATIO_FREE_BYTES", 1_000_000)
    path = zip_package(tmp_path / "p.zip", {**MODERN, "data/secret/2.in": b"0" * 3_000_000})

    assert_refused(path, "", "zip bomb")


@pytest.mark.parametrize(
    ("bound", "value", "message"),
    [
        ("MAX_FILES", 3, "files; at most 3"),
        ("MAX_FILE_BYTES", 2, "a file may have"),
        ("MAX_TOTAL_BYTES", 50, "a package may have"),
    ],
)
@pytest.mark.parametrize("as_zip", [False, True])
def test_sizes_that_no_honest_package_has_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bound: str,
    value: int,
    message: str,
    *,
    as_zip: bool,
) -> None:
    monkeypatch.setattr(tree, bound, value)
    path = (
        zip_package(tmp_path / "p.zip", MODERN) if as_zip else write_package(tmp_path / "p", MODERN)
    )

    assert_refused(path, "", message)


def test_a_zip_of_several_packages_is_refused(tmp_path: Path) -> None:
    files = {f"{top}/{name}": text for top in ("a", "b") for name, text in MODERN.items()}

    assert_refused(zip_package(tmp_path / "p.zip", files), "problem.yaml", "one directory")


def assert_refused(path: Path, place: str, message: str) -> None:
    """The package is refused, and one of the reasons is this one, at this place."""
    with pytest.raises(PackageRefused) as refused:
        read(path)
    reasons = [str(problem) for problem in refused.value.problems]
    assert any(reason.startswith(place) and message in reason for reason in reasons), reasons
