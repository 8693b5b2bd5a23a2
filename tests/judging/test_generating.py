"""Packages that only tell how their tests are made, and the tests that come of it."""

import zipfile
from pathlib import Path

import pytest

from judging.__main__ import main
from judging.generating import tests_made as made
from judging.packages import PackageRefused, SourcePackage, read
from judging.sandbox.box import KeptBoxSandbox
from tests.judging.packages.support import Changes, write_package
from tests.judging.packages.test_other_formats import POLYGON, PROBLEM_XML
from tests.judging.sandbox.support import needs_sandbox

TESTS = """<test method="manual" sample="true"/>
<test method="generated" cmd="gen 5 'x y' | turn"/>
<test method="generated" cmd="gen 3" from-file="two"/>
<test method="generated" cmd="gen 3" from-file="three"/>"""
EXECUTABLES = "".join(
    f'<executable><source path="files/{name}.py" type="python.3"/></executable>'
    for name in ("gen", "turn")
)
XML = PROBLEM_XML.replace(
    '<test method="manual" sample="true"/><test method="generated" cmd="gen 1"/>', TESTS
).replace("<assets>", f"<files><executables>{EXECUTABLES}</executables></files><assets>")
FILES: Changes = {
    "problem.xml": XML,
    "files/gen.py": "import sys\nprint(*(len(word) for word in sys.argv[1:]))\n"
    "for name in ('two', 'three'):\n    open(name, 'w').write(f'{len(name)} 1')\n",
    "files/turn.py": "print(*reversed(input().split()))\n",
    **{f"tests/{name}": None for name in ("01.a", "02", "02.a")},
    "solutions/zero.cpp": "",
}


def package(folder: Path, changes: Changes | None = None) -> SourcePackage:
    path = write_package(folder / "p", POLYGON, {**FILES, **(changes or {})})
    return read(path, for_judging_only=True, may_lack_tests=True)


def test_tests_come_from_generators_and_answers_from_the_main_solution(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs_sandbox()
    package(tmp_path)

    assert main(["generate", str(tmp_path / "p"), "--into", str(tmp_path)]) == 0

    path = Path(capsys.readouterr().out.strip())
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("tests/")]
        assert {name: archive.read(name).decode().strip() for name in names} == {
            "tests/01": "1 2",
            "tests/01.a": "3",
            "tests/02": "3 1",
            "tests/02.a": "4",
            "tests/03": "3 1",
            "tests/03.a": "4",
            "tests/04": "5 1",
            "tests/04.a": "6",
        }
    whole = read(path, for_judging_only=True)
    assert whole.unmade == ()
    assert main(["generate", str(tmp_path / "p"), "--into", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_site_takes_no_package_without_its_tests(tmp_path: Path) -> None:
    package(tmp_path)

    with pytest.raises(PackageRefused, match=r"tests/01\.a: .*python -m judging generate"):
        read(tmp_path / "p", for_judging_only=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"problem.xml": XML.replace("| turn", "| mix")}, "tests/02: the package has no .* 'mix'"),
        ({"files/turn.py": "raise SystemExit('lost')"}, "tests/02: .* turn failed .*: lost"),
        ({"problem.xml": XML.replace('"three"', '"4"')}, "tests/04: its generator wrote no file"),
        ({"solutions/sum.py": "1 / 0"}, r"tests/01\.a: can't be made: the main solution failed"),
        (
            {"problem.xml": XML.replace('tag="main"', 'tag="accepted"')},
            r"tests/01\.a: is missing, and there is no main solution",
        ),
    ],
)
def test_what_can_not_be_made_refuses_the_package(
    tmp_path: Path, changes: Changes, message: str
) -> None:
    needs_sandbox()

    with (
        KeptBoxSandbox() as sandbox,
        pytest.raises(PackageRefused, match=message),
        made(package(tmp_path, changes), sandbox),
    ):
        pass
