"""All screens: to add one, add its module beside this one and its row here."""

from infra_control.screens import (
    audit,
    balancing,
    edge,
    fleet,
    naming,
    network,
    overview,
    queues,
    tracing,
)
from infra_control.screens.base import Screen

SCREENS: tuple[Screen, ...] = (
    Screen(name="overview", path="overview/", title="Overview", view=overview.overview),
    Screen(name="fleet", path="fleet/", title="Fleet", view=fleet.fleet),
    Screen(
        name="service",
        path="fleet/services/<slug:name>/",
        title="Service",
        view=fleet.service,
        is_listed=False,
    ),
    Screen(
        name="service_act",
        path="fleet/services/<slug:name>/act/",
        title="Service",
        view=fleet.service_act,
        is_listed=False,
    ),
    Screen(
        name="machine_act",
        path="fleet/machines/<slug:machine_id>/act/",
        title="Machine",
        view=fleet.machine_act,
        is_listed=False,
    ),
    Screen(name="edge", path="edge/", title="Edge", view=edge.edge),
    Screen(name="edge_act", path="edge/act/", title="Edge", view=edge.edge_act, is_listed=False),
    Screen(name="queues", path="queues/", title="Queues", view=queues.queues),
    Screen(
        name="queue_act",
        path="queues/act/",
        title="Queues",
        view=queues.queue_act,
        is_listed=False,
    ),
    Screen(name="balancing", path="balancing/", title="Load balancer", view=balancing.balancing),
    Screen(name="network", path="network/", title="Network", view=network.network),
    Screen(name="naming", path="dns/", title="DNS", view=naming.naming),
    Screen(name="tracing", path="trace/", title="Trace a request", view=tracing.tracing),
    Screen(name="audit", path="audit/", title="Operator actions", view=audit.audit),
    Screen(
        name="audit_export",
        path="audit/export/",
        title="Operator actions",
        view=audit.audit_export,
        is_listed=False,
    ),
    Screen(
        name="audit_act",
        path="audit/act/",
        title="Operator actions",
        view=audit.audit_act,
        is_listed=False,
    ),
)
