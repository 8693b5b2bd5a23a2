"""Whose job goes next."""

from submissions.turns import Waiting, in_turn, turns

MANY, FEW = 1, 2


def test_everybody_has_a_share_whatever_the_queue_holds() -> None:
    line = [
        Waiting(owner=MANY, count=500, first=10, admitted=7),
        Waiting(owner=FEW, count=3, first=600, admitted=0),
    ]
    assert turns(line, standing=9, busy=2) == {FEW: 2}


def test_what_judges_have_room_for_goes_to_who_has_the_fewest_there() -> None:
    line = [
        Waiting(owner=MANY, count=500, first=10, admitted=4),
        Waiting(owner=FEW, count=3, first=600, admitted=3),
    ]
    assert turns(line, standing=1, busy=4) == {FEW: 2, MANY: 1}
    assert turns(line[:1], standing=0, busy=4) == {MANY: 4}
    assert turns(line, standing=4, busy=4) == {}


def test_a_queue_without_judges_is_given_one_job_and_the_shares() -> None:
    assert turns([Waiting(owner=MANY, count=9, first=1, admitted=0)], standing=0, busy=0) == {
        MANY: 2
    }


def test_the_line_alternates_and_ownerless_jobs_come_first() -> None:
    waiting = [(11, MANY), (12, MANY), (13, FEW), (14, FEW), (15, None)]
    assert in_turn(waiting, admitted={}) == [15, 11, 13, 12, 14]
    assert in_turn(waiting, admitted={MANY: 2}) == [15, 13, 14, 11, 12]
