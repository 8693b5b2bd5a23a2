"""What the buttons of the edge's screen would do, shown before it is done."""

from django.http import HttpRequest, HttpResponse

from infra_control.balancing.reading import BalancingView
from infra_control.balancing.rules import first_rule
from infra_control.edge.reading import BehaviourView, EdgeView, WildcardHit, wildcard_hits
from infra_control.edge.rules import order_warnings, paths_check
from infra_control.edge.services import lifetimes_problems
from infra_control.gateways.edge import DEFAULT_PATTERN, Lifetimes
from infra_control.screens.base import Change, ask_first
from infra_control.screens.scaling_forms import whole
from infra_control.snapshots import snapshot_kept

KEPT = "kept"
FORGOTTEN = "forgotten"
NOTHING = "nothing is kept there"


def move_asked(request: HttpRequest, view: EdgeView | None) -> HttpResponse:
    """The behaviours' order, now and then."""
    pattern, by = request.POST.get("pattern", ""), move_by(request)
    before = [one.pattern for one in view.behaviours[:-1]] if view else []
    problems, changes, notes = [], [], []
    place = before.index(pattern) if pattern in before else -1
    if place < 0 or not 0 <= place + by < len(before):
        problems.append(f"{pattern[:100]} can't go further that way.")
    elif view is not None:
        after = [*before]
        after[place], after[place + by] = after[place + by], after[place]
        changes = [
            Change(what=f"Tried as number {number}", before=was, after=becomes)
            for number, (was, becomes) in enumerate(zip(before, after, strict=True))
        ]
        notes = order_warnings([*before, DEFAULT_PATTERN], [*after, DEFAULT_PATTERN])
        if request.POST.get("etag") != view.etag:
            problems.append("The distribution has been changed meanwhile: look at it anew first.")
    return ask_first(
        request,
        title=f"Try {pattern[:100]} {'later' if by > 0 else 'earlier'}",
        changes=changes,
        notes=notes,
        problems=problems,
        verb="Change the order",
        back="edge",
    )


def move_by(request: HttpRequest) -> int:
    return 1 if request.POST.get("act") == "later" else -1


def lifetimes_posted(request: HttpRequest) -> Lifetimes:
    asked = request.POST
    return Lifetimes(
        min_ttl_s=whole(asked.get("min_ttl_s", "")),
        default_ttl_s=whole(asked.get("default_ttl_s", "")),
        max_ttl_s=whole(asked.get("max_ttl_s", "")),
    )


def lifetimes_asked(request: HttpRequest, view: EdgeView | None) -> HttpResponse:
    """A cache policy's times, now and then, and every behaviour that they touch."""
    policy_id, wanted = request.POST.get("policy", ""), lifetimes_posted(request)
    using = [one for one in (view.behaviours if view else ()) if one.policy_id == policy_id]
    problems = lifetimes_problems(wanted)
    if not using:
        problems.append("No behaviour uses this cache policy.")
    notes = [f"It is the policy of {', '.join(one.pattern for one in using)}: it changes for all."]
    if wanted.min_ttl_s > 0:
        notes.append(
            f"A least of {wanted.min_ttl_s} s keeps even what says that nobody may keep it: "
            "answers of one person could be shown to others. Only 0 is safe for the API."
        )
    changes = [] if problems else _lifetimes_changes(using[0], wanted)
    return ask_first(
        request,
        title=f"Times of {using[0].policy if using else 'a cache policy'}",
        changes=changes,
        notes=[] if problems else notes,
        problems=problems,
        verb="Change the times",
        back="edge",
    )


def invalidation_asked(request: HttpRequest, view: EdgeView | None) -> HttpResponse:
    """What the paths reach."""
    check = paths_check(request.POST.get("paths", ""))
    hits = wildcard_hits(view, check.paths) if view and not check.problems else []
    notes = [
        *check.notes,
        *(
            f"{one.path}: no behaviour keeps copies there, so there is nothing to forget."
            for one in hits
            if one.is_in_vain
        ),
    ]
    return ask_first(
        request,
        title=f"Forget {len(check.paths)} path{'s' if len(check.paths) != 1 else ''}",
        changes=[
            Change(
                what=f"{one.path} ({_behaviours_said(one)})",
                before=_hit_said(one),
                after=NOTHING if one.is_in_vain else FORGOTTEN,
            )
            for one in hits
        ],
        notes=notes,
        problems=check.problems,
        verb="Forget them",
        back="edge",
    )


def service_behind(path: str) -> str:
    """Which service the load balancer gives a path to, by its last reading; empty: not known."""
    kept: BalancingView | None = snapshot_kept("balancing").value
    for _, listeners in kept.balancers if kept else ():
        for listener in listeners:
            rule = first_rule([one.rule for one in listener.rules], path.partition("?")[0])
            for row in listener.rules:
                if row.rule == rule and row.service:
                    return row.service
    return ""


def _lifetimes_changes(using: BehaviourView, wanted: Lifetimes) -> list[Change]:
    return [
        Change(what="At least, s", before=str(using.min_ttl_s), after=str(wanted.min_ttl_s)),
        Change(
            what="What says nothing of it, s",
            before=str(using.default_ttl_s),
            after=str(wanted.default_ttl_s),
        ),
        Change(what="At most, s", before=str(using.max_ttl_s), after=str(wanted.max_ttl_s)),
    ]


def _behaviours_said(hit: WildcardHit) -> str:
    return ", ".join(
        f"behaviour {one.number} {one.pattern}{'' if one.is_cached else ', which keeps nothing'}"
        for one in hit.behaviours
    )


def _hit_said(hit: WildcardHit) -> str:
    if hit.known is None:
        return "one address, with each of its queries" if hit.path.endswith("?") else "one address"
    if not hit.known.count:
        return "none of our own addresses"
    shown = ", ".join(hit.known.samples[:3])
    more = hit.known.count - min(3, len(hit.known.samples))
    return f"{hit.known.count} addresses of ours: {shown}" + (f" and {more} more" if more else "")
