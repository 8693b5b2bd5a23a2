from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from infra_control.approving import WAITS_AT_MOST, action_approve, action_decline
from infra_control.checks import two_person_actions_are_known
from infra_control.fleet.rules import Bounds
from infra_control.fleet.services import service_bounds_set, service_scale
from infra_control.models import OperatorAction, Outcome
from infra_control.screens import audit as audit_screen
from tests.infra_control.fleet.conftest import Clouds, clouds
from tests.infra_control.screens.test_fleet import text
from tests.people import make_user

__all__ = ["clouds"]

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
