"""manage.py write_graphql_schema: docs/schema.graphql, as the schema is now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from codedang.graphql import schema_text


class Command(BaseCommand):
    help = "Write docs/schema.graphql."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "schema.graphql"
        path.write_text(schema_text(), encoding="utf-8")
        self.stdout.write(f"wrote {path}")
