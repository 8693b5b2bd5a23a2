from collections.abc import Callable

import pytest

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from infra_control.edge import services
from infra_control.edge.reading import path_test, read_edge
from infra_control.models import OperatorAction, Outcome
from tests.infra_control.fleet.conftest import Clouds
from tests.people import make_user


@pytest.fixture
def operator(db: None) -> User:
    return make_user("oh_operator", is_staff=True, is_superuser=True)


def order(clouds: Clouds) -> list[str]:
    items = clouds.edge.kept["D1"].config["CacheBehaviors"]["Items"]
    return [one["PathPattern"] for one in items]


def move(user: User, clouds: Clouds, pattern: str, by: int, etag: str = "E1") -> OperatorAction:
    return services.behaviour_move(
        user=user, gateways=clouds.gateways, pattern=pattern, by=by, seen_etag=etag
    )


def test_an_invalidation_is_asked_once_and_written_down(
    operator: User, distributed: Clouds
) -> None:
    row = services.invalidation_create(
        user=operator, gateways=distributed.gateways, text="/api/v1/problems*"
    )

    [made] = distributed.edge.made["D1"]
    assert made.paths == ("/api/v1/problems*",)
    assert (row.outcome, row.after["invalidation"]) == (Outcome.DONE, made.invalidation_id)


def test_a_moved_behaviour_is_tried_earlier(operator: User, distributed: Clouds) -> None:
    row = move(operator, distributed, "/api/v1/problems/*", -1)

    assert order(distributed) == ["/api/v1/problems/*", "/api/*", "/graphql"]
    assert row.before["order"][0] == "/api/*"


def test_a_change_that_somebody_else_overtook_changes_nothing(
    operator: User, distributed: Clouds
) -> None:
    before = order(distributed)

    with pytest.raises(ConflictError, match="look at it anew"):
        move(operator, distributed, "/graphql", -1, etag="E0")

    assert order(distributed) == before
    assert not OperatorAction.objects.exists()


def test_no_behaviour_goes_beyond_the_ends(operator: User, distributed: Clouds) -> None:
    with pytest.raises(InvalidInputError, match="further that way"):
        move(operator, distributed, "/api/*", -1)
    with pytest.raises(InvalidInputError):
        move(operator, distributed, "/graphql", 1)
    with pytest.raises(NotFoundError, match="stays the last"):
        move(operator, distributed, "*", -1)


@pytest.mark.parametrize(
    "act",
    [
        lambda user, clouds: services.invalidation_create(
            user=user, gateways=clouds.gateways, text="/*"
        ),
        lambda user, clouds: move(user, clouds, "/graphql", -1),
    ],
)
def test_who_may_not_makes_us_ask_nobody(
    act: Callable[[User, Clouds], OperatorAction], db: None, distributed: Clouds
) -> None:
    with pytest.raises(NotAllowedError, match="change_edge"):
        act(make_user("seo_staff", is_staff=True), distributed)

    assert distributed.edge.calls == []
    assert not OperatorAction.objects.exists()


def test_a_path_is_followed_to_its_behaviour(distributed: Clouds) -> None:
    view = read_edge(distributed.gateways)
    assert view is not None

    problem = path_test(view, "/api/v1/problems/12?page=2", "GET")
    write = path_test(view, "/index.html", "POST")

    assert (problem.behaviour.pattern, problem.may_be_kept) == ("/api/*", True)
    assert [one.pattern for one in problem.also] == ["/api/v1/problems/*", "*"]
    assert (write.behaviour.pattern, write.is_allowed) == ("*", False)
    assert view.behaviours[1].shadowed_by == "/api/*"
    assert view.behaviours[0].key == "path, query"
