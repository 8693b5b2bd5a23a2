"""Packages of Polygon, bare test cases, and statements that can't be shown on a page."""

from pathlib import Path

import pytest

from judging.packages import PackageRefused, build_test_package, export_package, read
from judging.packages.manifest import PackageManifest, ValidatorFlags
from tests.judging.packages.support import LEGACY, MODERN, Changes, write_package, zip_package

PROBLEM_XML = """\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<problem revision="3" short-name="sums">
  <names><name language="english" value="Sums"/><name language="russian" value="Суммы"/></names>
  <statements>
    <statement language="english" path="statements/english/problem.tex" type="application/x-tex"/>
    <statement language="english" path="statements/.html/english/problem.html" type="text/html"/>
  </statements>
  <judging input-file="" output-file="" run-count="1">
    <testset name="tests">
      <time-limit>1500</time-limit>
      <memory-limit>268435456</memory-limit>
      <test-count>2</test-count>
      <input-path-pattern>tests/%02d</input-path-pattern>
      <answer-path-pattern>tests/%02d.a</answer-path-pattern>
      <tests><test method="manual" sample="true"/><test method="generated" cmd="gen 1"/></tests>
    </testset>
  </judging>
  <assets>
    <checker name="std::rcmp6.cpp" type="testlib"><source path="files/check.cpp"/></checker>
    <solutions>
      <solution tag="main"><source path="solutions/sum.py" type="python.3"/></solution>
      <solution tag="wrong-answer"><source path="solutions/zero.cpp" type="cpp.g++17"/></solution>
      <solution tag="do-not-run"><source path="solutions/odd.py" type="python.3"/></solution>
    </solutions>
  </assets>
</problem>
"""
POLYGON = {
    "problem.xml": PROBLEM_XML,
    "statements/english/problem.tex": "Add.\n",
    "tests/01": "1 2\n",
    "tests/01.a": "3\n",
    "tests/02": "3 4\n",
    "tests/02.a": "7\n",
    "solutions/sum.py": "print(sum(map(int, input().split())))\n",
    "solutions/zero.cpp": "int main() {}\n",
    "solutions/odd.py": "",
}


def test_a_polygon_package_reads_whole(tmp_path: Path) -> None:
    package = read(write_package(tmp_path / "p", POLYGON), for_judging_only=True)

    assert (package.short_name, package.format_version) == ("sums", "polygon")
    assert package.names == {"en": "Sums"}
    assert (package.limits.cpu_time_ms, package.limits.memory_kib) == (1500, 256 * 1024)
    assert [(case.name, case.input_path) for case in package.test_cases] == [
        ("sample/01", "tests/01"),
        ("secret/02", "tests/02"),
    ]
    assert package.test_cases[0].validator_flags == ValidatorFlags(
        case_sensitive=True, float_absolute_tolerance=1e-6, float_relative_tolerance=1e-6
    )
    assert [(one.path, one.language) for one in package.submissions] == [
        ("main/sum.py", "python3"),
        ("wrong-answer/zero.cpp", "cpp17"),
    ]
    assert build_test_package(package, tmp_path).manifest.test_cases[1].name == "secret/02"


def test_polygon_programs_may_read_and_write_files(tmp_path: Path) -> None:
    xml = PROBLEM_XML.replace('input-file=""', 'input-file="sums.in"')
    xml = xml.replace('output-file=""', 'output-file="sums.out"')
    folder = write_package(tmp_path / "p", {**POLYGON, "problem.xml": xml})

    package = read(folder, for_judging_only=True)

    assert (package.input_file, package.output_file) == ("sums.in", "sums.out")
    manifest = build_test_package(package, tmp_path).manifest
    assert (manifest.input_file, manifest.output_file) == ("sums.in", "sums.out")
    with pytest.raises(PackageRefused, match="can't say"):
        export_package(package, "2025-09", tmp_path)


