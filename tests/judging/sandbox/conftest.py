from collections.abc import Iterator

import pytest

from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import Box, BoxSpec
from tests.judging.sandbox.support import needs_sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


@pytest.fixture
def box(sandbox: KeptBoxSandbox) -> Iterator[Box]:
    with sandbox.open_box(BoxSpec(name="test")) as opened:
        yield opened
