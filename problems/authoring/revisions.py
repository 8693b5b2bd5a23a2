"""Keeping what was changed of problems, and telling two states apart."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.ports import PublicChange, content_changed
from problems.authoring.models import ProblemRevision
from problems.models import Problem, Visibility

MAX_DIFF_LINES = 4_000
"""Of a longer text only is told that it changed: comparing takes the square of its lines."""

LISTS = ("/api/v1/problems", "/api/v1/problems?*", "/api/v1/tags")
"""Where a problem stands beside others."""
IN_NO_LIST = ("hints", "editorial:", "template:", "attachments", "images")
"""Parts that only the problem's own addresses show."""

Content = Mapping[str, Any]


def revision_record(
    *,
    problem: Problem,
    actor: User | None,
    part: str,
    before: Content | None,
    after: Content | None,
    summary: str,
) -> ProblemRevision | None:
    """Note that a part of the problem has changed; None where it has not.

    Call it in the transaction of the change, with the problem's row locked.
    """
    if before == after:
        return None
    number = problem.revisions.aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    if before is not None and not problem.revisions.filter(part=part).exists():
        number += 1
        ProblemRevision.objects.create(
            problem=problem,
            number=number,
            part=part,
            actor=None,
            created_at=now,
            summary="As it was before.",
            is_baseline=True,
            content=dict(before),
        )
    _public_change_tell(problem, part, before, summary)
    return ProblemRevision.objects.create(
        problem=problem,
        number=number + 1,
        part=part,
        actor=actor,
        created_at=now,
        summary=summary[:300],
        content=None if after is None else dict(after),
    )


def _public_change_tell(problem: Problem, part: str, before: Content | None, summary: str) -> None:
    """Everybody reads a public problem; so they did one that was public a moment ago."""
    former = before if before is not None and part == "settings" else {}
    if Visibility.PUBLIC not in (problem.visibility, former.get("visibility")):
        return
    slugs = sorted({problem.slug, str(former.get("slug", problem.slug))})
    in_lists = () if part.startswith(IN_NO_LIST) else LISTS
    paths = (*(f"/api/v1/problems/{slug}*" for slug in slugs), *in_lists)
    content_changed(PublicChange(paths=paths, cause=f"problem {problem.slug}: {summary}"[:300]))


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """How one value differs between two states of a problem."""

    part: str
    field: str
    before: str | None
    """None: it was not there."""
    after: str | None
    lines: tuple[str, ...]
    """A unified diff of texts of more than one line; empty for others, and for too long ones."""


def revisions_compare(problem: Problem, older: int, newer: int) -> list[FieldChange]:
    """What differs between the problem's states at two revisions; four queries."""
    before, after = _state_at(problem, older), _state_at(problem, newer)
    changes = []
    for part in sorted({*before, *after}):
        was, now = before.get(part) or {}, after.get(part) or {}
        for field in sorted({*was, *now}):
            old, new = _text(was.get(field)), _text(now.get(field))
            if old != new:
                changes.append(
                    FieldChange(
                        part=part, field=field, before=old, after=new, lines=_diff(old, new)
                    )
                )
    return changes


def _state_at(problem: Problem, number: int) -> dict[str, Any]:
    """Each part as it stood at a revision; one that changed only later, as it was before."""
    wanted: dict[str, int] = {}
    rows = problem.revisions.order_by("number")
    for pk, part, own, is_baseline in rows.values_list("pk", "part", "number", "is_baseline"):
        if own <= number or (is_baseline and part not in wanted):
            wanted[part] = pk
    kept = problem.revisions.filter(pk__in=wanted.values())
    return dict(kept.values_list("part", "content"))


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    if isinstance(value, dict):
        return "\n".join(f"{name}: {one}" for name, one in sorted(value.items()))
    return str(value)


def _diff(old: str | None, new: str | None) -> tuple[str, ...]:
    before, after = (old or "").splitlines(), (new or "").splitlines()
    if max(len(before), len(after)) <= 1 or len(before) + len(after) > MAX_DIFF_LINES:
        return ()
    return tuple(difflib.unified_diff(before, after, "before", "after", lineterm=""))
