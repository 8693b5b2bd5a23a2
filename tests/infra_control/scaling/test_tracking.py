from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra_control.scaling.tracking import Memory, Tracking, backlog_per_task, next_desired

POLICY = Tracking(target=5, min_tasks=2, max_tasks=40, out_cooldown_s=30, in_cooldown_s=300)
CALM = Memory()


def desired(samples: list[float], *, running: int = 4, memory: Memory = CALM) -> int:
    return next_desired(
        POLICY, desired=running, running=running, samples=samples, now_s=10_000, memory=memory
    )


def test_without_a_task_the_backlog_is_one_tasks() -> None:
    assert backlog_per_task(12, 0) == 12
    assert backlog_per_task(12, 4) == 3


def test_jobs_in_work_count_so_that_who_keeps_up_is_not_taken_away() -> None:
    busy = backlog_per_task(0, 10, in_work=8, work_weight=7)

    assert busy == 5.6
    assert desired([busy] * 15, running=10) == 12
    assert desired([backlog_per_task(0, 10)] * 15, running=10) == 2


def test_three_periods_above_the_target_add_tasks_in_proportion() -> None:
    assert desired([0, 20, 20]) == 4
    assert desired([20, 20, 20]) == 16
    assert desired([6, 6, 400]) == 40


def test_it_scales_out_again_only_after_the_cooldown() -> None:
    assert desired([20] * 3, memory=Memory(scaled_out_at_s=9_980)) == 4
    assert desired([20] * 3, memory=Memory(scaled_out_at_s=9_970)) == 16


def test_fifteen_calm_periods_let_tasks_go_down_to_the_least() -> None:
    assert desired([1.0] * 14) == 4
    assert desired([1.0] * 15, running=10) == 2
    assert desired([2.5] * 15, running=10) == 5


def test_what_was_just_added_is_not_taken_away() -> None:
    assert desired([0.0] * 15, running=10, memory=Memory(scaled_out_at_s=9_800)) == 10
    assert desired([0.0] * 15, running=10, memory=Memory(scaled_in_at_s=9_800)) == 10


def test_near_the_target_nothing_moves() -> None:
    assert desired([4.6] * 15) == 4
    assert desired([5.0] * 15) == 4


# A machine that is busy makes them slowly, which says nothing of what is tested.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    samples=st.lists(st.floats(0, 1e6), max_size=20),
    wanted=st.integers(0, 100),
    running=st.integers(0, 100),
)
def test_the_answer_is_always_within_the_bounds(
    samples: list[float], wanted: int, running: int
) -> None:
    answer = next_desired(
        POLICY, desired=wanted, running=running, samples=samples, now_s=0, memory=CALM
    )

    assert POLICY.min_tasks <= answer <= POLICY.max_tasks
