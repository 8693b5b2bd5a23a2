"""What goes wrong at AWS, at every button: the screen says it, the audit says it, and trying again
is safe."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from infra_control.gateways.errors import CloudError, cloud_error
from infra_control.models import OperatorAction, Outcome
from infra_control.queues.services import full_name
from infra_control.screens import table
from infra_control.screens.table import SCREENS
from tests.infra_control.edge.conftest import distributed
from tests.infra_control.fleet.conftest import Clouds, clouds
from tests.infra_control.queues.conftest import dead, submissions
from tests.infra_control.scaling.conftest import ahead, tracked
from tests.infra_control.screens.test_fleet import client, text

__all__ = ["ahead", "clouds", "dead", "distributed", "submissions", "tracked"]

ROOT = "/admin/infra_control/operatoraction/screens/"
JUDGE = f"{ROOT}fleet/services/judge/act/"


def refusal(code: str, message: str) -> CloudError:
    error = ClientError({"Error": {"Code": code, "Message": message}}, "Change")
    return cloud_error("the change", error)


FAULTS = {
    "can&#x27;t be reached": cloud_error(
        "the change", EndpointConnectionError(endpoint_url="https://aws.test")
    ),
    "Rate exceeded": refusal("ThrottlingException", "Rate exceeded"),
    "is not authorized": refusal("AccessDeniedException", "The role is not authorized"),
    "was not found": refusal("ResourceNotFoundException", "It was not found"),
}
"""By the words that an operator must see."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """A button: where it is sent with what, and the call of a fake that does it."""

    address: str
    form: dict[str, str]
    fake: str
    call: str


ACTS = {
    "scale": Act(
        address=JUDGE, form={"act": "scale", "tasks": "5"}, fake="ecs", call="set_desired_count"
    ),
    "hold": Act(
        address=JUDGE,
        form={"act": "scale", "tasks": "5", "keep": "15"},
        fake="task_scaling",
        call="set_bounds",
    ),
    "bounds": Act(
        address=JUDGE,
        form={"act": "bounds", "min_tasks": "3", "max_tasks": "9"},
        fake="task_scaling",
        call="set_bounds",
    ),
    "deploy": Act(address=JUDGE, form={"act": "deploy"}, fake="ecs", call="deploy"),
    "stop": Act(
        address=JUDGE, form={"act": "stop", "task": "task-judge"}, fake="ecs", call="stop_task"
    ),
    "drain": Act(
        address=f"{ROOT}fleet/machines/machine-judge/act/",
        form={"act": "drain"},
        fake="ecs",
        call="drain_machine",
    ),
    "tune": Act(
        address=f"{ROOT}scaling/act/",
        form={
            "act": "tune",
            "policy": "judge-follows-its-load",
            "target": "7",
            "out_cooldown_s": "30",
            "in_cooldown_s": "60",
        },
        fake="task_scaling",
        call="put_policy",
    ),
    "approve": Act(
        address=f"{ROOT}scaling/act/",
        form={"act": "approve", "contest": "midterm", "min_tasks": "12"},
        fake="task_scaling",
        call="put_scheduled_change",
    ),
    "invalidate": Act(
        address=f"{ROOT}edge/act/",
        form={"act": "invalidate", "paths": "/api/v1/problems*"},
        fake="edge",
        call="invalidate",
    ),
    "move": Act(
        address=f"{ROOT}edge/act/",
        form={"act": "later", "pattern": "/api/*", "etag": "E1", "confirmed": "1"},
        fake="edge",
        call="update",
    ),
    "redrive": Act(
        address=f"{ROOT}queues/act/",
        form={"act": "redrive:m-work", "queue": "background"},
        fake="queues",
        call="redrive",
    ),
    "remove": Act(
        address=f"{ROOT}queues/act/",
        form={"act": "remove:m-cobol", "queue": "judge-practice"},
        fake="queues",
        call="remove",
    ),
    "purge": Act(
        address=f"{ROOT}queues/act/",
        form={"act": "purge", "queue": "background-dlq"},
        fake="queues",
        call="purge",
    ),
}


@pytest.fixture
def own(
    dead: Clouds, distributed: Clouds, tracked: Clouds, ahead: Any, monkeypatch: pytest.MonkeyPatch
) -> Clouds:
    """All of the fakes' cloud behind all screens."""
    cache.clear()
    for module in vars(table).values():
        if hasattr(module, "gateways"):
            monkeypatch.setattr(module, "gateways", lambda: dead.gateways)
    return dead


def press(operator: Client, act: Act) -> str:
    form = dict(act.form)
    if form["act"] == "purge":
        form["typed_name"] = full_name(form["queue"])
    return text(operator.post(act.address, form, follow=True))


