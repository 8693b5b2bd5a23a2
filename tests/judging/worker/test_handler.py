import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from judging.contract import JudgeJob, JudgeProgress, JudgeReport
from judging.faults import RetryableFault
from judging.languages import language_table
from judging.limits import Limits
from judging.packages import TestPackage as Package
from judging.packages.manifest import PackageManifest, TestCase
from judging.queues import AVOID_HEADER, MAX_RECEIVE_COUNT
from judging.signing import SIGNATURE_HEADER
from judging.store import DiskFaultError, PackageCache, PackageMissingError
from judging.toolchains import InstalledLanguage
from judging.verdicts import Verdict
from judging.worker.handler import HandedBackError, JobHandler
from judging.worker.lease import Delivery, Lease
from judging.worker.passing import PASSES_EACH, Trail
from judging.worker.reporting import Reporter
from judging.worker.works import JudgeWork
from tests.judging.worker import jobs
from tests.judging.worker.test_lease import RememberingVisibility
from tests.judging.worker.test_reporting import Broker

PYTHON = InstalledLanguage(language=language_table().get("python3"), version="3")


def delivery(number: int = 1) -> Delivery:
    return Delivery(queue_url="http://q", receipt_handle="handle", number=number)


class EmptyStore:
    def fetch(self, sha256: str, into: IO[bytes]) -> None:
        raise PackageMissingError(f"no test package {sha256}")


class WithoutPackages(PackageCache):
    """Gives a package of nothing but its manifest."""

    @contextmanager
    def package(self, sha256: str) -> Iterator[Package]:
        case = TestCase(name="secret/1")
        manifest = PackageManifest(limits=Limits(), test_cases=(case,))
        yield Package(Path("/nowhere"), manifest)


class House:
    """A handler with its surroundings in the test's hands."""

    def __init__(self, tmp_path: Path) -> None:
        self.broker = Broker()
        self.visibility = RememberingVisibility()
        self.left = 0
        self.fault: Exception | None = None
        self.broker_fault: Exception | None = None
        self.passed: list[tuple[str, Delivery, Trail]] = []
        self.cache: PackageCache = WithoutPackages(tmp_path, EmptyStore(), max_bytes=1)

    def judge(
        self,
        job: JudgeJob,
        package: Package,
        *,
        delivery: int,
        on_progress: Callable[[JudgeProgress], None],
    ) -> JudgeReport:
        if self.fault is not None:
            raise self.fault
        on_progress(jobs.news(jobs.run(1)))
        return jobs.report(jobs.run(1)).model_copy(update={"delivery": delivery})

    def handler(self) -> JobHandler[JudgeJob]:
        lease = Lease(self.visibility)
        reporter = Reporter(self.broker.send)
        work = JudgeWork(
            judge=self.judge,
            languages={"python3": PYTHON, "cpp17": PYTHON},
            cache=self.cache,
            lease=lease,
            reporter=reporter,
            judgehost="host",
        )
        return JobHandler(
            work,
            lease=lease,
            reporter=reporter,
            leave=self.leave,
            pass_on=self.pass_on,
            judgehost="host",
            passing_s=30,
        )

    def pass_on(self, text: str, delivery: Delivery, trail: Trail) -> None:
        if self.broker_fault is not None:
            raise self.broker_fault
        self.passed.append((text, delivery, trail))

    def leave(self) -> None:
        self.left += 1


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_judged_job_is_settled_after_its_report(house: House) -> None:
    house.handler().handle(jobs.job().to_json(), delivery(3))

    assert [report.delivery for report in house.broker.reports()] == [3]
    assert house.visibility.changes == []


@pytest.mark.parametrize(("number", "after_s"), [(1, 1), (2, 2), (3, 4), (4, 8)])
def test_a_fault_of_this_host_hands_the_job_back_for_longer_each_time(
    house: House, number: int, after_s: int
) -> None:
    house.fault = RetryableFault("sandbox", "no cgroup")

    with pytest.raises(HandedBackError, match="no cgroup"):
        house.handler().handle(jobs.job().to_json(), delivery(number))

    assert house.visibility.changes == [("handle", after_s)]
    assert house.broker.reports() == []


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (RetryableFault("sandbox", "no cgroup"), "sandbox"),
        (ZeroDivisionError("a fault of ours"), "worker"),
    ],
)
def test_the_last_delivery_tells_why_the_job_was_given_up(
    house: House, fault: Exception, kind: str
) -> None:
    house.fault = fault

    with pytest.raises(HandedBackError):
        house.handler().handle(jobs.job().to_json(), delivery(MAX_RECEIVE_COUNT))

    (report,) = house.broker.reports()
    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert (report.internal_error.kind, report.internal_error.message) == (kind, str(fault))
    assert house.visibility.changes == [("handle", 0)]


def test_a_package_that_can_not_be_had_is_a_fault_of_the_store(
    house: House, tmp_path: Path
) -> None:
    house.cache = PackageCache(tmp_path, EmptyStore(), max_bytes=1)

    with pytest.raises(HandedBackError, match="store: no test package"):
        house.handler().handle(jobs.job().to_json(), delivery())


