"""``manage.py infra``: the operators' tools on the command line."""

import json
from dataclasses import asdict
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.errors import DomainError
from infra_control.blueprint.template import build_template
from infra_control.clients import Gateways, gateways
from infra_control.edge.services import invalidation_create
from infra_control.fleet import services
from infra_control.fleet.holding import service_hold
from infra_control.fleet.reading import FleetView, read_fleet
from infra_control.gateways.errors import CloudError
from infra_control.planning.reading import read_plan
from infra_control.planning.rules import drift_text
from infra_control.queues.services import letters_redrive, redrive_told
from infra_control.tracing.reading import read_trace
from infra_control.tracing.rules import METHODS, BadUrlError, HopState
from judging.queues import QUEUES

ALWAYS = "always"


class Command(BaseCommand):
    help = "The production deployment: what it should be, what it is, and changing it."

    def add_arguments(self, parser: CommandParser) -> None:
        tools = parser.add_subparsers(dest="tool", required=True)
        template = tools.add_parser(
            "template", help="print the blueprint as a CloudFormation template"
        )
        template.add_argument(
            "--yaml", action="store_true", help="as YAML, which people read more easily"
        )
        status = tools.add_parser("status", help="print what runs")
        status.add_argument("--json", action="store_true", help="for programs")
        invalidate = tools.add_parser("invalidate", help="have the edge forget what it keeps")
        invalidate.add_argument(
            "paths", nargs="+", metavar="PATH", help="a * at the end: all below"
        )
        _acting(invalidate)
        redrive = tools.add_parser("redrive", help="have done what died: a queue's dead letters")
        redrive.add_argument("queue", nargs="?", help="without the prefix; default: all queues")
        redrive.add_argument("--letter", action="append", help="only this one; may be repeated")
        _acting(redrive)
        plan = tools.add_parser("plan", help="lay the blueprint beside what runs")
        plan.add_argument("--json", action="store_true", help="for programs")
        trace = tools.add_parser("trace", help="follow a request hop by hop")
        trace.add_argument("url", help="an address, or a path of the site")
        trace.add_argument("--method", default="GET", choices=METHODS)
        trace.add_argument("--json", action="store_true", help="for programs")
        scale = tools.add_parser("scale", help="set how many tasks a service shall have")
        scale.add_argument("service")
        scale.add_argument("tasks", type=int)
        scale.add_argument(
            "--keep",
            metavar="MINUTES",
            type=_minutes,
            help="auto scaling keeps at least so many for MINUTES, or 'always'",
        )
        _acting(scale)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {
                "template": self._template,
                "status": self._status,
                "plan": self._plan,
                "redrive": self._redrive,
                "scale": self._scale,
                "invalidate": self._invalidate,
                "trace": self._trace,
            }[options["tool"]](options)
        except (BadUrlError, CloudError, DomainError) as error:
            raise CommandError(getattr(error, "message", "") or str(error)) from error

    def _template(self, options: dict[str, Any]) -> None:
        template = build_template()
        # CloudFormation takes 1 MB from a bucket, so its JSON goes without blanks.
        self.stdout.write(template.to_yaml() if options["yaml"] else template.to_json(indent=None))

    def _status(self, options: dict[str, Any]) -> None:
        fleet = read_fleet(gateways())
        rows = _rows(fleet)
        warnings = [text for cluster in fleet.clusters for text in cluster.warnings]
        if options["json"]:
            self.stdout.write(json.dumps({"services": rows, "warnings": warnings}, indent=2))
            return
        self.stdout.write(
            f"{'service':<14}{'desired':>8}{'running':>8}{'pending':>8}{'waiting':>9}"
        )
        for row in rows:
            waiting = "–" if row["waiting_jobs"] is None else row["waiting_jobs"]
            self.stdout.write(
                f"{row['service']:<14}{row['desired']:>8}{row['running']:>8}{row['pending']:>8}"
                f"{waiting:>9}"
            )
        for text in warnings:
            self.stdout.write(self.style.WARNING(text))

    def _plan(self, options: dict[str, Any]) -> None:
        plan = read_plan(gateways())
        if options["json"]:
            told = {
                "compared": dict(plan.compared),
                "drift": [asdict(one) for one in plan.drift],
            }
            self.stdout.write(json.dumps(told, indent=2))
            return
        self.stdout.write(f"{sum(plan.compared.values())} things of the blueprint compared.")
        if not plan.drift:
            self.stdout.write(self.style.SUCCESS("All of it runs as planned."))
            return
        self.stdout.write(f"{'part':<10}{'what':<34}blueprint  →  runs")
        self.stdout.write(drift_text(plan.drift))

    def _trace(self, options: dict[str, Any]) -> None:
        found = read_trace(gateways(), options["url"], options["method"])
        if options["json"]:
            broken = found.broken.title if found.broken else None
            told = {"broken": broken, "hops": [asdict(one) for one in found.hops]}
            self.stdout.write(json.dumps(told, indent=2))
            return
        mark = {
            HopState.GOOD: self.style.SUCCESS("passed "),
            HopState.WARNED: self.style.WARNING("look   "),
            HopState.BROKEN: self.style.ERROR("broken "),
            HopState.NOT_REACHED: "       ",
        }
        for hop in found.hops:
            self.stdout.write(f"{mark[hop.state]} {hop.title:<14} {hop.said}")
            for fact in hop.facts:
                self.stdout.write(f"{'':<23}{fact}")

    def _scale(self, options: dict[str, Any]) -> None:
        wanted = {
            "user": _operator(options["username"]),
            "gateways": gateways(),
            "service_name": options["service"],
            "tasks": options["tasks"],
            "is_dry_run": options["dry_run"],
        }
        kept = options["keep"]
        if kept is None:
            row = services.service_scale(**wanted)
        else:
            minutes = None if kept == ALWAYS else kept
            row = service_hold(**wanted, minutes=minutes, now=timezone.now())
        told = {"outcome": row.outcome, "before": row.before, "asked": row.asked}
        self.stdout.write(
            json.dumps(told)
            if options["json"]
            else f"{row.target}: {row.before['tasks']} → {row.asked['tasks']} tasks ({row.outcome})"
        )

    def _invalidate(self, options: dict[str, Any]) -> None:
        row = invalidation_create(
            user=_operator(options["username"]),
            gateways=gateways(),
            text="\n".join(options["paths"]),
            is_dry_run=options["dry_run"],
        )
        told = {"outcome": row.outcome, "asked": row.asked, "after": row.after}
        number = row.after.get("invalidation", "nothing was asked")
        self.stdout.write(
            json.dumps(told)
            if options["json"]
            else f"{row.target}: {len(row.asked['paths'])} paths ({row.outcome}): {number}"
        )

    def _redrive(self, options: dict[str, Any]) -> None:
        user, own = _operator(options["username"]), gateways()
        queues = [options["queue"]] if options["queue"] else _queues_with_dead_letters(own)
        done = [
            letters_redrive(
                user=user,
                gateways=own,
                queue=queue,
                message_ids=options["letter"],
                is_dry_run=options["dry_run"],
            )
            for queue in queues
        ]
        if options["json"]:
            told = [{"queue": x.target, "outcome": x.outcome, "after": x.after} for x in done]
            self.stdout.write(json.dumps(told))
            return
        for row in done:
            words = redrive_told(row.after) if row.after else f"{len(row.asked['letters'])} letters"
            self.stdout.write(f"{row.target}: {words} ({row.outcome})")
        if not done:
            self.stdout.write("There are no dead letters.")


def _minutes(text: str) -> int | str:
    return ALWAYS if text == ALWAYS else int(text)


def _acting(tool: CommandParser) -> None:
    """What every tool that changes something takes."""
    tool.add_argument("--as", dest="username", required=True, help="the operator's user name")
    tool.add_argument("--dry-run", action="store_true", help="write it down and ask nothing")
    tool.add_argument("--json", action="store_true", help="for programs")


def _queues_with_dead_letters(own: Gateways) -> list[str]:
    depths = {spec.name: own.queues.depth(spec.dead_letter_name) for spec in QUEUES}
    return [name for name, depth in depths.items() if depth.visible + depth.in_flight]


def _rows(fleet: FleetView) -> list[dict[str, Any]]:
    return [
        {
            "cluster": str(cluster.cluster),
            "service": one.shape.name,
            "desired": one.state.desired_count,
            "running": one.state.running_count,
            "pending": one.state.pending_count,
            "waiting_jobs": one.waiting_jobs,
            "version": one.state.task_definition,
        }
        for cluster in fleet.clusters
        for one in cluster.services
    ]


def _operator(username: str) -> AbstractUser:
    found = get_user_model().objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active user {username}.")
    return found
