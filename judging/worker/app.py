"""The worker's composition root: builds its parts from the configuration and runs them."""

import fcntl
import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from celery import Celery
from celery.apps.worker import Worker
from celery.signals import worker_shutting_down

from judging import telemetry
from judging.broker import Transport, broker_settings, compression_for, queue_names
from judging.compile_cache import CompileCache
from judging.compiling import CompileAids
from judging.contract import JudgeJob, JudgeProgress, JudgeReport
from judging.contract_checks import (
    PackageCheckJob,
    PackageCheckReport,
    PackageVerifyJob,
    PackageVerifyProgress,
    PackageVerifyReport,
)
from judging.contract_runs import CustomRunJob, CustomRunReport
from judging.cores import HostCores
from judging.custom_runs import run_custom
from judging.doctor import require_isolation
from judging.languages import ANSWER
from judging.package_checks import check_package
from judging.package_verifying import verify_package
from judging.packages import TestPackage
from judging.precompiled import PrecompiledHeaders
from judging.queues import (
    CHECK_TASK,
    JUDGE_TASK,
    RESULTS_QUEUE,
    RUN_TASK,
    VERIFY_PROGRESS_TASK,
    VERIFY_TASK,
)
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import Sandbox
from judging.signing import SIGNATURE_HEADER, JobVerifier
from judging.store import PackageCache, package_store_from_url
from judging.toolchains import InstalledLanguage, installed_languages
from judging.worker.alive import SignOfLife, alive_path
from judging.worker.config import ConfigError, WorkerConfig
from judging.worker.handler import JobHandler, PassOn, Work
from judging.worker.lease import Delivery, Lease, SqsVisibility
from judging.worker.passing import HEADER, Trail
from judging.worker.protection import TaskProtection
from judging.worker.reporting import Reporter, Send
from judging.worker.tasks import register_task
from judging.worker.works import (
    CheckPackage,
    CustomRunWork,
    Judge,
    JudgeWork,
    PackageCheckWork,
    PackageVerifyWork,
    RunCustom,
    VerifyPackage,
)

logger = logging.getLogger(__name__)

BROKER_WAIT_S = 0.5
ROOM_BYTES = 32 * 1024 * 1024
ROOM_WAIT_S = 1.0

Languages = Mapping[str, InstalledLanguage]


