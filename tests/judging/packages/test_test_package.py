"""Test packages: built the same each time, and only unpacked as what they are."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.packages import PackageError, build_test_package, extract_test_package, read
from judging.packages.building import BuiltPackage
from judging.packages.manifest import PackageManifest, TestCase
from tests.judging.packages.support import MODERN, MODERN_YAML, write_package, zip_package


@pytest.fixture
def built(tmp_path: Path) -> BuiltPackage:
    (tmp_path / "store").mkdir()
    package = read(write_package(tmp_path / "sums", MODERN))
    return build_test_package(package, tmp_path / "store")


def test_the_name_is_the_hash_of_the_bytes(built: BuiltPackage) -> None:
    content = built.path.read_bytes()

    assert built.sha256 == hashlib.sha256(content).hexdigest()
    assert built.path.name == f"{built.sha256}.zip"
    assert built.size_bytes == len(content)


def test_folder_and_zip_in_any_order_build_the_same_bytes(
    tmp_path: Path, built: BuiltPackage
) -> None:
    shuffled = dict(sorted(MODERN.items(), reverse=True))
    package = read(zip_package(tmp_path / "sums.zip", shuffled))

    again = build_test_package(package, tmp_path)

    assert again.path.read_bytes() == built.path.read_bytes()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("data/secret/1.ans", "8\n"),
        ("problem.yaml", MODERN_YAML + "  memory: 64\n"),
        ("data/secret/test_group.yaml", "output_validator_args: [case_sensitive]\n"),
    ],
)
def test_what_judging_depends_on_changes_the_hash(
    tmp_path: Path, built: BuiltPackage, file: str, content: str
) -> None:
    package = read(write_package(tmp_path / "other", MODERN, {file: content}))

    assert build_test_package(package, tmp_path).sha256 != built.sha256


def test_a_statement_does_not_change_the_hash(tmp_path: Path, built: BuiltPackage) -> None:
    package = read(write_package(tmp_path / "o", MODERN, {"statement/problem.en.md": "New.\n"}))

    assert build_test_package(package, tmp_path).sha256 == built.sha256


def test_extracting_gives_back_manifest_and_files(tmp_path: Path, built: BuiltPackage) -> None:
    package = extract_test_package(built.path, tmp_path / "cache" / "x", built.sha256)

    assert package.manifest == built.manifest
    sample, secret = package.manifest.test_cases
    assert package.input_path(sample).read_text() == "1 2\n"
    assert package.answer_path(secret).read_text() == "7\n"
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["x"]


def test_a_package_that_is_there_already_is_used(tmp_path: Path, built: BuiltPackage) -> None:
    first = extract_test_package(built.path, tmp_path / "x", built.sha256)
    second = extract_test_package(built.path, tmp_path / "x", built.sha256)

    assert second.manifest == first.manifest


def test_a_changed_byte_is_found(tmp_path: Path, built: BuiltPackage) -> None:
    content = bytearray(built.path.read_bytes())
    content[len(content) // 2] ^= 1
    built.path.write_bytes(bytes(content))

    with pytest.raises(PackageError, match="hash is"):
        extract_test_package(built.path, tmp_path / "x", built.sha256)

    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, r"it has no manifest\.json"),
        ({"manifest.json": "{}"}, "can't be read"),
        ({"manifest.json": "MANIFEST"}, "it lacks 'data/secret/1.in'"),
        (
            {"manifest.json": "MANIFEST", "data/secret/1.in": "", "data/secret/1.ans": "", "x": ""},
            "holds 'x'",
        ),
        ({"manifest.json": "MANIFEST", "../../x": ""}, "which its manifest does not name"),
    ],
)
def test_what_its_manifest_does_not_say_is_not_unpacked(
    tmp_path: Path, members: dict[str, str], message: str
) -> None:
    manifest = {"limits": {}, "test_cases": [{"name": "secret/1"}]}
    files = {
        name: json.dumps(manifest) if text == "MANIFEST" else text for name, text in members.items()
    }
    path = zip_package(tmp_path / "p.zip", files)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()

    with pytest.raises(PackageError, match=message):
        extract_test_package(path, tmp_path / "into" / "x", sha256)

    assert list((tmp_path / "into").iterdir()) == []


def test_something_else_than_a_zip_is_no_package(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(b"hello")

    with pytest.raises(PackageError, match="not a readable zip"):
        extract_test_package(path, tmp_path / "x", hashlib.sha256(b"hello").hexdigest())


def test_members_bear_no_trace_of_when_and_where(built: BuiltPackage) -> None:
    with zipfile.ZipFile(built.path) as archive:
        traces = {
            (member.date_time, member.external_attr, member.create_system)
            for member in archive.infolist()
        }

    assert traces == {((1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3)}


@given(st.text(alphabet="abc./_-\\\0 ", max_size=12))
def test_no_name_of_a_manifest_leads_out_of_its_directory(name: str) -> None:
    try:
        case = TestCase(name=f"secret/{name}")
    except ValueError:
        return
    PackageManifest.model_validate({"limits": {}, "test_cases": [case.model_dump()]})
    parts = case.input_path.split("/")
    assert parts[:2] == ["data", "secret"]
    assert not {"", ".", ".."} & set(parts)
