import pytest

from infra_control.plots import Series, nice_top, number_text, plot


def test_a_line_runs_from_the_left_floor_to_the_right_top() -> None:
    made = plot([Series(name="jobs", points=[(0, 0), (10, 10)])], width=105, height=56)

    [line] = made.lines
    assert line.path.startswith("M1.0 ")
    assert line.dot is not None
    assert line.dot[0] == 101.0
    assert line.area.endswith("Z")
    assert made.summary == "jobs: now 10, from 0 to 10"


def test_what_is_not_known_is_a_gap_and_not_a_zero() -> None:
    made = plot([Series(name="jobs", points=[(0, 4), (1, 4), (2, None), (3, 4), (4, 4)])])

    assert made.lines[0].path.count("M") == 2


def test_nothing_known_draws_nothing_and_says_so() -> None:
    made = plot([Series(name="age", points=[])])

    assert made.lines[0].path == ""
    assert made.summary == "age: nothing is known"


def test_an_axis_has_numbers_up_to_a_round_top() -> None:
    made = plot(
        [Series(name="a", points=[(0, 1), (100, 37)])], has_axis=True, x_ticks=[(50, "12:00")]
    )

    assert [tick.text for tick in made.y_ticks] == ["0", "25", "50"]
    assert [tick.text for tick in made.x_ticks] == ["12:00"]


@pytest.mark.parametrize(("value", "top"), [(1, 1), (1.1, 2), (37, 50), (1000, 1000), (0.3, 0.5)])
def test_tops_are_round(value: float, top: float) -> None:
    assert nice_top(value) == pytest.approx(top)


def test_numbers_are_short() -> None:
    assert [number_text(x) for x in (0.25, 12, 1234, 2_500_000)] == ["0.25", "12", "1.23k", "2.5M"]