def failing(fault: CloudError, first: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """A call that fails; ``first`` is done before, and its answer is lost."""

    def call(*what: Any, **more: Any) -> Any:
        if first is not None:
            first(*what, **more)
        raise fault

    return call


@pytest.mark.parametrize("name", ACTS)
def test_what_aws_refuses_is_said_written_down_and_done_when_tried_again(
    name: str, own: Clouds, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, operator = ACTS[name], client()
    for words, fault in FAULTS.items():
        with monkeypatch.context() as patch:
            patch.setattr(getattr(own, act.fake), act.call, failing(fault))
            page = press(operator, act)
        # the screen says what it was, and what to do
        assert words in page
        advice = "Try it again." if fault.retryable else "Look at what stands now, then decide."
        assert advice in page
        # and so does the audit
        row = OperatorAction.objects.latest("pk")
        assert (row.outcome, row.is_retryable) == (Outcome.FAILED, fault.retryable)
        assert row.message.startswith(str(fault))
        assert row.ended_at is not None
    listed = text(operator.get(f"{ROOT}audit/"))
    assert all(words in listed for words in FAULTS)

    page = press(operator, act)

    assert OperatorAction.objects.latest("pk").outcome == Outcome.DONE
    assert "Try it again." not in page


LOST = [name for name in ACTS if name not in ("move", "redrive", "remove")]
"""What may be done twice. The others find that it is done, and say so."""


@pytest.mark.parametrize("name", ACTS)
def test_an_action_that_was_done_and_whose_answer_was_lost_may_be_tried_again(
    name: str, own: Clouds, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, operator = ACTS[name], client()
    lost = cloud_error("the change", ReadTimeoutError(endpoint_url="https://aws.test"))
    fake = getattr(own, act.fake)
    with monkeypatch.context() as patch:
        patch.setattr(fake, act.call, failing(lost, first=getattr(fake, act.call)))
        assert "Try it again." in press(operator, act)
    assert OperatorAction.objects.latest("pk").outcome == Outcome.FAILED
    done_once = kept(own)

    page = press(operator, act)

    if name in LOST:
        assert OperatorAction.objects.latest("pk").outcome == Outcome.DONE
        if name not in ("hold", "approve", "invalidate"):
            # those were half done, or leave a row for each
            assert kept(own) == done_once
    else:
        assert "meanwhile" in page or "may have" in page
        assert kept(own) == done_once


def kept(own: Clouds) -> tuple[object, ...]:
    return (
        own.ecs.service_states,
        own.ecs.task_states,
        own.ecs.machine_states,
        own.task_scaling.bounds,
        own.task_scaling.kept_policies,
        own.task_scaling.scheduled,
        own.edge.kept,
        {name: [one.message_id for one in found] for name, found in own.queues.letters.items()},
    )


def test_half_of_the_scheduled_actions_are_seen_and_completed(
    own: Clouds, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an approval that broke after the first of its two scheduled actions
    operator, act = client(), ACTS["approve"]
    put = own.task_scaling.put_scheduled_change
    calls: list[Any] = []

    def once(change: Any) -> None:
        calls.append(change)
        if len(calls) > 1:
            raise FAULTS["Rate exceeded"]
        put(change)

    with monkeypatch.context() as patch:
        patch.setattr(own.task_scaling, "put_scheduled_change", once)
        page = press(operator, act)
    # then the screen says what is missing
    assert "Rate exceeded" in page
    assert "not those that were approved: 1 missing" in page
    assert len(own.task_scaling.scheduled) == 1

    # and trying again completes it
    page = press(operator, act)
    assert "are those that were approved" in page
    assert len(own.task_scaling.scheduled) == 2


def test_what_was_deleted_meanwhile_is_said_and_asks_nothing(own: Clouds, db: None) -> None:
    operator = client()
    own.ecs.task_states.clear()
    own.ecs.machine_states.clear()
    own.edge.kept.clear()
    own.queues.letters.clear()
    own.task_scaling.kept_policies.clear()

    for name in ("stop", "drain", "move", "invalidate", "remove", "redrive", "tune"):
        page = press(operator, ACTS[name])
        assert any(words in page for words in ("There is no", "may have", "has no", "no letter")), (
            name
        )

    assert not OperatorAction.objects.filter(outcome=Outcome.DONE).exists()


def test_an_action_whose_process_died_says_that_nobody_knows(
    own: Clouds, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = client()
    row = OperatorAction.objects.create(
        actor_name="oh_operator", action="service_scale", target="codedang-judge/judge", asked={}
    )
    OperatorAction.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(minutes=5))

    assert "the answer is not known" in text(operator.get(f"{ROOT}audit/"))


@pytest.mark.parametrize("name", [one.name for one in SCREENS if one.is_listed])
def test_every_screen_opens_while_aws_refuses_and_says_why(
    name: str, own: Clouds, db: None
) -> None:
    words = "is not authorized"
    operator, address = client(), reverse(f"admin:infra_{name}")
    fakes = list(vars(own.gateways).values())
    for fake in fakes:
        fake.fault = FAULTS[words]
    page = text(operator.get(address))
    # the audit asks AWS nothing
    assert words in page or name == "audit"

    for fake in fakes:
        fake.fault = None
    assert words not in text(operator.get(f"{address}?fresh=1"))
