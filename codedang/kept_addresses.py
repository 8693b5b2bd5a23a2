"""What the edge may keep copies of, for the operators' preview of an invalidation.

CloudFront tells nobody what it holds. But only answers that are the same for everybody may be kept,
and the addresses that give them are known: these here, in the order in which people read them.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from common.ports import KeptAddresses, PublicObject
from contests.models import ProblemSet
from contests.selectors.sets import sets_visible_to
from courses.selectors import site_notices
from problems.models import Problem
from problems.selectors import problems_practisable_by

API = "/api/v1"
FIXED = (
    "/index.html",
    *(f"{API}/{name}" for name in ("languages", "leaderboard", "notices", "problems", "tags")),
)
OF_A_PROBLEM = ("", "/templates")
OF_A_CONTEST = ("/scoreboard", "/scoreboard/past", "/replay", "/statistics")
SAMPLES = 6
OBJECTS_SHOWN = 6
LISTS = (f"{API}/problems", f"{API}/problems?*", f"{API}/tags")


def kept_addresses(beginning: str) -> KeptAddresses:
    """Those that begin so: how many, and some of them. Six queries at most."""
    visitor = AnonymousUser()
    found = [address for address in FIXED if address.startswith(beginning)]
    count = len(found)
    for root, tails, rows in (
        (f"{API}/problems/", OF_A_PROBLEM, problems_practisable_by(visitor)),
        (f"{API}/contests/", OF_A_CONTEST, sets_visible_to(visitor)),
    ):
        number, some = _of_names(root, tails, rows, beginning)
        count += number
        found += some
    root = f"{API}/notices/"
    if root.startswith(beginning):
        notices = site_notices()
        count += notices.count()
        found += [f"{root}{pk}" for pk in notices.order_by("pk").values_list("pk", flat=True)[:1]]
    return KeptAddresses(count=count, samples=tuple(found[:SAMPLES]))


def _of_names(
    root: str, tails: Sequence[str], rows: QuerySet[Any], beginning: str
) -> tuple[int, list[str]]:
    """Addresses of things that have a name: how many begin so, and some."""
    if not (root.startswith(beginning) or beginning.startswith(root)):
        return 0, []
    # A name holds no slash: what comes after one chooses among the tails.
    slug, slash, tail = beginning[len(root) :].partition("/")
    named = rows.filter(slug=slug) if slash else rows.filter(slug__startswith=slug)
    ends = [one for one in tails if one.startswith(f"/{tail}")] if slash else tails
    names = named.order_by("pk").values_list("slug", flat=True)[:SAMPLES]
    return named.count() * len(ends), [f"{root}{one}{end}" for one in names for end in ends]


def public_objects(text: str) -> list[PublicObject]:
    """Public problems and contests by the beginning of their name or a part of their title."""
    wanted = text.strip()[:100]
    if not wanted:
        return []
    matches = Q(slug__istartswith=wanted) | Q(title__icontains=wanted)
    visitor = AnonymousUser()
    problems: list[Problem] = list(
        problems_practisable_by(visitor).filter(matches).order_by("slug")[:OBJECTS_SHOWN]
    )
    contests: list[ProblemSet] = list(
        sets_visible_to(visitor).filter(matches).order_by("-starts_at")[:OBJECTS_SHOWN]
    )
    return [
        *(
            PublicObject(
                kind="problem",
                name=one.slug,
                title=one.title,
                paths=(f"{API}/problems/{one.slug}*", *LISTS),
            )
            for one in problems
        ),
        *(
            PublicObject(
                kind=str(one.kind),
                name=one.slug,
                title=one.title,
                paths=(f"{API}/contests/{one.slug}*",),
            )
            for one in contests
        ),
    ]
