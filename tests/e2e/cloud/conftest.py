"""One site as production has it, for all tests of this folder: the blueprint's resources, the fleet
agent and the edge, with PostgreSQL, a bucket and a collector of telemetry."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from infra_control.localcloud.cloud import LocalCloud
from tests.databases import postgres
from tests.e2e.cloud.operating import OPERATOR
from tests.live import RunningSite, Student, running_site
from tests.otlp import Collector, collecting
from tests.prepared import migrated_postgres

SITE_DATABASE = "codedang_site"


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[RunningSite]:
    with postgres() as server_url:
        database_url = migrated_postgres(server_url, SITE_DATABASE)
        with running_site(
            tmp_path_factory.mktemp("cloud"),
            kind=LocalCloud,
            judge_workers=1,
            keeps_files_in_aws=True,
            DATABASE_URL=database_url,
            SECRET_KEY="a key of these tests alone, as long as a key must be",
            LOG_FORMAT="json",
            METRICS_NETWORKS="127.0.0.0/8",
            OTEL_EXPORTER_OTLP_ENDPOINT=collector.address,
            OTEL_BSP_SCHEDULE_DELAY="200",
            OTEL_BLRP_SCHEDULE_DELAY="200",
            OTEL_METRIC_EXPORT_INTERVAL="1000",
        ) as site:
            yield site


@pytest.fixture(scope="module")
def operator(browser: Browser, site: RunningSite) -> Iterator[Page]:
    """The page of the demo's operator, signed in. Any error on the console fails the last test."""
    context = browser.new_context(base_url=site.url, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    own = Student(site.url, *OPERATOR)
    names = (pair.split("=", 1) for pair in own.cookie_header.split("; "))
    context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in names])
    # The default of five seconds is a bound on a machine that has other work too.
    expect.set_options(timeout=30_000)
    yield page
    expect.set_options(timeout=5_000)
    context.close()
    assert errors == []