@pytest.mark.parametrize("text", ["", "{}", "not json", '{"version": 2}'])
def test_what_is_no_job_is_neither_settled_nor_answered(house: House, text: str) -> None:
    with pytest.raises(HandedBackError, match="no job that this worker can read"):
        house.handler().handle(text, delivery(2))

    assert house.broker.sent == []
    assert house.visibility.changes == [("handle", 2)]


def test_a_worker_whose_sandbox_fails_again_and_again_leaves(house: House) -> None:
    handler = house.handler()
    house.fault = RetryableFault("sandbox", "no cgroup")

    for _ in range(3):
        with pytest.raises(HandedBackError):
            handler.handle(jobs.job().to_json(), delivery())

    assert house.left == 1


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, "No space left on device"), DiskFaultError("can't be cached")],
)
def test_a_worker_whose_disk_fails_leaves_the_jobs_to_others(
    house: House, fault: Exception
) -> None:
    house.fault = fault

    with pytest.raises(HandedBackError):
        house.handler().handle(jobs.job().to_json(), delivery())

    assert house.left == 1
    assert house.visibility.changes == [("handle", 1)]
    assert house.broker.reports() == []


def test_a_missing_language_is_no_reason_to_leave(house: House) -> None:
    handler = house.handler()
    house.fault = RetryableFault("worker", "no Rust")

    for _ in range(5):
        with pytest.raises(HandedBackError):
            handler.handle(jobs.job().to_json(), delivery())

    assert house.left == 0


def test_a_job_in_a_language_that_is_missing_is_passed_on_and_settled(house: House) -> None:
    text = jobs.job(language="haskell").to_json()

    house.handler().handle(text, delivery(MAX_RECEIVE_COUNT), Trail().by("other"))

    ((passed, _, trail),) = house.passed
    assert passed == text
    assert trail.passes == {"other": 1, "host": 1}
    assert house.broker.sent == []
    assert house.visibility.changes == []


def test_a_job_that_can_not_be_passed_on_is_handed_back(house: House) -> None:
    house.broker_fault = ConnectionError("no broker")

    with pytest.raises(HandedBackError, match="no broker"):
        house.handler().handle(jobs.job(language="haskell").to_json(), delivery(2))

    assert house.visibility.changes == [("handle", 2)]
    assert house.broker.sent == []


def test_a_job_in_a_language_that_nobody_has_is_given_up_with_its_name(house: House) -> None:
    # given a job that went round for longer than the handler's 30 s
    trail = Trail(began_at=time.time() - 40, passes={"host": PASSES_EACH - 1, "other": PASSES_EACH})

    with pytest.raises(HandedBackError, match="has Haskell"):
        house.handler().handle(jobs.job(language="haskell").to_json(), delivery(), trail)

    (report,) = house.broker.reports()
    assert report.verdict is Verdict.JUDGING_ERROR
    assert report.internal_error is not None
    assert "no judgehost that took it has Haskell" in report.internal_error.message
    assert "passed on 16 times in 40 s, by host, other" in report.internal_error.message
    # and it lies with the dead letters, from where it can be sent again
    assert house.visibility.changes == [("handle", 0)]
    assert house.passed == []


@pytest.mark.parametrize(
    ("passes", "seconds"),
    [
        # Somebody was asked a few times only.
        ({"host": 40, "other": PASSES_EACH - 2}, 500),
        # Who has it may be busy with a long job.
        ({"host": 200}, 20),
    ],
)
def test_a_job_is_not_given_up_too_soon(
    house: House, passes: dict[str, int], seconds: float
) -> None:
    trail = Trail(began_at=time.time() - seconds, passes=passes)

    house.handler().handle(jobs.job(language="haskell").to_json(), delivery(), trail)

    assert len(house.passed) == 1
    assert house.broker.sent == []


def test_a_trail_travels_as_text_and_waits_longer_each_round() -> None:
    trail = Trail()
    delays = []
    for _ in range(30):
        trail = trail.by("host")
        delays.append(trail.delay_s)

    assert Trail.of(trail.to_header()) == trail
    assert delays == sorted(delays)
    assert (delays[0], delays[-1]) == (0, 5)
    assert all(
        Trail.of(header) == Trail() for header in (None, "", "{", '{"passes": 3, "began_at": 1}')
    )


def test_a_job_that_the_web_side_did_not_sign_is_not_even_read(house: House) -> None:
    handler = house.handler()
    handler._is_trusted = lambda text, trail: False

    with pytest.raises(HandedBackError, match="did not sign"):
        handler.handle("no job at all", delivery(3))

    assert house.visibility.changes == [("handle", 4)]
    assert (house.broker.sent, house.passed) == ([], [])


def test_a_judgehost_that_is_switched_off_passes_jobs_on(house: House) -> None:
    trail = Trail(kept={AVOID_HEADER: "other,host", SIGNATURE_HEADER: "…"})

    house.handler().handle(jobs.job().to_json(), delivery(), trail)

    ((_, _, passed),) = house.passed
    assert passed.kept == trail.kept, "others may know it is signed, and that it is not for all"
    assert passed.passes == {"host": 1}
    assert house.broker.reports() == []
