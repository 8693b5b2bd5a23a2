"""`python -m judging`: the packages that come with the project, and the command line."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.__main__ import main
from judging.compile_cache import CompileCache
from judging.compiling import CompileAids
from judging.packages import read
from judging.packages.expectations import is_met
from judging.packages.source import Expectation, ExpectationRule
from judging.sandbox.box import KeptBoxSandbox
from judging.verdicts import Verdict
from judging.verify import LanguageChoice, PackageVerifier, Tally
from tests.judging.packages.support import MODERN, MODERN_YAML, write_package
from tests.judging.sandbox.support import needs_sandbox

PACKAGES = sorted((Path(__file__).parents[1] / "packages").iterdir())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


@pytest.fixture(scope="module")
def aids(tmp_path_factory: pytest.TempPathFactory) -> CompileAids:
    """A package's programs are compiled once for its check and its submissions."""
    return CompileAids(cache=CompileCache(tmp_path_factory.mktemp("compiled"), max_bytes=1 << 28))


@pytest.mark.slow
@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_our_packages_get_the_verdicts_that_they_expect(
    sandbox: KeptBoxSandbox, aids: CompileAids, path: Path
) -> None:
    verifier = PackageVerifier(sandbox=sandbox, choice=LanguageChoice(), jobs=2, aids=aids)

    prepared = verifier.prepare(read(path, for_judging_only=True))
    results = list(verifier.verify(prepared.package, prepared.reports))

    assert prepared.warnings == ()

    assert [result for result in results if result.agrees is False] == []
    directories = {result.path.split("/")[0] for result in results if result.agrees}
    wanted = {"accepted", "wrong_answer", "time_limit_exceeded", "run_time_error"}
    if prepared.package.is_submit_answer:
        wanted = {"accepted", "wrong_answer"}
    if prepared.package.format_version == "polygon":
        wanted = {"main", "accepted", "wrong-answer", "time-limit-exceeded", "failed"}
    assert directories >= ({"accepted"} if prepared.package.grading.is_scoring else wanted)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_our_packages_are_read_without_a_warning(path: Path) -> None:
    package = read(path, for_judging_only=True)

    unstated = "limits.time_limit: is not stated"
    assert [text for text in map(str, package.warnings) if unstated not in text] == []
    assert package.samples()


def test_a_disagreement_is_said_and_is_the_exit_status(
    sandbox: KeptBoxSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_package(
        tmp_path / "sums",
        MODERN,
        {
            "submissions/accepted/wrong.py": "print(0)\n",
            "submissions/accepted/broken.py": "print(\n",
            "submissions/accepted/old.cob": "",
        },
    )

    status = main(["verify", str(folder)])

    out = capsys.readouterr().out
    assert status == 1
    assert "FAIL  accepted/wrong.py  [python3]  expected AC, got WA" in out
    assert "sample/1: WA after" in out
    assert "SyntaxError" in out
    assert "ok    accepted/sum.py" in out
    assert out.endswith("1 agree, 2 disagree, 1 skipped (language not installed)\n")


def test_the_json_form_holds_the_same(
    sandbox: KeptBoxSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_package(tmp_path / "sums", MODERN, {"submissions/wrong_answer/x.cpp": "int"})

    status = main(["verify", "--json", "--language", "python3", str(folder)])

    result = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (result["agree"], result["disagree"], result["skipped"]) == (1, 0, 0)
    (submission,) = result["packages"][0]["submissions"]
    assert (submission["path"], submission["actual"]) == ("accepted/sum.py", "AC")
    assert len(submission["report"]["runs"]) == 2


def test_a_refused_package_disagrees_with_all_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {"problem.yaml": MODERN_YAML + "type: golf\n", "data/secret/1.ans": None}

    status = main(["verify", str(write_package(tmp_path / "sums", MODERN, changes))])

    out = capsys.readouterr().out
    assert status == 1
    assert "problem.yaml:6: type: 'golf' is not one" in out
    assert "data/secret/1.in: its answer" in out


def test_damaged_test_data_refuse_the_package(
    sandbox: KeptBoxSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sums.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in MODERN.items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"3 4\n", b"3 5\n"))

    assert main(["verify", str(path)]) == 1

    out = capsys.readouterr().out
    assert "refused: data/secret/1.in: can't be read" in out
    assert out.endswith("0 agree, 1 disagree, 0 skipped (language not installed)\n")


def test_an_unknown_language_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--language", "cobol", "x"]) == 2
    assert "'cobol' is no language" in capsys.readouterr().err


def test_languages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages", "--json"]) == 0

    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["languages"]}
    assert rows["python3"]["installed"]
    assert rows["python3"]["version"].startswith("3.")
    assert rows["haskell"]["debian_packages"] == ["ghc"]


def test_a_package_code_stands_for_its_default_language() -> None:
    assert LanguageChoice.parse("cpp, python3").ids == ("cpp20", "python3")
    assert LanguageChoice.parse("cpp17").ids == ("cpp17",)
    assert LanguageChoice.parse(None).ids is None


AC, WA, TLE, WTL, RTE = (Verdict(word) for word in ("AC", "WA", "TLE", "WTL", "RTE"))
MLE, OLE, CE, JE = (Verdict(word) for word in ("MLE", "OLE", "CE", "JE"))
ACCEPTED = ExpectationRule(permitted=frozenset({"AC"}))
SLOW = ExpectationRule(permitted=frozenset({"AC", "TLE"}), required=frozenset({"TLE"}))
CRASH = ExpectationRule(required=frozenset({"RTE"}))
WRONG_IN_THE_END = ExpectationRule(final=frozenset({"WA"}))


@pytest.mark.parametrize(
    ("rules", "verdict", "runs", "met"),
    [
        ([ACCEPTED], AC, [AC, AC], True),
        ([ACCEPTED], WA, [AC, WA], False),
        ([ACCEPTED], CE, [], False),
        ([SLOW], TLE, [AC, TLE, WTL], True),
        ([SLOW], AC, [AC, AC], False),
        ([SLOW], TLE, [TLE, WA], False),
        ([CRASH], WA, [WA, RTE], True),
        ([CRASH], MLE, [MLE], True),
        ([CRASH], OLE, [OLE], True),
        ([WRONG_IN_THE_END], WA, [AC, WA, TLE], True),
        ([WRONG_IN_THE_END], TLE, [TLE, WA], False),
        ([ACCEPTED, SLOW], TLE, [TLE], True),
        ([], RTE, [RTE], True),
        ([], JE, [AC], False),
        ([CRASH], JE, [RTE], False),
    ],
)
def test_expectations(
    rules: list[ExpectationRule], verdict: Verdict, runs: list[Verdict], *, met: bool
) -> None:
    expectation = Expectation(stated_by="test", any_of=tuple(rules))

    assert is_met(expectation, verdict, runs) is met


def test_the_summary_line() -> None:
    assert str(Tally(agree=3, skipped=1)) == (
        "3 agree, 0 disagree, 1 skipped (language not installed)"
    )
