import ast
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

import infra_control
from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from infra_control.approving import REPEATS, WAITS_AT_MOST, action_approve, action_decline
from infra_control.blueprint.scaling import FLOOD
from infra_control.checks import two_person_actions_are_known
from infra_control.edge.services import (
    behaviour_move,
    invalidation_ask_again,
    lifetimes_set,
    present_etag,
)
from infra_control.fleet.rules import Bounds
from infra_control.fleet.services import service_bounds_set, service_scale
from infra_control.gateways.edge import Lifetimes
from infra_control.models import Invalidation, OperatorAction, Outcome
from infra_control.scaling.changing import (
    ScheduleWish,
    schedule_set,
    step_policy_remove,
    step_policy_set,
)
from infra_control.scaling.services import schedule_remove
from infra_control.screens import audit as audit_screen
from tests.infra_control.edge.conftest import distributed
from tests.infra_control.fleet.conftest import Clouds, clouds
from tests.infra_control.screens.test_fleet import text
from tests.people import make_user

__all__ = ["clouds", "distributed"]

AUDIT = "/admin/infra_control/operatoraction/screens/audit/"


def operator(name: str) -> User:
    user = make_user(name, is_staff=True)
    own = Permission.objects.filter(codename__in=("see_infrastructure", "change_fleet"))
    user.user_permissions.set(own)
    return user


@pytest.fixture
def asked(settings: Any, clouds: Clouds, db: Any) -> OperatorAction:
    """Operator oh wants four judges, and that takes two."""
    settings.INFRA_TWO_PERSON_ACTIONS = ["service_scale"]
    return service_scale(
        user=operator("oh_operator"), gateways=clouds.gateways, service_name="judge", tasks=4
    )


def judges(clouds: Clouds) -> int:
    return clouds.ecs.service_states["codedang-judge", "judge"].desired_count


def test_a_dangerous_action_waits_and_asks_nothing(asked: OperatorAction, clouds: Clouds) -> None:
    assert asked.outcome == Outcome.WAITING
    assert judges(clouds) == 2


def test_a_second_operator_has_it_done_and_both_are_written_down(
    asked: OperatorAction, clouds: Clouds
) -> None:
    second = operator("song_operator")

    row = action_approve(user=second, gateways=clouds.gateways, action_id=asked.pk)

    assert judges(clouds) == 4
    assert OperatorAction.objects.get() == row
    assert (row.actor_name, row.second_name) == ("oh_operator", "song_operator")
    assert (row.outcome, row.after) == (Outcome.DONE, {"tasks": 4})
    with pytest.raises(ConflictError):
        action_approve(user=second, gateways=clouds.gateways, action_id=asked.pk)


def test_nobody_approves_alone(asked: OperatorAction, clouds: Clouds) -> None:
    first: Any = asked.actor
    stranger = make_user("kim_staff", is_staff=True)

    for user in (first, stranger):
        with pytest.raises(NotAllowedError):
            action_approve(user=user, gateways=clouds.gateways, action_id=asked.pk)
    with pytest.raises(NotAllowedError):
        action_decline(user=stranger, action_id=asked.pk)

    asked.refresh_from_db()
    assert asked.outcome == Outcome.WAITING
    assert judges(clouds) == 2


def test_what_is_declined_is_done_by_nobody(asked: OperatorAction, clouds: Clouds) -> None:
    second = operator("song_operator")

    assert action_decline(user=second, action_id=asked.pk).outcome == Outcome.DECLINED

    with pytest.raises(ConflictError):
        action_approve(user=second, gateways=clouds.gateways, action_id=asked.pk)
    assert judges(clouds) == 2


def test_what_would_not_be_allowed_now_waits_on(asked: OperatorAction, clouds: Clouds) -> None:
    second = operator("song_operator")
    bounds = Bounds(min_tasks=1, max_tasks=3)
    service_bounds_set(user=second, gateways=clouds.gateways, service_name="judge", bounds=bounds)

    with pytest.raises(InvalidInputError):
        action_approve(user=second, gateways=clouds.gateways, action_id=asked.pk)

    asked.refresh_from_db()
    assert (asked.outcome, asked.second) == (Outcome.WAITING, None)
    assert judges(clouds) == 2


def test_what_was_asked_long_ago_is_asked_anew(asked: OperatorAction, clouds: Clouds) -> None:
    OperatorAction.objects.update(at=timezone.now() - 2 * WAITS_AT_MOST)

    with pytest.raises(ConflictError, match="too long ago"):
        action_approve(user=operator("song_operator"), gateways=clouds.gateways, action_id=asked.pk)


