"""One request followed hop by hop; a pure function of what AWS and Django say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from infra_control.balancing.reading import BalancingView, GroupView, RuleView
from infra_control.balancing.rules import first_rule
from infra_control.edge.reading import BehaviourView, EdgeView, path_test
from infra_control.naming.reading import NamingView
from infra_control.naming.rules import ADDRESS_KINDS

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MAX_URL_CHARS = 2_000


class HopState(StrEnum):
    GOOD = "good"
    WARNED = "busy"
    BROKEN = "bad"
    NOT_REACHED = "unknown"


@dataclass(frozen=True, kw_only=True)
class Hop:
    """One place that the request passes."""

    title: str
    state: HopState
    said: str
    facts: tuple[str, ...] = ()
    screen: str = ""
    """Where an operator looks next, as in the screens' table."""


@dataclass(frozen=True, kw_only=True)
class Answerer:
    """What Django does with a path."""

    is_known: bool
    view: str
    route: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody's browser asks."""

    host: str
    path: str
    """Without its query."""
    query: str
    method: str


@dataclass(frozen=True, kw_only=True)
class Trace:
    request: Request
    hops: tuple[Hop, ...]

    @property
    def broken(self) -> Hop | None:
        """The first hop at which the request fails; None: it is answered."""
        return next((one for one in self.hops if one.state is HopState.BROKEN), None)


class BadUrlError(ValueError):
    """The text is no address; it says what to type."""


HOPS = (
    "DNS",
    "Distribution",
    "Behaviour",
    "Cache",
    "Origin",
    "Listener rule",
    "Target group",
    "Task",
    "Django",
)


def request_of(url: str, method: str, *, default_host: str) -> Request:
    """Of a whole URL, or of a path alone. Raises BadUrlError."""
    text = url.strip()
    if not text or len(text) > MAX_URL_CHARS or any(one.isspace() for one in text):
        raise BadUrlError("Type an address such as https://codedang.com/api/v1/problems.")
    if text.startswith("/") and not text.startswith("//"):
        text = f"https://{default_host}{text}"
    elif "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError as error:
        raise BadUrlError(f"{url[:80]} is no address.") from error
    if parts.scheme not in ("http", "https", "ws", "wss") or not host:
        raise BadUrlError(f"{url[:80]} is no address of the web.")
    if method not in METHODS:
        raise BadUrlError(f"The method is one of {', '.join(METHODS)}.")
    return Request(host=host, path=parts.path or "/", query=parts.query, method=method)


@dataclass
class _Walk:
    hops: list[Hop] = field(default_factory=list)

    def pass_(self, said: str, *facts: str, screen: str = "", is_warned: bool = False) -> None:
        state = HopState.WARNED if is_warned else HopState.GOOD
        self._add(state, said, facts, screen)

    def break_(self, said: str, *facts: str, screen: str = "") -> None:
        self._add(HopState.BROKEN, said, facts, screen)

    def end(self, why: str) -> tuple[Hop, ...]:
        while len(self.hops) < len(HOPS):
            self._add(HopState.NOT_REACHED, why, (), "")
        return tuple(self.hops)

    def _add(self, state: HopState, said: str, facts: Sequence[str], screen: str) -> None:
        title = HOPS[len(self.hops)]
        self.hops.append(
            Hop(title=title, state=state, said=said, facts=tuple(facts), screen=screen)
        )

    def broke(self) -> bool:
        return bool(self.hops) and self.hops[-1].state is HopState.BROKEN


