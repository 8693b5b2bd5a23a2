"""manage.py sweep: the sweeper's process."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from common.background import works_sweep
from common.health import readiness_watch, sign_give
from common.outages import database_ask_again
from common.ports import sampler_start, stale_copies_forget
from common.push import start_loop
from common.telemetry import web_connect
from notifications.loop import notifications_tick, start_notifications
from problems.imports.sweeping import package_imports_sweep
from problems.uploads.services import uploads_sweep
from problems.versions.sweeping import blobs_sweep
from problems.versions.verifying import verifications_sweep
from submissions.measuring import queues_watch
from submissions.sweeper import sweep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Send jobs that were never sent or got lost, end those that died, and send notifications "
        "that are due."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="sweep once and stop")
        parser.add_argument("--interval", type=float, default=3.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        web_connect("sweeper")
        queues_watch()
        start_loop()
        if options["once"]:
            self._sweep()
            notifications_tick(now=timezone.now())
            return
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        start_notifications(stop)
        sampler_start(stop)
        readiness_watch(database_ask_again)
        while not stop.is_set():
            close_old_connections()
            sign_give()
            try:
                self._sweep()
            except DatabaseError:
                logger.exception("the database can't be asked; trying again")
            stop.wait(options["interval"])

    def _sweep(self) -> None:
        swept = sweep(now=timezone.now())
        imports = package_imports_sweep(now=timezone.now())
        works = works_sweep(now=timezone.now())
        uploads_sweep(now=timezone.now())
        blobs_sweep(now=timezone.now())
        verifications_sweep(now=timezone.now())
        if forgotten := stale_copies_forget(timezone.now()):
            self.stdout.write(f"invalidations asked of the edge: {forgotten}")
        if works:
            self.stdout.write(f"background work that was sent or given up: {works}")
        if imports:
            self.stdout.write(f"package imports that went on: {imports}")
        if not swept.is_empty:
            self.stdout.write(
                f"sent {swept.sent}, sent again {swept.resent}, "
                f"died {swept.died}, given up {swept.given_up}"
            )
