"""Figures of the service, kept every so often, and the screens' readings kept young by it."""

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from infra_control.clients import Gateways, gateways
from infra_control.fleet.holding import holds_tidy
from infra_control.gateways.errors import CloudError
from infra_control.models import Sample
from infra_control.overview.reading import OverviewView, read_overview
from infra_control.overview.rules import figures_of
from infra_control.scaling.reading import read_scaling
from infra_control.scaling.services import prescales_tidy
from infra_control.snapshots import Snapshot, snapshot, snapshot_keep

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=26)
MAX_KEPT = 20_000
FIRST_AFTER_S = 5.0
"""The process' own work comes first when it starts."""


def sample_take(own: Gateways, *, now: datetime) -> OverviewView:
    """Read the service, keep its figures, and forget old ones. Raises CloudError."""
    view = read_overview(own)
    interval_s = settings.INFRA_SAMPLE_S
    slot = datetime.fromtimestamp(now.timestamp() // interval_s * interval_s, tz=now.tzinfo)
    # Of two samplers the later one's figures stand.
    Sample.objects.update_or_create(at=slot, defaults={"figures": figures_of(view)})
    Sample.objects.filter(at__lt=now - KEPT).delete()
    if oldest := Sample.objects.order_by("-at").values_list("at", flat=True)[MAX_KEPT:].first():
        Sample.objects.filter(at__lte=oldest).delete()
    for name, told in (
        ("overview", view),
        ("fleet", view.fleet.value),
        ("edge", view.edge.value),
        ("balancing", view.balancing.value),
        ("network", view.network.value),
        ("naming", view.naming.value),
    ):
        if told is not None:
            snapshot_keep(name, Snapshot(value=told, taken_at=now, problem="", name=name))
    snapshot("scaling", lambda: read_scaling(own), is_fresh_wanted=True)
    return view


def sampler_start(stop: threading.Event) -> None:
    """Answers the port sampler_start: sample in a thread of its own until ``stop``."""
    threading.Thread(target=_run, args=(stop,), name="samples", daemon=True).start()


def _run(stop: threading.Event) -> None:
    said = ""
    wait_s = FIRST_AFTER_S
    while not stop.wait(wait_s):
        wait_s = float(settings.INFRA_SAMPLE_S)
        close_old_connections()
        try:
            sample_take(gateways(), now=timezone.now())
            prescales_tidy(gateways(), timezone.now())
            holds_tidy(gateways(), timezone.now())
            said = ""
        except CloudError as error:
            # It may be away for hours: once is enough.
            if str(error) != said:
                said = str(error)
                logger.warning("no sample was taken: %s", error)
        except DatabaseError:
            logger.exception("a sample was not kept; trying again")
        except Exception:
            logger.exception("sampling failed; trying again")
