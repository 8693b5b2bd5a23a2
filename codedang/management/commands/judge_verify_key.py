"""manage.py judge_verify_key: by what judges know the jobs of this site."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from judging.signing import verify_key_of


class Command(BaseCommand):
    help = "Print the value of JUDGE_VERIFY_KEY for judge workers; it is no secret."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(verify_key_of(settings.JUDGE_SIGNING_KEY))
