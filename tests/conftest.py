"""Fixtures of the web side's tests: the cast, clients, and a broker in memory."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from codedang.celery import app as celery_app
from common.tasks import background_work_take
from courses.models import Course
from judging.contract import JudgeJob
from judging.contract_checks import PackageCheckJob
from judging.contract_runs import CustomRunJob
from judging.queues import (
    BACKGROUND_QUEUE,
    BACKGROUND_TASK,
    CHECK_QUEUE,
    CHECK_TASK,
    JUDGE_TASK,
    RUN_QUEUE,
    RUN_TASK,
    JudgeQueue,
)
from problems.models import Problem
from tests.databases import database_settings, start_postgres, stop_postgres, wants_postgres
from tests.factories import make_problem
from tests.people import Cast
from tests.sharing_out import SharedByFile, order


def pytest_configure(config: pytest.Config) -> None:
    if wants_postgres() and not hasattr(config, "workerinput"):
        start_postgres()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if wants_postgres():
        # What asks no database says the same beside either.
        without = [item for item in items if not _asks_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if _asks_database(item)]
    items.sort(key=order)


def _asks_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not {
        "db",
        "transactional_db",
        "django_db_setup",
    }.isdisjoint(fixtures)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedByFile:
    return SharedByFile(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    stop_postgres()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="codedang-test-") as folder:
        connections.settings["default"] = connections.configure_settings(
            {"default": database_settings(Path(folder))}
        )["default"]
        if hasattr(connections["default"], "alias"):
            del connections["default"]
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is a copy that stands migrated, and goes with its folder or its server."""
    return True


@pytest.fixture(autouse=True)
def _isolated(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """No test reaches a service or a file of the site, nor another test's."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path / "media"
    # WhiteNoise would read all static files anew for each test's client.
    settings.WHITENOISE_USE_FINDERS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LANGUAGE_CODE = "en"
    settings.SCOREBOARD_MAX_AGE_MS = 0
    settings.SHARED_ANSWERS_KEPT_S = 0
    cache.clear()
    yield
    cache.clear()


class Broker:
    """The queues of this process, in memory."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def jobs(self, queue: JudgeQueue = JudgeQueue.PRACTICE) -> list[JudgeJob]:
        """Take all jobs out of a queue."""
        return [JudgeJob.from_json(text) for text in self._take(queue, JUDGE_TASK)]

    def run_jobs(self) -> list[CustomRunJob]:
        """Take all custom runs out of their queue."""
        return [CustomRunJob.from_json(text) for text in self._take(RUN_QUEUE, RUN_TASK)]

    def check_jobs(self) -> list[PackageCheckJob]:
        """Take all package checks out of their queue."""
        return [PackageCheckJob.from_json(text) for text in self._take(CHECK_QUEUE, CHECK_TASK)]

    def works(self) -> list[str]:
        """Take all messages of background work out of their queue."""
        return self._take(BACKGROUND_QUEUE, BACKGROUND_TASK)

    def works_do(self) -> int:
        """Do all the background work that waits, as its worker would; returns how much."""
        return sum(1 for message in self.works() if background_work_take(message) is None)

    def _take(self, queue: str, task: str) -> list[str]:
        taken = []
        with celery_app.connection_for_read() as connection:
            channel: Any = connection.default_channel
            name = f"{self._prefix}{queue}"
            channel.queue_declare(queue=name)
            while message := channel.basic_get(name, no_ack=True):
                assert message.headers["task"] == task
                taken.append(message.payload[0][0])
        return taken


@pytest.fixture(autouse=True)
def broker(settings: Settings) -> Iterator[Broker]:
    before = {name: celery_app.conf[name] for name in ("broker_url", "broker_transport_options")}
    celery_app.conf.update(broker_url="memory://", broker_transport_options={})
    celery_app.set_current()
    found = Broker(settings.QUEUE_PREFIX)
    for queue in JudgeQueue:
        found.jobs(queue)
    found.run_jobs()
    found.check_jobs()
    found.works()
    yield found
    celery_app.conf.update(before)


@pytest.fixture
def broker_away(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it to let the broker answer again."""

    def refuse(*args: Any, **options: Any) -> None:
        raise ConnectionError("the broker is away")

    with_broker = celery_app.send_task
    monkeypatch.setattr(celery_app, "send_task", refuse)
    return lambda: monkeypatch.setattr(celery_app, "send_task", with_broker)


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def algorithms(cast: Cast) -> Course:
    return cast.algorithms


@pytest.fixture
def problem(db: None) -> Problem:
    """A public problem."""
    return make_problem("sum")


@pytest.fixture
def queries(db: None) -> CaptureQueriesContext:
    """``with queries: …``, then ``len(queries)``."""
    return CaptureQueriesContext(connections["default"])
