"""manage.py restore FOLDER."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from codedang.backups import BackupError, backup_restore


class Command(BaseCommand):
    help = "Bring a backup back into a site that stands still, and migrate it to this version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what the database has now")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup_restore(options["folder"], replaces=options["replace"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"as of {manifest['made_at']}: {rows} rows, {manifest['files']} files")