def test_a_manifest_without_such_files_says_nothing_of_them(tmp_path: Path) -> None:
    built = build_test_package(read(write_package(tmp_path / "p", MODERN)), tmp_path)

    assert "put_file" not in built.manifest.to_json()
    with pytest.raises(ValueError, match="standard input and output"):
        PackageManifest.model_validate(
            {**built.manifest.model_dump(), "is_submit_answer": True, "input_file": "a"}
        )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name="std::rcmp6.cpp"', "", "files/check.cpp: the checker's source is missing"),
        ('input-file=""', 'input-file="../in.txt"', "without directories"),
        ('run-count="1"', 'run-count="0"', "no number from 1 to 10"),
        ("<assets>", "<assets><interactor/>", "the interactor's source is missing"),
        (
            "<assets>",
            '<assets><interactor><source path="solutions/sum.py" type="python.2"/></interactor>',
            "is written in 'python.2', which is no language of this site",
        ),
        ('cmd="gen 1"', 'points="many"', "'many' are no points"),
        ("1500", "0", "time-limit: '0' is missing or beyond"),
        ("1500", "1e3", "time-limit: '1e3' is missing or beyond"),
        ("268435456", "9" * 20, "memory-limit"),
        ("tests/%02d<", "tests/%s<", "no pattern"),
        ("tests/%02d<", "/etc/%02d<", "/etc/01: is missing"),
        ("tests/%02d.a", "tests/%02d.b", "tests/01.b: is missing, as are parts of 2 tests in all"),
        ("solutions/zero.cpp", "../zero.cpp", "this solution is missing"),
        ("<problem ", "<!DOCTYPE a [<!ENTITY b 'c'>]><problem ", "document type"),
        ("</problem>", "", "problem.xml:"),
    ],
)
def test_a_polygon_package_that_can_not_be_honoured_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    files = {**POLYGON, "problem.xml": PROBLEM_XML.replace(old, new)}

    with pytest.raises(PackageRefused) as refused:
        read(zip_package(tmp_path / "p.zip", files), for_judging_only=True)

    assert message in str(refused.value)


@pytest.mark.parametrize("prefix", ["", "tests/", "sums/"])
def test_bare_test_cases_are_a_package(tmp_path: Path, prefix: str) -> None:
    files = {
        "1.in": "1 2\n",
        "1.out": "3\n",
        "2.in": "3 4\n",
        "2.ans": "7\n",
        "10.in": "5 6\n",
        "10.a": "11\n",
        "input3.txt": "1 1\n",
        "output3.txt": "2\n",
        "sample.in": "0 0\n",
        "sample.out": "0\n",
    }
    path = zip_package(
        tmp_path / "sums.zip", {f"{prefix}{name}": text for name, text in files.items()}
    )

    package = read(path)

    assert [case.name for case in package.test_cases] == [
        "sample/sample",
        "secret/0001",
        "secret/0002",
        "secret/0003",
        "secret/0010",
    ]
    assert package.names == {"en": "sums"}
    assert package.limits.cpu_time_ms == 2000
    assert "2 s, 2048 MiB are taken" in str(package.warnings[-1])


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"2.in": "1\n"}, "2.in", "its answer is missing"),
        ({"01.in": "1\n", "01.out": ""}, "1.in", "the same test case"),
        ({"a b.in": "1\n", "a b.out": ""}, "a b.in", "rename it"),
        ({"data/secret/2.in": ""}, "problem.yaml", "is missing"),
        ({"../2.in": ""}, "", "leaves the package"),
        ({"/2.in": ""}, "", "absolute"),
    ],
)
def test_bare_test_cases_are_refused(
    tmp_path: Path, changes: dict[str, str], place: str, message: str
) -> None:
    path = zip_package(tmp_path / "p.zip", {"1.in": "1\n", "1.out": "1\n", **changes})

    with pytest.raises(PackageRefused) as refused:
        read(path)

    reasons = [str(problem) for problem in refused.value.problems]
    assert any(reason.startswith(place) and message in reason for reason in reasons), reasons


@pytest.mark.parametrize(
    ("changes", "kind", "title"),
    [
        (
            {"problem_statement/problem.tex": r"\problemname{Great Sums} Add."},
            "latex",
            "Great Sums",
        ),
        (
            {
                "problem_statement/problem.en.tex": "\\problemname{$a+b$}\n"
                "%% plainproblemname: a + b\n"
            },
            "latex",
            "a + b",
        ),
        ({"problem_statement/problem.tex": "Add."}, "latex", "sums"),
        ({"problem_statement/problem.pdf": b"%PDF"}, "pdf", "sums"),
    ],
)
def test_a_statement_that_can_not_be_shown_is_none_for_judging(
    tmp_path: Path, changes: Changes, kind: str, title: str
) -> None:
    base = {**LEGACY, "problem.yaml": "limits: {time_limit: 1}\n"}
    folder = write_package(
        tmp_path / "sums", base, {"problem_statement/problem.md": None, **changes}
    )
    (folder / "statement/problem.en.md").unlink(missing_ok=True)

    package = read(folder, for_judging_only=True)

    assert [statement.kind for statement in package.statements] == [kind]
    assert package.names == {"en": title}
    with pytest.raises(PackageRefused, match="statements can't be shown"):
        read(folder)


def test_markdown_is_preferred(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", MODERN, {"statement/problem.en.tex": "Add."})

    (statement,) = read(folder).statements

    assert (statement.kind, statement.path) == ("markdown", "statement/problem.en.md")
