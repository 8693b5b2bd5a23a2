"""``manage.py standings_rebuild SLUG…``: count contests' standings anew."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contests.models import ProblemSet, SetKind
from submissions.standings.recording import standings_rebuild


class Command(BaseCommand):
    help = "Count the standings of contests anew from their submissions. Final ones are left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="+", metavar="SLUG")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        contests = ProblemSet.objects.filter(kind=SetKind.CONTEST, slug__in=slugs)
        by_slug = {contest.slug: contest for contest in contests}
        if unknown := [slug for slug in slugs if slug not in by_slug]:
            raise CommandError(f"There is no contest {unknown[0]!r}.")
        for slug in slugs:
            began = time.monotonic()
            wrong = standings_rebuild(by_slug[slug].pk, now=timezone.now())
            took_s = time.monotonic() - began
            self.stdout.write(f"{slug}: {wrong} rows changed in {took_s:.1f} s")
