"""manage.py import_problem: problem packages from disk."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.errors import DomainError
from courses.models import Course
from judging.packages import PackageRefused
from problems.imports.models import ImportState, PackageImport
from problems.imports.services import package_import_finish, package_import_start
from problems.models import Visibility
from problems.services import problem_import

POLL_S = 0.3
TOLD_AFTER_S = 10


def pause() -> None:
    """Until the next look at the import."""
    time.sleep(POLL_S)


class Command(BaseCommand):
    help = (
        "Import problem packages (ICPC/Kattis, Polygon, bare test cases; directories or zips). "
        "A judge of the running site checks each one first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--course", metavar="SLUG", help="the course that they belong to")
        parser.add_argument(
            "--visibility",
            choices=[choice.value for choice in Visibility],
            help="default: course with --course, else public",
        )
        parser.add_argument(
            "--unchecked",
            action="store_true",
            help="take packages as read: no validator is run, no time limit measured, and LaTeX "
            "or PDF refused; for a site without a running judge",
        )
        parser.add_argument(
            "--timeout",
            type=int,
            default=1_800,
            metavar="SECONDS",
            help="how long to wait for the judge; the check goes on without this command",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        course = None
        if options["course"]:
            course = Course.objects.filter(slug=options["course"]).first()
            if course is None:
                raise CommandError(f"There is no course {options['course']!r}.")
        visibility = Visibility(options["visibility"]) if options["visibility"] else None
        paths: list[Path] = options["paths"]
        if options["unchecked"]:
            refused = sum(not self._import_unchecked(path, course, visibility) for path in paths)
        else:
            started = {path: self._start(path, course, visibility) for path in paths}
            deadline = timezone.now() + timedelta(seconds=options["timeout"])
            refused = sum(
                one is None or not self._await(path, one, deadline) for path, one in started.items()
            )
        if refused:
            raise CommandError(f"{refused} of {len(paths)} packages were refused.")

    def _import_unchecked(
        self, path: Path, course: Course | None, visibility: Visibility | None
    ) -> bool:
        try:
            imported = problem_import(path=path, course=course, visibility=visibility)
        except (PackageRefused, FileNotFoundError, DomainError) as error:
            self._refused(path, error)
            return False
        for warning in imported.warnings:
            self.stderr.write(f"{path}: warning: {warning}")
        self._done(imported.problem.slug, imported.change.value, imported.version)
        return True

    def _start(
        self, path: Path, course: Course | None, visibility: Visibility | None
    ) -> PackageImport | None:
        try:
            return package_import_start(
                path=path, course=course, visibility=visibility, now=timezone.now()
            )
        except (PackageRefused, FileNotFoundError, DomainError) as error:
            self._refused(path, error)
            return None

    def _await(self, path: Path, started: PackageImport, deadline: Any) -> bool:
        """Wait for the check, finish the import, and tell what came of it."""
        waited_since = time.monotonic()
        is_told = False
        while started.is_open:
            if timezone.now() > deadline:
                self.stderr.write(
                    f"{path}: not checked in time (import {started.pk}); it goes on by itself. Is "
                    "a judge worker running that takes the queue judge-check?"
                )
                return False
            if not is_told and time.monotonic() - waited_since > TOLD_AFTER_S:
                self.stderr.write(f"{path}: waiting for a judge to check it…")
                is_told = True
            if started.state == ImportState.CHECKED:
                package_import_finish(import_id=started.pk, now=timezone.now())
            else:
                pause()
            started.refresh_from_db()
        return self._tell(path, started)

    def _tell(self, path: Path, ended: PackageImport) -> bool:
        is_done = ended.state == ImportState.DONE
        if not is_done:
            self.stderr.write(f"{path}: refused")
        for finding in ended.findings:
            place = finding["file"]
            if finding["line"] is not None:
                place = f"{place}:{finding['line']}"
            text = f"{place}: {finding['message']}" if place else finding["message"]
            if finding["severity"] == "problem":
                self.stderr.write(f"  {text}")
            else:
                self.stderr.write(f"{path}: {finding['severity']}: {text}")
        if ended.problem is not None:
            self._done(ended.problem.slug, ended.change, ended.version or 0)
        return is_done

    def _refused(self, path: Path, error: Exception) -> None:
        if isinstance(error, FileNotFoundError):
            self.stderr.write(f"{path}: there is nothing here")
            return
        self.stderr.write(f"{path}: refused")
        problems = error.problems if isinstance(error, PackageRefused) else [error]
        for problem in problems:
            self.stderr.write(f"  {problem}")

    def _done(self, slug: str, change: str, version: int) -> None:
        self.stdout.write(f"{slug}: {change} (version {version})")
