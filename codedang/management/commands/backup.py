"""manage.py backup FOLDER."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from codedang.backups import BackupError, backup_make


class Command(BaseCommand):
    help = "Copy database and files into a new folder. The site may run meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--without-files", action="store_true", help="where a bucket keeps its own versions"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backup_make(
                options["folder"], now=timezone.now(), with_files=not options["without_files"]
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(made["rows"].values())
        self.stdout.write(f"{options['folder']}: {rows} rows, {made['files']} files")
