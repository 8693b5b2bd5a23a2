"""manage.py write_schemas: the files that say what GraphQL, REST and the socket look like now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from codedang.asyncapi import asyncapi_text
from codedang.graphql import schema_text
from codedang.rest import openapi_json


class Command(BaseCommand):
    help = (
        "Write docs/schema.graphql, docs/asyncapi.yaml and frontend/openapi.json. After a change "
        "of REST, make the front end's types of it: npm run generate:api."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for place, text in {
            "docs/schema.graphql": schema_text(),
            "docs/asyncapi.yaml": asyncapi_text(),
            "frontend/openapi.json": openapi_json() + "\n",
        }.items():
            (settings.BASE_DIR / place).write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {place}")
