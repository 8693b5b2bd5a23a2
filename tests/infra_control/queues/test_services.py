"""Redriving, removing and purging: permitted, written down, and safe to try again."""

import pytest

from accounts.models import User
from common.errors import DomainError, InvalidInputError, NotAllowedError, NotFoundError
from infra_control.acting import ActionFailedError
from infra_control.gateways.errors import CloudError
from infra_control.models import OperatorAction, Outcome
from infra_control.queues.services import (
    letter_remove,
    letters_redrive,
    queue_purge,
    redrive_told,
)
from tests.infra_control.fleet.conftest import Clouds
from tests.infra_control.queues.conftest import Submissions
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    return make_user("oh_operator", is_staff=True, is_superuser=True)


def ids(clouds: Clouds, queue: str = "judge-practice") -> list[str]:
    return [one.message_id for one in clouds.queues.letters[queue]]


def test_a_job_is_judged_anew_and_what_cannot_be_done_stays(
    operator: User, dead: Clouds, submissions: Submissions
) -> None:
    row = letters_redrive(
        user=operator, gateways=dead.gateways, queue="judge-practice", message_ids=None
    )

    assert submissions.asked == [(11, operator.pk), (12, operator.pk)]
    assert ids(dead) == ["m-cobol", "m-rubbish"]
    assert dead.queues.sent == {}, "a job of an ended judgement would be ignored"
    assert row.after["queued"] == 1
    assert set(row.after["kept"]) == {"m-cobol", "m-rubbish"}
    assert "1 judged again, 2 left as they are" in redrive_told(row.after)
    assert "cobol is no longer judged" in redrive_told(row.after)


def test_one_letter_of_another_kind_goes_into_its_queue_again(
    operator: User, dead: Clouds, submissions: Submissions
) -> None:
    row = letters_redrive(
        user=operator, gateways=dead.gateways, queue="background", message_ids=["m-work"]
    )

    assert (row.after["sent"], len(dead.queues.sent["background"])) == (1, 1)
    assert ids(dead, "background") == []
    assert submissions.asked == []


def test_a_letter_that_could_not_be_removed_is_redriven_again_without_judging_twice(
    operator: User, dead: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> set[str]:
        raise CloudError("AWS can't be reached", code="away", retryable=True)

    with monkeypatch.context() as patch:
        patch.setattr(dead.queues, "remove", fail)
        with pytest.raises(ActionFailedError, match=r"1 judged again.*judges nothing twice"):
            letters_redrive(
                user=operator, gateways=dead.gateways, queue="judge-practice", message_ids=["m-job"]
            )
    failed = OperatorAction.objects.get()
    assert (failed.outcome, failed.is_retryable) == (Outcome.FAILED, True)
    assert "1 judged again" in failed.message

    row = letters_redrive(
        user=operator, gateways=dead.gateways, queue="judge-practice", message_ids=["m-job"]
    )

    assert row.after == {"not_needed": 1, "kept": {}}
    assert "m-job" not in ids(dead)


def test_a_dry_run_asks_nobody(operator: User, dead: Clouds, submissions: Submissions) -> None:
    row = letters_redrive(
        user=operator,
        gateways=dead.gateways,
        queue="judge-practice",
        message_ids=None,
        is_dry_run=True,
    )

    assert row.outcome == Outcome.DRY
    assert submissions.asked == []
    assert len(ids(dead)) == 3


def test_a_letter_is_removed_and_the_audit_keeps_what_it_said(operator: User, dead: Clouds) -> None:
    row = letter_remove(
        user=operator, gateways=dead.gateways, queue="background", message_id="m-work"
    )

    assert row.before["said"] == {"name": "x.y", "id": "3"}
    assert ids(dead, "background") == []


def test_purging_needs_the_whole_name(operator: User, dead: Clouds, settings: object) -> None:
    for typed in ("", "results", "codedang-result"):
        with pytest.raises(InvalidInputError, match=r"Type .*results to delete"):
            queue_purge(
                user=operator,
                gateways=dead.gateways,
                queue="results",
                typed_name=typed,
                is_dead_letters=False,
            )
    assert ("purge", "results") not in dead.queues.calls


@pytest.mark.parametrize(
    ("queue", "message_ids", "error"),
    [("nonsense", None, NotFoundError), ("judge-practice", ["m-gone"], NotFoundError)],
)
def test_what_is_not_there_is_said_and_writes_nothing(
    queue: str,
    message_ids: list[str] | None,
    error: type[DomainError],
    operator: User,
    dead: Clouds,
) -> None:
    with pytest.raises(error):
        letters_redrive(user=operator, gateways=dead.gateways, queue=queue, message_ids=message_ids)
    assert not OperatorAction.objects.exists()


def test_without_the_permission_nobody_is_asked(dead: Clouds, submissions: Submissions) -> None:
    minsu = make_user("minsu", is_staff=True)
    dead.queues.calls.clear()

    with pytest.raises(NotAllowedError, match="change_queues"):
        letters_redrive(
            user=minsu, gateways=dead.gateways, queue="judge-practice", message_ids=None
        )
    with pytest.raises(NotAllowedError):
        letter_remove(user=minsu, gateways=dead.gateways, queue="background", message_id="m-work")
    with pytest.raises(NotAllowedError):
        queue_purge(
            user=minsu,
            gateways=dead.gateways,
            queue="results",
            typed_name="codedang-results",
            is_dead_letters=False,
        )
    assert dead.queues.calls == []
    assert submissions.asked == []
    assert not OperatorAction.objects.exists()
