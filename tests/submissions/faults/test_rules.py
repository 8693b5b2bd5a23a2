"""What is blamed, and which errors are equal."""

import pytest

from submissions.faults.rules import Blamed, blamed_for, fingerprint, is_to_be_off


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exit status 3 of /box/12/validate", "exit status 4 of /box/977/validate"),
        ("no such file: 'a b.in'", "no such file:  'c.in'"),
        ("package 00ff12ab is corrupt", "Package 9dd1e2c3 is corrupt"),
    ],
)
def test_equal_errors_may_differ_in_numbers_names_and_paths(one: str, other: str) -> None:
    def of(message: str, thing: str = "7") -> str:
        return fingerprint(Blamed.PROBLEM_VERSION, thing, kind="package", message=message)

    assert of(one) == of(other)
    assert of(one) != of(one, thing="8")
    assert of(one) != of("the validator crashed")


def test_a_broken_sandbox_is_its_hosts_and_all_else_what_hosts_were_given() -> None:
    assert blamed_for("sandbox") is Blamed.JUDGEHOST
    assert blamed_for("contract") is Blamed.LANGUAGE
    assert {
        blamed_for(kind) for kind in ("package", "validator", "store", "worker", "attempts")
    } == {Blamed.PROBLEM_VERSION}


def test_one_person_alone_switches_nothing_off() -> None:
    assert is_to_be_off(count=3, people=2)
    assert not is_to_be_off(count=50, people=1)
    assert not is_to_be_off(count=2, people=2)
