"""Students are told that what they handed in waits for staff, and that they need do nothing."""

import pytest
from asgiref.sync import sync_to_async

from contests.models import VerdictPolicy
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.consumers import LiveConsumer
from submissions.faults.models import Fault
from submissions.models import Judgement, Submission
from submissions.waiting import waiting_publish
from tests.contest_factories import make_contest, make_entry
from tests.factories import NOON, judgement_of, make_problem, make_submission
from tests.people import Cast
from tests.sockets import open_socket

SOURCE = "print(1)"


@pytest.fixture
def problem(db: None) -> Problem:
    return make_problem("sum")


def switch_off(problem: Problem, **blamed: object) -> Fault:
    about = blamed or {"blamed": "problem_version", "test_package": problem.test_package}
    return Fault.objects.create(
        **{
            "fingerprint": "x",
            "reason": "validator",
            "message": "secret",
            "first_seen_at": NOON,
            "last_seen_at": NOON,
            "switched_off_at": NOON,
            **about,
        }
    )


def hand_in(cast: Cast, name: str = "minsu", language: str = "python3") -> dict[str, object]:
    body = {"problem": "sum", "language": language, "source": SOURCE}
    response = cast.api(name).post("/submissions", body)
    assert response.status_code == 201
    answer: dict[str, object] = response.json()
    return answer


def test_who_hands_in_is_told_at_once_and_afterwards(cast: Cast, problem: Problem) -> None:
    fault = switch_off(problem)

    made = hand_in(cast)

    assert (made["is_held"], made["state"]) == (True, "queued")
    api = cast.api("minsu")
    assert api.get(f"/submissions/{made['id']}").json()["is_held"] is True
    assert api.get(f"/submissions/{made['id']}/queue").json() == {"ahead": None, "is_held": True}
    Fault.objects.filter(pk=fault.pk).update(resolved_at=NOON)
    assert api.get(f"/submissions/{made['id']}").json()["is_held"] is False


def test_the_problems_page_says_it_beforehand_and_to_all_alike(
    cast: Cast, problem: Problem
) -> None:
    def page() -> tuple[list[str], list[str]]:
        found = [cast.api(name).get("/problems/sum").json() for name in ("visitor", "minsu")]
        assert found[0] == found[1]
        return found[0]["languages"], found[0]["held_languages"]

    assert page()[1] == []
    fault = switch_off(problem, blamed="language", language="python3")
    assert page()[1] == ["python3"]
    fault.delete()
    switch_off(problem)
    languages, held = page()
    assert held == languages != []


def test_a_language_holds_its_own_only(cast: Cast, problem: Problem) -> None:
    switch_off(problem, blamed="language", language="python3")

    assert hand_in(cast)["is_held"] is True
    assert hand_in(cast, "jiwoo", "c17")["is_held"] is False


def test_held_ones_are_before_nobody(cast: Cast, problem: Problem) -> None:
    other = make_problem("other")
    held = make_submission(cast.jiwoo, problem)
    Judgement.objects.filter(submission=held).update(sent_at=None)
    waiting = make_submission(cast.minsu, other)
    Judgement.objects.filter(submission=waiting).update(sent_at=None)
    path = f"/submissions/{waiting.pk}/queue"
    assert cast.api("minsu").get(path).json() == {"ahead": 1, "is_held": False}

    switch_off(problem)

    assert cast.api("minsu").get(path).json() == {"ahead": 0, "is_held": False}


def test_a_veiled_contest_tells_no_more_by_it(cast: Cast, problem: Problem) -> None:
    contest = make_contest(problems=[problem], set_fields={"verdict_policy": VerdictPolicy.BLIND})
    entry = make_entry(contest, cast.minsu)
    waiting = make_submission(cast.minsu, problem)
    judged = make_submission(cast.minsu, problem, verdict=Verdict.WRONG_ANSWER)
    for one, sent_at in ((waiting, None), (judged, NOON)):
        Submission.objects.filter(pk=one.pk).update(problem_set=contest, entry=entry)
        Judgement.objects.filter(submission=one).update(sent_at=sent_at)
    contest.ends_at = contest.ends_at.replace(year=2100)
    contest.save()
    api = cast.api("minsu")

    for is_off in (False, True):
        if is_off:
            switch_off(problem)
        shown = [api.get(f"/submissions/{one.pk}").json()["is_held"] for one in (waiting, judged)]
        assert shown == [is_off, is_off], "judged or not, they look alike"


@pytest.mark.django_db(transaction=True)
async def test_an_open_tab_hears_of_it_and_of_its_end(transactional_db: None) -> None:
    cast = await sync_to_async(Cast)()
    problem = await sync_to_async(make_problem)("sum")
    submission = await sync_to_async(make_submission)(cast.minsu, problem)
    judgement = await sync_to_async(judgement_of)(submission)
    await Judgement.objects.filter(pk=judgement.pk).aupdate(sent_at=None)
    fault = await sync_to_async(switch_off)(problem)
    topic = f"queue:{submission.pk}"
    async with open_socket(LiveConsumer.as_asgi(), user=cast.minsu) as tab:
        assert (await tab.ask(type="subscribe", topic=topic))["type"] == "subscribed"

        await sync_to_async(waiting_publish)(JudgeQueue.PRACTICE)
        assert (await tab.receive())["payload"] == {"ahead": None, "is_held": True}

        await Fault.objects.filter(pk=fault.pk).aupdate(resolved_at=NOON)
        await sync_to_async(waiting_publish)(JudgeQueue.PRACTICE)
        assert (await tab.receive())["payload"] == {"ahead": 0, "is_held": False}
