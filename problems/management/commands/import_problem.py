"""manage.py import_problem: problem packages from disk."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import DomainError
from courses.models import Course
from judging.packages import PackageRefused
from problems.models import Visibility
from problems.services import problem_import


class Command(BaseCommand):
    help = "Import problem packages (ICPC/Kattis; directories or zips)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--course", metavar="SLUG", help="the course that they belong to")
        parser.add_argument(
            "--visibility",
            choices=[choice.value for choice in Visibility],
            help="default: course with --course, else public",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        course = None
        if options["course"]:
            course = Course.objects.filter(slug=options["course"]).first()
            if course is None:
                raise CommandError(f"There is no course {options['course']!r}.")
        visibility = Visibility(options["visibility"]) if options["visibility"] else None
        refused = sum(not self._import(path, course, visibility) for path in options["paths"])
        if refused:
            raise CommandError(f"{refused} of {len(options['paths'])} packages were refused.")

    def _import(self, path: Path, course: Course | None, visibility: Visibility | None) -> bool:
        try:
            imported = problem_import(path=path, course=course, visibility=visibility)
        except PackageRefused as refusal:
            self.stderr.write(f"{path}: refused")
            for problem in refusal.problems:
                self.stderr.write(f"  {problem}")
            return False
        except FileNotFoundError:
            self.stderr.write(f"{path}: there is nothing here")
            return False
        except DomainError as error:
            self.stderr.write(f"{path}: refused\n  {error.message}")
            return False
        for warning in imported.warnings:
            self.stderr.write(f"{path}: warning: {warning}")
        self.stdout.write(
            f"{imported.problem.slug}: {imported.change.value} (version {imported.version})"
        )
        return True
