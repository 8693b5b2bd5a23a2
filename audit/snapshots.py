"""Rows as the audit sees them: their columns, their parts, and the course that they belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model

from accounts.models import User
from audit.redaction import told
from courses.models import Course

MAX_PARTS = 50
MAX_HOPS = 4


@dataclass(frozen=True)
class Target:
    """A row that an act names."""

    type_name: str
    model: type[Model]
    pk: Any

    @property
    def key(self) -> str:
        return f"{self.type_name}:{self.pk}"


def snapshot(
    targets: Iterable[Target], parts: Mapping[type[Model], tuple[str, ...]]
) -> dict[str, dict[str, Any]]:
    """Columns of those targets that exist. ``parts`` names the relations that belong to a row."""
    taken: dict[str, dict[str, Any]] = {}
    for target in targets:
        row = target.model._default_manager.filter(pk=target.pk).first()
        if row is not None:
            taken[target.key] = {**_columns(row), **_parts(row, parts.get(target.model, ()))}
    return taken


def _columns(row: Model) -> dict[str, Any]:
    return {
        field.attname: told(field.value_from_object(row), name=field.attname)
        for field in row._meta.concrete_fields
    }


def _parts(row: Model, names: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        field: Any = row._meta.get_field(name)
        rows = field.related_model._default_manager.filter(**{field.remote_field.name: row})
        found[name] = [_columns(part) for part in rows.order_by("pk")[:MAX_PARTS]]
    return found


def course_of(targets: Iterable[Target]) -> int | None:
    """The course of the first target that has one."""
    for target in targets:
        for path in course_paths(target.model):
            rows = target.model._default_manager.filter(pk=target.pk)
            course_id: int | None = rows.values_list(path, flat=True).first()
            if course_id is not None and Course.objects.filter(pk=course_id).exists():
                return course_id
    return None


@cache
def course_paths(model: type[Model]) -> tuple[str, ...]:
    """The ways from a row to its course through what it belongs to: the nearest first, and among
    equals that of the set before that of the problem, for sets hold problems of other courses."""
    if model is Course:
        return ("pk",)
    found: list[str] = []
    seen = {model}
    front: list[tuple[str, type[Model]]] = [("", model)]
    for _ in range(MAX_HOPS):
        following: list[tuple[str, type[Model]]] = []
        for prefix, at in front:
            for field in at._meta.concrete_fields:
                if not isinstance(field, ForeignKey):
                    continue
                to: Any = field.related_model
                if to is Course:
                    found.append(f"{prefix}{field.attname}")
                elif to is not User and to not in seen:
                    following.append((f"{prefix}{field.name}__", to))
        seen |= {to for _, to in following}
        front = following
    return tuple(
        sorted(found, key=lambda path: (path.count("__"), not path.startswith("problem_set")))
    )


def label_of(target: Target) -> str:
    """What people call the row: its slug, its title or its name; else nothing."""
    for name in ("slug", "title", "username", "name"):
        try:
            target.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        value = target.model._default_manager.filter(pk=target.pk).values_list(name, flat=True)
        return str(value.first() or "")[:200]
    return ""
