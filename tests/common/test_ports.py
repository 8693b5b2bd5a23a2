"""Ports between rooms."""

import pytest

from common.ports import Port, PortNotWiredError


def test_a_port_answers_by_whom_it_was_wired_to_last() -> None:
    port: Port[[int], int] = Port("double")
    port.wire(lambda number: number * 3)
    port.wire(lambda number: number * 2)

    assert port(21) == 42


def test_a_port_that_nobody_answers_says_its_name() -> None:
    port: Port[[], int] = Port("depth")

    with pytest.raises(PortNotWiredError, match="depth"):
        port()
