"""Imports from their start to the problem or the refusal. The judge is the real one, in-process."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from common import ports
from common.errors import NotAllowedError, NotFoundError
from judging.contract import InternalError
from judging.contract_checks import Finding, MeasuredTimeLimit, PackageCheckReport
from judging.package_checks import check_package
from judging.packages import PackageRefused
from judging.sandbox.box import KeptBoxSandbox
from judging.statements import PANDOC
from problems.archive import judge_package_name, source_name
from problems.imports.dispatch import package_check_send
from problems.imports.models import ImportState, PackageImport
from problems.imports.services import (
    package_check_record,
    package_import_finish,
    package_import_start,
)
from problems.imports.sweeping import package_imports_sweep
from problems.models import Problem
from problems.versions.making import package_import_start_stored
from tests.conftest import Broker
from tests.factories import NOON
from tests.judging.sandbox.support import needs_sandbox
from tests.people import Cast
from tests.problems.packages import FILES, uploaded, works_run, write_package

pytestmark = pytest.mark.django_db

YAML = str(FILES["problem.yaml"])
UNMEASURED = YAML.replace("limits: {time_limit: 2}\n", "")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "sum_of_two")


def report_of(started: PackageImport, **fields: Any) -> PackageCheckReport:
    return PackageCheckReport(
        **{
            "import_id": started.pk,
            "attempt_token": started.attempt_token,
            "judgehost": "judge-1",
            "delivery": 1,
            **fields,
        }
    )


class Judge:
    """Takes checks out of the queue and does them, as a worker would."""

    def __init__(self, broker: Broker, work_dir: Path) -> None:
        self._broker = broker
        self._work_dir = work_dir

    def work(self) -> int:
        jobs = self._broker.check_jobs()
        for job in jobs:
            with KeptBoxSandbox() as sandbox:
                report = check_package(
                    job,
                    Path(default_storage.path(judge_package_name(job.source_sha256))),
                    sandbox,
                    judgehost="judge-1",
                    delivery=1,
                    work_dir=self._work_dir,
                )
            assert package_check_record(report=report, now=timezone.now())
        return len(jobs)


@pytest.fixture
def judge(broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """It works whenever somebody waits."""
    needs_sandbox()
    (tmp_path / "work").mkdir()
    judge = Judge(broker, tmp_path / "work")

    def work() -> None:
        # A test's transaction is never committed, so nothing has been sent.
        for waiting in PackageImport.objects.filter(sent_at__isnull=True, state="pending"):
            package_check_send(waiting)
        judge.work()

    monkeypatch.setattr("problems.management.commands.import_problem.pause", work)
    return judge


def run_command(*paths: Path, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_problem", *paths, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_command_waits_for_the_check_and_tells_what_was_measured(
    judge: Judge,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    path = write_package(tmp_path / "sum_of_two", {"problem.yaml": UNMEASURED})

    with django_capture_on_commit_callbacks(execute=True):
        out, err = run_command(path)

    assert out == "sum-of-two: created (version 1)\n"
    assert "set by submissions/accepted/sum.py" in err
    ended = PackageImport.objects.get()
    problem = Problem.objects.get()
    assert (ended.state, ended.problem, ended.judgehost) == (ImportState.DONE, problem, "judge-1")
    assert problem.ready_package.time_limit_ms == ended.measured_time_limit_ms
    assert ended.measured_time_limit_ms is not None
    # and what only the judge needed is gone, while the package is kept
    assert not default_storage.exists(judge_package_name(ended.source_sha256))
    assert default_storage.exists(source_name(ended.source_sha256))


def test_input_that_its_validator_rejects_refuses_the_package_whole(
    judge: Judge, package: Path, tmp_path: Path
) -> None:
    validator = "import sys\nsys.exit(42 if len(input().split()) == 2 else 43)\n"
    bad = write_package(
        tmp_path / "bad" / "three",
        {"input_validators/check.py": validator, "data/secret/1.in": "1 2 3\n"},
    )

    with pytest.raises(CommandError, match="1 of 2 packages were refused"):
        run_command(package, bad)

    assert [problem.slug for problem in Problem.objects.all()] == ["sum-of-two"]
    refused = PackageImport.objects.get(short_name="three")
    assert refused.state == ImportState.REFUSED
    assert [one["file"] for one in refused.findings if one["severity"] == "problem"] == [
        "data/secret/1.in"
    ]


@pytest.mark.skipif(not PANDOC.is_file(), reason="pandoc is not installed")
def test_latex_is_rendered_and_pdf_offered_for_download(
    judge: Judge, tmp_path: Path, cast: Cast
) -> None:
    path = write_package(
        tmp_path / "sum_of_two",
        {
            "statement/problem.en.md": None,
            "statement/problem.en.tex": "\\problemname{Sum}\nPrint $a$ \\textbf{now}.\n",
            "statement/problem.ko.md": None,
            "statement/problem.ko.pdf": b"%PDF-1.4 of the author",
        },
    )

    run_command(path)

    api = cast.api("visitor")
    english = api.get("/problems/sum-of-two", language="en").json()
    assert "<strong>now</strong>" in english["statement_html"]
    assert (english["available_languages"], english["pdf_languages"]) == (["en", "ko"], ["ko"])
    assert api.get("/problems/sum-of-two", language="ko").json()["statement_html"] == ""
    answer = api.get("/problems/sum-of-two/statement.pdf", language="ko")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 of the author"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert api.get("/problems/sum-of-two/statement.pdf", language="en").status_code == 404


def test_a_pdf_is_for_those_who_may_open_the_problem(
    judge: Judge, tmp_path: Path, cast: Cast
) -> None:
    changes: dict[str, str | bytes | None] = {
        "statement/problem.ko.md": None,
        "statement/problem.ko.pdf": b"%PDF-1.4",
    }
    run_command(write_package(tmp_path / "sum_of_two", changes), course="algorithms")

    seen = {
        name: cast.api(name).get("/problems/sum-of-two/statement.pdf", language="ko").status_code
        for name in ("visitor", "sora", "ta_yuri", "minsu", "ta_hana", "operator")
    }

    assert seen == {
        "visitor": 404,
        "sora": 404,
        "ta_yuri": 404,
        "minsu": 200,
        "ta_hana": 200,
        "operator": 200,
    }


def test_what_can_be_told_by_reading_is_refused_at_once(tmp_path: Path) -> None:
    broken = write_package(tmp_path / "broken", {"data/secret/1.ans": None})

    with pytest.raises(PackageRefused):
        package_import_start(path=broken, now=NOON)

    assert not PackageImport.objects.exists()


def test_a_report_is_recorded_once_and_a_strange_one_never(package: Path) -> None:
    started = package_import_start(path=package, now=NOON)
    problem = Finding(file="x", message="nul \x00")

    assert not package_check_record(report=report_of(started, attempt_token="f" * 32), now=NOON)
    assert not package_check_record(report=report_of(started, import_id=2**63), now=NOON)
    assert package_check_record(report=report_of(started, problems=(problem,)), now=NOON)
    assert not package_check_record(report=report_of(started), now=NOON)

    started.refresh_from_db()
    assert started.state == ImportState.REFUSED
    assert "\x00" not in str(started.findings)
    assert not Problem.objects.exists()


def test_a_check_that_nobody_could_do_blames_not_the_package(package: Path) -> None:
    started = package_import_start(path=package, now=NOON)
    fault = InternalError(kind="sandbox", message="no box")

    package_check_record(report=report_of(started, internal_error=fault), now=NOON)

    started.refresh_from_db()
    assert started.state == ImportState.FAILED
    assert "says nothing of the package" in started.findings[-1]["message"]


def test_a_limit_beyond_the_sites_bounds_refuses_whole(package: Path) -> None:
    started = package_import_start(path=package, now=NOON)
    limit = MeasuredTimeLimit(time_limit_ms=900_000, explanation="set by a slow one")
    package_check_record(report=report_of(started, time_limit=limit), now=NOON)

    ended = package_import_finish(import_id=started.pk, now=NOON)

    assert ended is not None
    assert ended.state == ImportState.REFUSED
    assert "beyond this site's bounds" in ended.findings[-1]["message"]
    assert not Problem.objects.exists()


def test_storage_that_fails_ends_the_import_and_not_the_sweeper(package: Path) -> None:
    started = package_import_start(path=package, now=NOON)
    package_check_record(report=report_of(started), now=NOON)
    default_storage.delete(source_name(started.source_sha256))

    assert package_imports_sweep(now=NOON) == 1

    started.refresh_from_db()
    assert started.state == ImportState.FAILED
    assert not Problem.objects.exists()


def test_who_lost_the_course_meanwhile_imports_nothing(package: Path, cast: Cast) -> None:
    started = package_import_start(
        path=package, now=NOON, actor=cast.ta_hana, course=cast.algorithms
    )
    package_check_record(report=report_of(started), now=NOON)
    cast.algorithms.memberships.filter(user=cast.ta_hana).delete()

    ended = package_import_finish(import_id=started.pk, now=NOON)

    assert ended is not None
    assert ended.state == ImportState.REFUSED
    assert not Problem.objects.exists()


def test_two_who_finish_do_it_once_and_a_dead_one_is_replaced(package: Path) -> None:
    started = package_import_start(path=package, now=NOON)
    package_check_record(report=report_of(started), now=NOON)
    PackageImport.objects.update(claimed_at=NOON)

    assert package_import_finish(import_id=started.pk, now=NOON + timedelta(minutes=4)) is None
    ended = package_import_finish(import_id=started.pk, now=NOON + timedelta(minutes=6))

    assert ended is not None
    assert ended.state == ImportState.DONE
    assert package_import_finish(import_id=started.pk, now=NOON + timedelta(hours=1)) is None


def test_the_sweeper_sends_finishes_and_gives_up(
    package: Path, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = ports.QueueDepth(visible=0, in_flight=0)
    monkeypatch.setattr("problems.imports.sweeping.queue_depths", lambda: {"judge-check": nothing})
    started = package_import_start(path=package, now=NOON)
    assert package_imports_sweep(now=NOON + timedelta(seconds=5)) == 1
    assert [job.import_id for job in broker.check_jobs()] == [started.pk]

    # The broker has lost it, so it is sent again.
    PackageImport.objects.update(sent_at=NOON)
    assert package_imports_sweep(now=NOON + timedelta(minutes=1)) == 1
    assert len(broker.check_jobs()) == 1

    # It is checked, so it is finished.
    package_check_record(report=report_of(started), now=NOON)
    assert package_imports_sweep(now=NOON + timedelta(minutes=2)) == 1
    assert Problem.objects.exists()

    # Nobody ever answers, so it is given up.
    other = package_import_start(path=package, now=NOON)
    package_imports_sweep(now=NOON + timedelta(hours=4))
    other.refresh_from_db()
    assert other.state == ImportState.FAILED
    assert package_imports_sweep(now=NOON + timedelta(hours=5)) == 0


@pytest.mark.parametrize("name", ["minsu", "ta_yuri", "sora"])
def test_only_the_courses_staff_starts_an_import(package: Path, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowedError):
        package_import_start(path=package, now=NOON, actor=cast.named(name), course=cast.algorithms)

    assert not PackageImport.objects.exists()


Upload = Callable[[Path, User, str], str]


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    def put(folder: Path, user: User, name: str) -> str:
        archive = Path(shutil.make_archive(str(tmp_path / "upload"), "zip", folder))
        return uploaded(user, name, archive.read_bytes())

    return put


IMPORT = """mutation ($key: String!, $course: String) {
  importPackage(storageKey: $key, course: $course) { id number state findings { severity file } }
}"""


def test_a_teacher_imports_an_upload_and_watches_it(
    package: Path,
    cast: Cast,
    upload: Upload,
    broker: Broker,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    callbacks = django_capture_on_commit_callbacks
    key = upload(package, cast.ta_hana, "sum_of_two.zip")

    with callbacks(execute=True):
        made = cast.api("ta_hana").graphql(IMPORT, key=key, course="algorithms").json()

    assert made["data"]["importPackage"]["state"] == "preparing"
    with callbacks(execute=True):
        assert works_run(broker) == 1
    started = PackageImport.objects.get()
    assert started.state == ImportState.PENDING
    assert (started.actor, started.course) == (cast.ta_hana, cast.algorithms)
    package_check_record(report=report_of(started), now=NOON)
    package_imports_sweep(now=NOON)
    query = "{ packageImports { edges { node { state change problem { slug } } } } }"
    seen = {
        name: [
            edge["node"]
            for edge in cast.api(name).graphql(query).json()["data"]["packageImports"]["edges"]
        ]
        for name in ("ta_hana", "professor", "ta_yuri", "operator")
    }
    done = {"state": "done", "change": "created", "problem": {"slug": "sum-of-two"}}
    assert seen == {"ta_hana": [done], "professor": [done], "ta_yuri": [], "operator": [done]}


def test_watching_many_imports_costs_as_much_as_watching_one(
    package: Path, cast: Cast, queries: CaptureQueriesContext
) -> None:
    query = """{ packageImports { edges { node {
        state findings { message } course { slug } problem { slug testPackage { version } }
    } } } }"""
    api = cast.api("ta_hana")

    def cost() -> int:
        with queries:
            answer = api.graphql(query).json()
        assert "errors" not in answer
        return len(queries)

    def import_one() -> None:
        started = package_import_start(
            path=package, now=NOON, actor=cast.ta_hana, course=cast.algorithms
        )
        package_check_record(report=report_of(started), now=NOON)
        package_imports_sweep(now=NOON)

    import_one()
    cost()
    one = cost()
    for _ in range(4):
        import_one()

    assert cost() == one <= 12


def test_a_broken_upload_is_refused_with_its_findings(
    tmp_path: Path,
    cast: Cast,
    upload: Upload,
    broker: Broker,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    broken = write_package(tmp_path / "broken", {"data/secret/1.ans": None})
    key = upload(broken, cast.ta_hana, "broken.zip")

    with django_capture_on_commit_callbacks(execute=True):
        cast.api("ta_hana").graphql(IMPORT, key=key, course="algorithms")
    works_run(broker)

    query = "{ packageImports { edges { node { state findings { severity file } } } } }"
    (edge,) = cast.api("ta_hana").graphql(query).json()["data"]["packageImports"]["edges"]
    assert edge["node"]["state"] == "refused"
    files = [one["file"] for one in edge["node"]["findings"] if one["severity"] == "problem"]
    assert files == ["data/secret/1.in", "data/secret"]
    assert not Problem.objects.exists()


@pytest.mark.parametrize(
    "key",
    [
        "packages/{sha}.zip",
        "{others}",
        "uploads/{own}/nothing.zip",
        "/etc/passwd",
    ],
)
def test_only_ones_own_uploads_can_be_imported(
    package: Path, cast: Cast, upload: Upload, key: str
) -> None:
    others = upload(package, cast.ta_yuri, "sum_of_two.zip")
    key = key.format(sha="a" * 64, others=others, own=cast.ta_hana.pk)

    with pytest.raises(NotFoundError):
        package_import_start_stored(
            key=key, actor=cast.ta_hana, course=cast.algorithms, visibility=None, now=NOON
        )

    answer = cast.api("ta_hana").graphql(IMPORT, key=key, course="algorithms").json()
    assert answer["errors"][0]["extensions"]["code"] == "upload_not_found"
    assert not PackageImport.objects.exists()


@pytest.mark.parametrize("course", ["networks", "nope", None])
def test_a_teacher_imports_into_own_courses_only(
    package: Path, cast: Cast, upload: Upload, course: str | None
) -> None:
    key = upload(package, cast.ta_hana, "sum_of_two.zip")

    answer = cast.api("ta_hana").graphql(IMPORT, key=key, course=course).json()

    assert answer["errors"][0]["extensions"]["code"] in {"course_not_found", "not_allowed"}
    assert not PackageImport.objects.exists()


def test_the_command_says_what_to_look_for_when_no_judge_answers(
    package: Path,
) -> None:
    with pytest.raises(CommandError):
        run_command(package, timeout=-1)

    assert PackageImport.objects.get().state == ImportState.PENDING
