"""What changes in public is forgotten by the edge, once, with its cause, however often it fails."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.ports import PublicChange, content_changed
from contests.models import SetKind
from contests.services.editing import SetChange, set_change
from courses.models import Notice
from courses.services.notices import NoticeChange, notice_change, notice_remove
from infra_control.edge.automatic import (
    MAX_ATTEMPTS,
    invalidation_retry,
    stale_copies_forget,
)
from infra_control.edge.rules import paths_joined
from infra_control.gateways.errors import CloudError
from infra_control.models import ContentChange, Invalidation
from problems.authoring.services import ProblemChange, problem_change
from problems.models import Visibility
from tests.contest_factories import make_contest
from tests.factories import make_problem
from tests.infra_control.edge.conftest import clouds, distributed
from tests.infra_control.fleet.conftest import Clouds
from tests.people import Cast

__all__ = ["clouds", "distributed"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _has_edge(settings: Any) -> None:
    settings.EDGE_INVALIDATIONS = True
    settings.SHARED_ANSWERS_KEPT_S = 0


def changed(*paths: str, cause: str = "problem sum: changed") -> None:
    content_changed(PublicChange(paths=paths, cause=cause))


def later(seconds: float = 5) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


def test_changes_of_one_moment_are_one_invalidation_with_their_causes(
    distributed: Clouds,
) -> None:
    changed("/api/v1/problems/sum*", "/api/v1/problems")
    changed("/api/v1/problems/sum*", cause="problem sum: again")

    assert stale_copies_forget(timezone.now(), distributed.gateways) == 0, "more may follow"
    assert stale_copies_forget(later(), distributed.gateways) == 1
    assert stale_copies_forget(later(9), distributed.gateways) == 0

    [made] = distributed.edge.made["D1"]
    assert made.paths == ("/api/v1/problems/sum*", "/api/v1/problems")
    row = Invalidation.objects.get()
    assert row.invalidation_id == made.invalidation_id
    assert [one.cause for one in row.changes.all()] == [
        "problem sum: changed",
        "problem sum: again",
    ]


def test_who_saves_again_and_again_does_not_put_it_off_for_ever(distributed: Clouds) -> None:
    changed("/a/b/c")
    ContentChange.objects.update(noted_at=timezone.now() - timedelta(seconds=11))
    changed("/a/b/d")

    assert stale_copies_forget(timezone.now(), distributed.gateways) == 1


def test_the_edge_is_asked_until_it_takes_it_and_forgets_once(distributed: Clouds) -> None:
    changed("/a/b/c")
    distributed.edge.fault = CloudError("Rate exceeded", code="Throttling", retryable=True)

    assert stale_copies_forget(later(), distributed.gateways) == 0
    row = Invalidation.objects.get()
    assert (row.attempts, row.message) == (1, "Rate exceeded")
    assert stale_copies_forget(later(6), distributed.gateways) == 0, "not so soon"
    distributed.edge.fault = None
    assert stale_copies_forget(later(20), distributed.gateways) == 1

    row.refresh_from_db()
    assert (row.try_at, row.message, row.attempts) == (None, "", 2)
    assert len(distributed.edge.made["D1"]) == 1


def test_what_never_succeeds_is_given_up_and_can_be_asked_again(distributed: Clouds) -> None:
    changed("/a/b/c")
    distributed.edge.fault = CloudError("not for you", code="AccessDenied", retryable=False)
    stale_copies_forget(later(), distributed.gateways)
    Invalidation.objects.update(attempts=MAX_ATTEMPTS - 1, try_at=timezone.now())

    stale_copies_forget(later(), distributed.gateways)
    assert Invalidation.objects.get().try_at is None
    distributed.edge.fault = None
    assert invalidation_retry(Invalidation.objects.get().pk, timezone.now())
    assert stale_copies_forget(later(), distributed.gateways) == 1
    assert not invalidation_retry(Invalidation.objects.get().pk, timezone.now())


def test_a_site_without_a_distribution_notes_nothing(clouds: Clouds, settings: Any) -> None:
    settings.EDGE_INVALIDATIONS = False
    changed("/a/b/c")

    assert stale_copies_forget(later(), clouds.gateways) == 0
    assert not ContentChange.objects.exists()
    assert clouds.edge.calls == []


def causes() -> list[str]:
    return list(ContentChange.objects.values_list("cause", flat=True))


def test_a_public_problem_tells_of_its_change_and_a_courses_does_not(cast: Cast) -> None:
    public = make_problem("sum")
    ours = make_problem("ours", course=cast.algorithms, visibility=Visibility.COURSE)

    problem_change(actor=cast.professor, problem_id=ours.pk, change=ProblemChange(difficulty=3))
    assert causes() == []
    problem_change(actor=cast.operator, problem_id=public.pk, change=ProblemChange(slug="plus"))
    [told] = ContentChange.objects.all()
    assert told.cause == "problem plus: Changed the settings."
    assert {"/api/v1/problems/plus*", "/api/v1/problems/sum*", "/api/v1/problems?*"} <= {
        *told.paths
    }
    problem_change(
        actor=cast.operator,
        problem_id=public.pk,
        change=ProblemChange(visibility=Visibility.HIDDEN),
    )
    assert len(causes()) == 2, "its copies must go, although it is public no more"


def test_the_sites_notices_and_public_contests_tell_of_theirs(cast: Cast) -> None:
    now = timezone.now()
    draft = Notice.objects.create(title="Soon", body="…", author=cast.operator, created_at=now)
    notice_change(
        actor=cast.operator, notice_id=draft.pk, change=NoticeChange(title="Later"), now=now
    )
    assert causes() == []
    Notice.objects.filter(pk=draft.pk).update(published_at=now)
    notice_remove(actor=cast.operator, notice_id=draft.pk)
    contest = make_contest(slug="open-cup")
    set_change(user=cast.operator, slug=contest.slug, change=SetChange(title="Cup"))

    assert causes() == [f"notice {draft.pk} removed: Later", "contest open-cup changed"]
    assert contest.kind == SetKind.CONTEST


@pytest.mark.parametrize(
    ("paths", "joined"),
    [
        (["/a/b/c", "/a/b/c"], ("/a/b/c",)),
        (["/a/b/cd", "/a/b/c*", "/a/b"], ("/a/b/c*", "/a/b")),
        ([f"/api/v1/problems/p{n:02}*" for n in range(16)], ("/api/v1/problems*",)),
        ([f"/{n}" for n in range(16)], ("/*",)),
    ],
)
def test_many_paths_become_few(paths: list[str], joined: tuple[str, ...]) -> None:
    assert paths_joined(paths) == joined
