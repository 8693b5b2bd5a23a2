"""One running site whose processes are broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import RunningSite, Student, running_site

HUNG_AFTER_S = 8.0
"""Somewhat more than the time between two signs of life: the tests wait for it."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, prepared_site: Path) -> Iterator[RunningSite]:
    folder = tmp_path_factory.mktemp("chaos")
    with running_site(folder, prepared=prepared_site, hung_after_s=HUNG_AFTER_S) as site:
        yield site


@pytest.fixture
def student(site: RunningSite) -> Student:
    return Student(site.url)