def trace(
    request: Request,
    *,
    naming: NamingView,
    edge: EdgeView | None,
    balancing: BalancingView,
    answerer: Callable[[str], Answerer],
    own_addresses: Sequence[str] = (),
) -> Trace:
    """Through every hop until one breaks or the request is answered.

    ``own_addresses``: hosts that lead to the edge without any name, as on a developer's machine.
    """
    walk = _Walk()
    _name(walk, request, naming, edge, own_addresses)
    if not walk.broke():
        _distribution(walk, edge)
    if walk.broke() or edge is None:
        return Trace(request=request, hops=walk.end("Not reached."))
    test = path_test(edge, request.path, request.method)
    _behaviour(walk, test.behaviour, request, is_allowed=test.is_allowed)
    if walk.broke():
        return Trace(request=request, hops=walk.end("Not reached."))
    _cache(walk, test.behaviour, request, may_be_kept=test.may_be_kept)
    is_files = _origin(walk, test.behaviour, edge, naming, balancing)
    if walk.broke() or is_files:
        why = "The bucket answers: nothing further is asked." if is_files else "Not reached."
        return Trace(request=request, hops=walk.end(why))
    group = _rule(walk, request, balancing)
    if group is not None:
        _targets(walk, group)
    if walk.broke() or group is None:
        return Trace(request=request, hops=walk.end("Not reached."))
    _django(walk, answerer(request.path))
    return Trace(request=request, hops=walk.end("Not reached."))


def _name(
    walk: _Walk,
    request: Request,
    naming: NamingView,
    edge: EdgeView | None,
    own_addresses: Sequence[str],
) -> None:
    host = request.host
    if host in own_addresses and (_is_address(host) or not naming.answers_for(host)):
        walk.pass_(f"{host} is this machine's own: it leads to the edge without a name.")
        return
    if _is_address(host):
        walk.break_("An address leads past the edge: use the site's name.", screen="naming")
        return
    if not naming.answers_for(host):
        walk.break_(f"No zone of ours answers for {host}.", screen="naming")
        return
    records = [one for one in naming.records(host) if one.kind in (*ADDRESS_KINDS, "CNAME")]
    if not records:
        walk.break_(f"Our zone has no address for {host}: nobody finds it.", screen="naming")
        return
    facts = [f"{one.kind} → {one.alias_target or ', '.join(one.values)}" for one in records]
    targets = {(one.alias_target or next(iter(one.values), "")).rstrip(".") for one in records}
    if edge is None or edge.domain.rstrip(".") not in targets:
        walk.break_(
            f"{host} does not lead to the distribution: what comes there is not what visitors see.",
            *facts,
            screen="naming",
        )
        return
    wrong = targets - {edge.domain.rstrip(".")}
    said = f"{host} leads to {edge.domain}."
    if wrong:
        said += f" Not all of its records do: {', '.join(sorted(wrong))}."
    walk.pass_(said, *facts, screen="naming", is_warned=bool(wrong))


def _distribution(walk: _Walk, edge: EdgeView | None) -> None:
    if edge is None:
        walk.break_("There is no distribution.", screen="edge")
    elif not edge.is_enabled:
        walk.break_(f"{edge.distribution_id} is switched off.", screen="edge")
    elif edge.status != "Deployed":
        walk.pass_(
            f"{edge.distribution_id}: a change is on its way, so edges may still differ.",
            screen="edge",
            is_warned=True,
        )
    else:
        walk.pass_(f"{edge.distribution_id} serves {', '.join(edge.aliases)}.", screen="edge")


def _behaviour(
    walk: _Walk, behaviour: BehaviourView, request: Request, *, is_allowed: bool
) -> None:
    place = f"Behaviour {behaviour.number} ({behaviour.pattern})"
    if not is_allowed:
        walk.break_(
            f"{place} takes {' '.join(behaviour.methods)}: {request.method} gets 403 at the edge.",
            screen="edge",
        )
        return
    walk.pass_(f"{place} is the first that matches {request.path}.", screen="edge")


def _cache(walk: _Walk, behaviour: BehaviourView, request: Request, *, may_be_kept: bool) -> None:
    if may_be_kept:
        key = f"{request.path}{'?' + request.query if request.query else ''}"
        walk.pass_(
            f"A copy may answer, up to {behaviour.max_ttl_s} s old if its answer allowed that. "
            "Then nothing behind is asked.",
            f"key: {behaviour.key}, here {key}",
            screen="edge",
        )
    elif behaviour.is_cached:
        walk.pass_(f"{request.method} is never answered from a copy.", screen="edge")
    else:
        walk.pass_("This behaviour keeps nothing: every request goes on.", screen="edge")