def actions_of_services() -> set[str]:
    """What every Intent of ours calls its action."""
    found: set[str] = set()
    for path in Path(infra_control.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Intent":
                [value] = [one.value for one in node.keywords if one.arg == "action"]
                found |= {
                    one.value
                    for one in ast.walk(value)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found


def test_two_may_be_asked_for_every_action_that_there_is() -> None:
    assert actions_of_services() == set(REPEATS)


@pytest.fixture
def second(settings: Any, db: Any) -> User:
    settings.INFRA_TWO_PERSON_ACTIONS = sorted(REPEATS)
    return make_user("song_operator", is_staff=True, is_superuser=True)


def test_the_scheduled_and_the_stepped_wait_for_a_second_one(second: User, clouds: Clouds) -> None:
    first = make_user("oh_operator", is_staff=True, is_superuser=True)
    own = clouds.gateways
    wish = ScheduleWish(
        name="night",
        service="judge",
        schedule="cron(0 3 * * ? *)",
        timezone="Asia/Seoul",
        min_tasks=3,
        max_tasks=None,
    )

    rows = [
        step_policy_set(user=first, gateways=own, service_name="client-api", plan=FLOOD),
        schedule_set(user=first, gateways=own, wish=wish, now=timezone.now()),
    ]
    assert not clouds.task_scaling.kept_policies
    assert not clouds.task_scaling.scheduled
    for row in rows:
        assert action_approve(user=second, gateways=own, action_id=row.pk).outcome == Outcome.DONE
    assert list(clouds.task_scaling.scheduled) == ["night"]

    rows = [
        step_policy_remove(user=first, gateways=own, service_name="client-api"),
        schedule_remove(user=first, gateways=own, name="night"),
    ]
    for row in rows:
        assert action_approve(user=second, gateways=own, action_id=row.pk).outcome == Outcome.DONE
    assert not clouds.task_scaling.kept_policies
    assert not clouds.task_scaling.scheduled


def test_the_edges_order_and_times_wait_for_a_second_one(second: User, distributed: Clouds) -> None:
    first = make_user("oh_operator", is_staff=True, is_superuser=True)
    own = distributed.gateways
    moved = behaviour_move(
        user=first, gateways=own, pattern="/api/*", by=1, seen_etag=present_etag(own)
    )
    times = lifetimes_set(
        user=first,
        gateways=own,
        policy_id="public",
        lifetimes=Lifetimes(min_ttl_s=0, default_ttl_s=0, max_ttl_s=60),
        seen_etag="P1",
    )
    assert {moved.outcome, times.outcome} == {Outcome.WAITING}

    assert action_approve(user=second, gateways=own, action_id=times.pk).outcome == Outcome.DONE
    assert action_approve(user=second, gateways=own, action_id=moved.pk).outcome == Outcome.DONE

    assert distributed.edge.cache_policies["public"].max_ttl_s == 60
    again = behaviour_move(
        user=first, gateways=own, pattern="/api/*", by=-1, seen_etag=present_etag(own)
    )
    # Somebody moves another one in between: it would do something else than what was asked.
    distributed.edge.kept["D1"].config["CacheBehaviors"]["Items"].reverse()
    with pytest.raises((ConflictError, InvalidInputError)):
        action_approve(user=second, gateways=own, action_id=again.pk)


def test_a_given_up_invalidation_waits_for_a_second_one(second: User, clouds: Clouds) -> None:
    first = make_user("oh_operator", is_staff=True, is_superuser=True)
    given_up = Invalidation.objects.create(made_at=timezone.now(), paths=["/x"])
    row = invalidation_ask_again(
        user=first, gateways=clouds.gateways, invalidation_id=given_up.pk, now=timezone.now()
    )
    given_up.refresh_from_db()
    assert given_up.try_at is None

    action_approve(user=second, gateways=clouds.gateways, action_id=row.pk)

    given_up.refresh_from_db()
    assert given_up.try_at is not None


def test_a_misspelt_action_stops_the_start(settings: Any) -> None:
    settings.INFRA_TWO_PERSON_ACTIONS = ["queue_purge", "queue_prune"]
    [error] = two_person_actions_are_known(None)
    assert "queue_prune" in error.msg

    settings.INFRA_TWO_PERSON_ACTIONS = ["queue_purge"]
    assert two_person_actions_are_known(None) == []


def test_the_audit_is_filtered_exported_and_decided_on(
    asked: OperatorAction, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_screen, "gateways", lambda: clouds.gateways)
    OperatorAction.objects.create(actor_name="=cmd()", action="queue_purge", target="judge-contest")
    browser = Client()
    browser.force_login(
        operator("song_operator"), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert "Waits for a second operator" in text(browser.get(AUDIT))
    # The first is a data row's; the form has every action's name.
    assert "judge-contest" not in text(browser.get(AUDIT, {"action": "service_scale"}))
    exported = b"".join(browser.get(f"{AUDIT}export/").streaming_content).decode()  # type: ignore[attr-defined]  # a streamed answer
    assert "'=cmd()" in exported
    assert exported.count("\r\n") == 3

    page = text(browser.post(f"{AUDIT}act/", {"act": f"approve:{asked.pk}"}, follow=True))
    assert "Approved and done" in page
    assert judges(clouds) == 4


def test_staff_without_the_permission_see_nothing(db: Any) -> None:
    browser = Client()
    browser.force_login(
        make_user("kim_staff", is_staff=True), backend="django.contrib.auth.backends.ModelBackend"
    )

    for path in (AUDIT, f"{AUDIT}export/"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"{AUDIT}act/", {"act": "approve:1"}).status_code == 403
