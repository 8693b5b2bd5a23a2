"""``manage.py infra``: the operators' tools on the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from infra_control.blueprint.template import build_template


class Command(BaseCommand):
    help = "The production deployment: what it should be."

    def add_arguments(self, parser: CommandParser) -> None:
        tools = parser.add_subparsers(dest="tool", required=True)
        template = tools.add_parser(
            "template", help="print the blueprint as a CloudFormation template"
        )
        template.add_argument(
            "--yaml", action="store_true", help="as YAML, which people read more easily"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        template = build_template()
        # CloudFormation takes 1 MB from a bucket, so its JSON goes without blanks.
        self.stdout.write(template.to_yaml() if options["yaml"] else template.to_json(indent=None))