def _origin(
    walk: _Walk,
    behaviour: BehaviourView,
    edge: EdgeView,
    naming: NamingView,
    balancing: BalancingView,
) -> bool:
    """Whether it is the bucket with the application's files."""
    origin = edge.origin(behaviour.origin)
    if origin is None:
        walk.break_(f"The distribution has no origin {behaviour.origin}.", screen="edge")
        return False
    if origin.is_bucket:
        walk.pass_(
            f"{origin.name}: the bucket {origin.domain} with the application's files. An address "
            "without a file's name gets the application's page.",
            screen="edge",
        )
        return True
    if not balancing.balancers:
        walk.break_("There is no load balancer.", screen="balancing")
        return False
    balancer = balancing.balancers[0][0]
    wrong = [
        one for one in naming.checks if one.name.startswith(origin.domain) and not one.is_right
    ]
    if wrong:
        walk.break_(f"{origin.domain}: {wrong[0].said}", screen="naming")
    elif balancer.state not in ("active", ""):
        walk.pass_(
            f"{origin.domain} → {balancer.name}, which is {balancer.state}.",
            screen="balancing",
            is_warned=True,
        )
    else:
        walk.pass_(f"{origin.name}: {origin.domain} → {balancer.name}.", screen="balancing")
    return False


def _rule(walk: _Walk, request: Request, balancing: BalancingView) -> GroupView | None:
    listeners = balancing.balancers[0][1]
    if not listeners:
        walk.break_("The load balancer listens at no port.", screen="balancing")
        return None
    listener = listeners[0]
    rule = first_rule([one.rule for one in listener.rules], request.path, host=request.host)
    row: RuleView | None = next((one for one in listener.rules if one.rule == rule), None)
    if row is None or row.is_default:
        status = row.rule.fixed_status if row else ""
        walk.break_(
            "No rule of the listener has this path: it answers "
            f"{status or 'with an error'} itself.",
            screen="balancing",
        )
        return None
    facts = [f"path is {' or '.join(row.rule.path_patterns)}"]
    facts += [f"and {name} has its secret value" for name in row.rule.header_names]
    group = balancing.group(row.rule.target_group_arn)
    if group is None:
        walk.break_(
            f"Rule {row.rule.priority} sends it to a target group that is gone.",
            *facts,
            screen="balancing",
        )
        return None
    walk.pass_(
        f"{listener.listener.protocol} {listener.listener.port}, rule {row.rule.priority}, to "
        f"{row.service or group.group.name}.",
        *facts,
        screen="balancing",
    )
    return group


def _targets(walk: _Walk, group: GroupView) -> None:
    facts = [
        f"{one.target.target_id}:{one.target.port} {one.target.state}"
        + (f" ({one.said})" if one.said else "")
        for one in group.targets
    ]
    healthy = [one for one in group.targets if one.target.is_healthy]
    name = group.service or group.group.name
    if not healthy:
        walk.break_(
            f"{name}: {group.problem or 'no target is healthy.'} Visitors get 502 or 503.",
            *facts,
            screen="balancing",
        )
        return
    walk.pass_(
        f"{name}: {len(healthy)} of {len(group.targets)} targets are healthy."
        + (f" {group.problem}" if group.problem else ""),
        *facts,
        screen="balancing",
        is_warned=bool(group.problem),
    )
    tasks = [
        f"task {one.task_id[:12] or 'unknown'} on {one.target.target_id}, port {one.target.port}"
        f"{', ' + one.version if one.version else ''}"
        for one in healthy
    ]
    lost = [one for one in healthy if not one.task_id]
    walk.pass_(
        f"One of {len(healthy)} tasks of {name} takes it."
        + (" ECS knows nothing of some of them." if lost else ""),
        *tasks,
        screen="fleet",
        is_warned=bool(lost),
    )


def _django(walk: _Walk, answerer: Answerer) -> None:
    if answerer.is_known:
        walk.pass_(f"{answerer.view} answers.", f"route: {answerer.route}")
    else:
        walk.break_("The site knows no such address: it answers 404.", f"route: {answerer.route}")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