def run_worker(config: WorkerConfig) -> int:
    """Take jobs until a signal says stop. Returns the process's exit status.

    Raises ConfigError, and SandboxError on a host that can't isolate.
    """
    require_isolation(allow_loose_memory=config.allows_loose_memory)
    # Asked now, for the first job should not wait for it.
    languages = _languages(config)
    logger.info("takes only jobs in the languages of this host: %s", ", ".join(languages))
    if not config.verifier.has_keys:
        logger.warning("JUDGE_VERIFY_KEY is empty: jobs are taken whoever sent them")
    with _own_work_dir(config) as work_dir, KeptBoxSandbox() as sandbox:
        app = _celery_app(config)
        results_queue = f"{config.queue_prefix}{RESULTS_QUEUE}"
        _wait_for_room(config)
        _wait_for_broker(app, results_queue)
        lease = Lease(SignOfLife(SqsVisibility(config.region), alive_path(config)))
        _leave_in_time(lease, config.stop_s)
        _register_works(app, config, languages, sandbox, work_dir, results_queue, lease)
        worker = Worker(
            app=app,
            hostname=config.judgehost,
            pool_cls="solo",
            concurrency=1,
            queues=[f"{config.queue_prefix}{queue}" for queue in config.queues],
            loglevel=config.log_level,
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        worker.start()
        return int(worker.exitcode or 0)


def _languages(config: WorkerConfig) -> Languages:
    """What this worker takes. Raises ConfigError where the host lacks what it is told to take."""
    installed = installed_languages()
    if not config.languages:
        return installed
    missing = [language_id for language_id in config.languages if language_id not in installed]
    if missing:
        raise ConfigError(
            f"JUDGE_LANGUAGES names {', '.join(missing)}, which this host doesn't have: "
            "`python -m judging languages` says what to install"
        )
    return {one: installed[one] for one in (*config.languages, ANSWER.id)}


def _celery_app(config: WorkerConfig) -> Celery:
    app = Celery("judging", set_as_current=True)
    app.conf.update(
        broker_settings(
            queue_prefix=config.queue_prefix,
            region=config.region,
            queue_url_base=config.queue_url_base,
            names=queue_names(config.queue_prefix),
        )
    )
    app.conf.update(worker_redirect_stdouts=False, task_publish_retry=False)
    return app


def _wait_for_broker(app: Celery, results_queue: str) -> None:
    """Return when the queues can be reached; it also warms the connection that reports use.

    Celery itself would leave the worker in a loop of failures where a queue is missing.
    """
    is_told = False
    while True:
        try:
            with app.connection_for_write() as connection:
                channel: Any = connection.channel()
                channel.sqs().get_queue_url(QueueName=results_queue)
        except Transport.connection_errors as error:
            if not is_told:
                logger.warning("waiting for the broker: %s", error)
                is_told = True
            time.sleep(BROKER_WAIT_S)
        else:
            return


def _wait_for_room(config: WorkerConfig) -> None:
    """Return when the host's disk has room: a worker that left for a full one comes back here."""
    is_told = False
    for directory in (config.cache_dir, config.work_dir):
        directory.mkdir(parents=True, exist_ok=True)
        while shutil.disk_usage(directory).free < ROOM_BYTES:
            if not is_told:
                logger.error("waiting for room on the disk of %s", directory)
                is_told = True
            time.sleep(ROOM_WAIT_S)


def _leave_in_time(lease: Lease, stop_s: float) -> None:
    def leave(**_: object) -> None:
        lease.leave_within(stop_s)

    # Celery keeps weak references only, unless it is told otherwise.
    worker_shutting_down.connect(leave, weak=False)


def _aids(config: WorkerConfig, sandbox: Sandbox) -> CompileAids:
    """What this host keeps for its compilers."""
    compiled = config.cache_dir / "compiled"
    size_bytes = config.compile_cache_bytes
    return CompileAids(
        precompiled=PrecompiledHeaders(config.cache_dir / "precompiled", sandbox),
        cache=CompileCache(compiled, max_bytes=size_bytes) if size_bytes else None,
    )


def _register_works(
    app: Celery,
    config: WorkerConfig,
    languages: Languages,
    sandbox: Sandbox,
    work_dir: Path,
    results_queue: str,
    lease: Lease,
) -> None:
    """Let the app take every kind of job; its queues decide which ones come."""
    store = package_store_from_url(config.package_store_url)
    cache = PackageCache(
        config.cache_dir, store, max_bytes=config.cache_max_bytes, own_dir=work_dir
    )
    reporter = Reporter(_sender(app, results_queue))
    aids = _aids(config, sandbox)
    cores = HostCores(config.cache_dir / "cores")
    judge_work = JudgeWork(
        judge=_judge_with(config.judgehost, languages, sandbox, work_dir, aids, cores),
        languages=languages,
        cache=cache,
        lease=lease,
        reporter=reporter,
        judgehost=config.judgehost,
    )
    run_work = CustomRunWork(
        run_custom=_run_with(config.judgehost, languages, sandbox, work_dir, aids),
        languages=languages,
        cache=cache,
        lease=lease,
        judgehost=config.judgehost,
    )
    check_work = PackageCheckWork(
        check_package=_check_with(config.judgehost, sandbox, work_dir, aids),
        store=store,
        work_dir=work_dir,
        lease=lease,
        judgehost=config.judgehost,
    )
    verify_work = PackageVerifyWork(
        verify_package=_verify_with(
            config.judgehost, sandbox, work_dir, aids, _sender(app, results_queue)
        ),
        store=store,
        work_dir=work_dir,
        lease=lease,
        judgehost=config.judgehost,
    )
    works: dict[str, Work[Any]] = {
        JUDGE_TASK: judge_work,
        RUN_TASK: run_work,
        CHECK_TASK: check_work,
        VERIFY_TASK: verify_work,
    }
    job = TaskProtection(config.ecs_agent_uri).job if config.ecs_agent_uri else nullcontext
    for task_name, work in works.items():
        handler = JobHandler(
            work,
            lease=lease,
            reporter=reporter,
            leave=_leave,
            pass_on=_passer(app, task_name),
            judgehost=config.judgehost,
            passing_s=config.passing_s,
            is_trusted=partial(_is_trusted, config.verifier, task_name),
        )
        register_task(app, task_name, handler, job=job)


def _judge_with(
    judgehost: str,
    languages: Languages,
    sandbox: Sandbox,
    work_dir: Path,
    aids: CompileAids,
    cores: HostCores,
) -> Judge:
    def judge_in_dir(
        job: JudgeJob,
        package: TestPackage,
        *,
        delivery: int,
        on_progress: Callable[[JudgeProgress], None],
    ) -> JudgeReport:
        # A cleaner of temporary files may have taken it in a quiet time.
        work_dir.mkdir(parents=True, exist_ok=True)
        return judge(
            job,
            package,
            sandbox,
            judgehost=judgehost,
            delivery=delivery,
            on_progress=on_progress,
            work_dir=work_dir,
            languages=languages,
            aids=aids,
            cores=cores,
        )

    return judge_in_dir


def _run_with(
    judgehost: str, languages: Languages, sandbox: Sandbox, work_dir: Path, aids: CompileAids
) -> RunCustom:
    def run_in_dir(
        job: CustomRunJob,
        package: TestPackage | None,
        *,
        delivery: int,
        on_step: Callable[[], None],
    ) -> CustomRunReport:
        work_dir.mkdir(parents=True, exist_ok=True)
        return run_custom(
            job,
            package,
            sandbox,
            judgehost=judgehost,
            delivery=delivery,
            on_step=on_step,
            work_dir=work_dir,
            languages=languages,
            aids=aids,
        )

    return run_in_dir


def _check_with(
    judgehost: str, sandbox: Sandbox, work_dir: Path, aids: CompileAids
) -> CheckPackage:
    def check_in_dir(job: PackageCheckJob, archive: Path, *, delivery: int) -> PackageCheckReport:
        return check_package(
            job,
            archive,
            sandbox,
            judgehost=judgehost,
            delivery=delivery,
            work_dir=work_dir,
            aids=aids,
        )

    return check_in_dir


def _verify_with(
    judgehost: str, sandbox: Sandbox, work_dir: Path, aids: CompileAids, send: Send
) -> VerifyPackage:
    def verify_in_dir(
        job: PackageVerifyJob, archive: Path, *, delivery: int, on_step: Callable[[], None]
    ) -> PackageVerifyReport:
        def on_progress(news: PackageVerifyProgress) -> None:
            on_step()
            try:
                send(VERIFY_PROGRESS_TASK, news.to_json())
            except Exception as error:  # noqa: BLE001 - of kombu or botocore; news may be lost
                logger.warning("news of a verification could not be sent: %r", error)

        return verify_package(
            job,
            archive,
            sandbox,
            judgehost=judgehost,
            delivery=delivery,
            work_dir=work_dir,
            on_progress=on_progress,
            aids=aids,
        )

    return verify_in_dir


def _sender(app: Celery, results_queue: str) -> Send:
    def send(task: str, message: str) -> None:
        app.send_task(
            task,
            args=[message],
            queue=results_queue,
            compression=compression_for(message),
            headers=telemetry.headers(),
        )

    return send


def _passer(app: Celery, task_name: str) -> PassOn:
    def pass_on(text: str, delivery: Delivery, trail: Trail) -> None:
        app.send_task(
            task_name,
            args=[text],
            queue=delivery.queue_name,
            compression=compression_for(text),
            headers={HEADER: trail.to_header(), **trail.kept, **telemetry.headers()},
            delay_seconds=trail.delay_s,
        )

    return pass_on


def _is_trusted(verifier: JobVerifier, task_name: str, text: str, trail: Trail) -> bool:
    signature = trail.kept.get(SIGNATURE_HEADER, "")
    return verifier.is_trusted(task=task_name, text=text, signature=signature)


def _leave() -> None:
    """Ask this worker to stop after the job it has, as a supervisor's SIGTERM would."""
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()


@contextmanager
def _own_work_dir(config: WorkerConfig) -> Iterator[Path]:
    """The worker's folder, emptied of what a killed predecessor left, and locked."""
    config.work_dir.mkdir(parents=True, exist_ok=True)
    lock_path = config.work_dir.with_name(f"{config.work_dir.name}.lock")
    with lock_path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(
                f"JUDGEHOST_NAME {config.judgehost} is in use by another worker of this host "
                "(same JUDGE_WORK_DIR): give each worker a name of its own"
            ) from error
        for leftover in config.work_dir.iterdir():
            shutil.rmtree(leftover, ignore_errors=True)
        yield config.work_dir
