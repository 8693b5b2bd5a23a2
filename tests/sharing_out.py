"""How pytest-xdist's workers share the suite: what waits and lasts begins first, and what stands
on one running site stays in one worker."""

import pytest
from xdist.scheduler import LoadFileScheduling

SITES = ("tests/e2e/cloud/", "tests/e2e/", "tests/chaos/site/")
"""Folders whose files share one running site, which takes longer to start than they take."""

INDEPENDENT = "tests/judging/test_verify.py"
"""A file whose tests share nothing, and last."""

LASTING = (
    "tests/chaos/",
    "tests/e2e/",
    "tests/infra_control/localcloud/",
    "tests/judging/worker/",
    "tests/judging/test_verify.py",
    "tests/judging/",
)
"""What begins first, in this order: a file that lasts, begun last, keeps all others waiting."""


class SharedByFile(LoadFileScheduling):  # type: ignore[misc] # it has no types
    """A file's tests stay together, because they share a site, a broker or a box."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(INDEPENDENT):
            return nodeid
        for folder in SITES:
            if nodeid.startswith(folder):
                return folder
        return str(super()._split_scope(nodeid))


def order(item: pytest.Item) -> int:
    """A test's place among others: lasting ones first."""
    places = (n for n, start in enumerate(LASTING) if item.nodeid.startswith(start))
    return next(places, len(LASTING))
