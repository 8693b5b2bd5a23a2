from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.sandbox.box import KeptBoxSandbox
from tests.judging.sandbox.support import compile_c, needs_sandbox, remains

PROGRAMS = Path(__file__).parent / "programs"


@pytest.fixture
def sandbox() -> Iterator[KeptBoxSandbox]:
    """A sandbox for one test, which must leave nothing on the host: processes, cgroups,
    mounts and descriptors are counted before and after."""
    needs_sandbox()
    before = remains()
    with KeptBoxSandbox() as made:
        yield made
    assert remains() == before


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every C program, compiled in boxes, one directory each."""
    needs_sandbox()
    root = tmp_path_factory.mktemp("attacks")
    with KeptBoxSandbox() as sandbox:
        for source in sorted(PROGRAMS.glob("*.c")):
            compile_c(sandbox, source.read_bytes(), root / source.stem)
    return root
