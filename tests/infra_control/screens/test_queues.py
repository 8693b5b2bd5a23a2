import pytest
from django.core.cache import cache

from infra_control.gateways.errors import CloudError
from infra_control.models import OperatorAction
from infra_control.queues.services import full_name
from infra_control.screens import queues as queues_screen
from tests.infra_control.fleet.conftest import Clouds
from tests.infra_control.queues.conftest import Submissions, clouds, dead, submissions
from tests.infra_control.screens.test_fleet import client, text

__all__ = ["clouds", "dead", "submissions"]

QUEUES = "/admin/infra_control/operatoraction/screens/queues/"


@pytest.fixture(autouse=True)
def _clouds_behind(dead: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(queues_screen, "gateways", lambda: dead.gateways)


def test_the_screen_says_what_waits_and_what_died_of_what(db: None, dead: Clouds) -> None:
    page = text(client().get(QUEUES))

    assert "4 dead letters" in page
    assert "submission 7 to sum" in page
    assert "The worker was killed." in page
    assert "sent 3 times, by judge-2" in page
    assert "Nobody can read it" in page
    assert "4.5" in page
    assert "ab" * 16 not in page, "a token lets its bearer report"


def test_without_figures_of_aws_the_depths_stay(db: None, dead: Clouds) -> None:
    dead.gateways.metrics.fault = CloudError("not for you", code="AccessDenied", retryable=False)  # type: ignore[attr-defined]  # the fake's

    page = text(client().get(QUEUES))

    assert "not for you" in page
    assert ">30<" in page


def test_chosen_letters_are_redriven_from_the_screen(
    db: None, dead: Clouds, submissions: Submissions
) -> None:
    form = {"queue": "judge-practice", "act": "redrive:some", "letter": ["m-job"]}

    page = text(client().post(f"{QUEUES}act/", form, follow=True))

    assert "Dead letters of judge-practice: 1 judged again." in page
    assert [one for one, _ in submissions.asked] == [11]
    again = text(client(name="park").post(f"{QUEUES}act/", form, follow=True))
    assert "somebody may have redriven them" in again


def test_a_queue_is_emptied_after_its_name_is_typed(db: None, dead: Clouds) -> None:
    operator = client()
    form = {"queue": "background-dlq", "act": "purge", "typed_name": "background-dlq"}

    assert "Type " in text(operator.post(f"{QUEUES}act/", form, follow=True))
    assert ("purge", "background-dlq") not in dead.queues.calls
    form["typed_name"] = full_name("background-dlq")
    assert "is being emptied" in text(operator.post(f"{QUEUES}act/", form, follow=True))
    assert ("purge", "background-dlq") in dead.queues.calls


def test_staff_without_the_permission_see_and_ask_nothing(db: None, dead: Clouds) -> None:
    staff = client(is_superuser=False)

    assert staff.get(QUEUES).status_code == 403
    answer = staff.post(f"{QUEUES}act/", {"queue": "judge-practice", "act": "redrive:all"})
    assert answer.status_code == 403
    assert dead.queues.calls == []
    assert not OperatorAction.objects.exists()
