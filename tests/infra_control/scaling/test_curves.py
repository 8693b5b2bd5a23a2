import pytest

from infra_control.scaling.curves import (
    MAX_MINUTES,
    PRESETS,
    CurveError,
    preset_curve,
    written_curve,
)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_curves_of_at_most_four_hours(name: str) -> None:
    curve = preset_curve(name)

    assert 0 < len(curve) <= MAX_MINUTES
    assert all(one >= 0 for one in curve)


def test_written_points_are_joined_by_lines() -> None:
    assert written_curve("0:10 2:20, 4:0") == [10, 15, 20, 10]


@pytest.mark.parametrize(
    "text", ["", "0:1", "5:1 9:1", "0:1 5:2 5:3", "0:1 x:2", "0:1 9999:2", "0:1 5:-3", "0:nan 5:1"]
)
def test_what_is_no_curve_is_said(text: str) -> None:
    with pytest.raises(CurveError):
        written_curve(text)
