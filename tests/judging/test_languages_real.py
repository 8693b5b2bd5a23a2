"""Every language of the table, tried in real boxes on the hosts that have it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.languages import Language, language_table
from judging.sandbox.box import KeptBoxSandbox
from judging.self_test import run_hello, run_program
from judging.toolchains import InstalledLanguage, installed_languages
from tests.judging.sandbox.support import needs_sandbox

pytestmark = pytest.mark.slow

SUMS = Path(__file__).parent / "sums"

every_language = pytest.mark.parametrize("row", language_table().language, ids=lambda row: row.id)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


def found(row: Language) -> InstalledLanguage:
    """The language on this host, or a skip that says what to install."""
    if row.id not in installed_languages():
        pytest.skip(f"{row.name} is not installed: apt-get install {' '.join(row.debian_packages)}")
    return installed_languages()[row.id]


@every_language
def test_hello_world_is_said(sandbox: KeptBoxSandbox, row: Language) -> None:
    assert run_hello(sandbox, found(row)) is None


@every_language
def test_a_sum_is_read_and_written(sandbox: KeptBoxSandbox, row: Language) -> None:
    source = (SUMS / f"{row.id}{row.extension}").read_text()

    fault = run_program(sandbox, found(row), source, stdin=b"20 22\n", expected=b"42\n")

    assert fault is None
