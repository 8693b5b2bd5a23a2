"""manage.py rebuild_statistics: counts of problems and people, anew from the submissions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from submissions.services.results import statistics_rebuild


class Command(BaseCommand):
    help = (
        "Count acceptance rates and the leaderboard anew. Needed only after a problem's visibility "
        "has changed or submissions were brought in from elsewhere."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            problems, people = statistics_rebuild()
        self.stdout.write(f"counted {problems} problems and {people} people")
