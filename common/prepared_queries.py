"""Queries whose SQL is made once: a request gives its values and gets rows.

Building and compiling a queryset costs the ORM several times what it takes to run a short query
by a key. The hottest reads say theirs here, as ordinary querysets; what comes out of them
(objects, values, tuples) is what the queryset says.
"""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, router
from django.db.models import QuerySet

R = TypeVar("R")
Value = int | str | datetime


def _stand_in(kind: type, place: int, time: int) -> Any:
    """A value that occurs nowhere else in a query, for the first and the second time that it is
    compiled."""
    if kind is int:
        return 7_046_029_254_386_353_000 - time * 10**18 + place
    if kind is str:
        return f"\ue0a1{time}\ue0b1{place}"
    return datetime(1971 + time, 2, 3, 4, 5, 6, 789_000 + place, tzinfo=UTC)


@dataclass(frozen=True)
class _Place:
    """In the row of parameters: here stands the value of this number."""

    number: int


@dataclass(frozen=True)
class _Statement:
    compiler: Any
    rows: Any
    """The queryset that it was made from."""
    sql: str
    params: tuple[Any, ...]
    """With a _Place where a value goes, beside the type that the database's driver wants."""


class PreparedQuery(Generic[R]):
    """``make(*values, *kind)``, a queryset, as something that costs next to nothing to run.

    Its values are passed on as they are, and never change what the query looks like; what does
    (an order, a limit) is the ``kind``, of which there must be few. No prefetching, no locks.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, R]]) -> None:
        self._make = make
        self._statements: dict[Hashable, _Statement | None] = {}

    def __call__(self, *values: Value, kind: tuple[Hashable, ...] = ()) -> list[R]:
        """The rows. Costs one query."""
        types = tuple(datetime if isinstance(one, datetime) else type(one) for one in values)
        key = (connection.vendor, types, kind)
        try:
            statement = self._statements[key]
        except KeyError:
            statement = self._statements[key] = self._prepare(types, kind)
        return [] if statement is None else _run(statement, values)

    def _prepare(self, types: tuple[type, ...], kind: tuple[Hashable, ...]) -> _Statement | None:
        """None: it can't find anything."""
        made = [self._compiled(types, kind, number) for number in range(2)]
        first, second = made
        if first is None or second is None:
            return None
        if (first.sql, first.params) != (second.sql, second.params):
            raise RuntimeError(f"{self._make} depends on more than the values say")
        return first

    def _compiled(
        self, types: tuple[type, ...], kind: tuple[Hashable, ...], number: int
    ) -> _Statement | None:
        stand_ins = [_stand_in(one, place, number) for place, one in enumerate(types)]
        rows: Any = self._make(*stand_ins, *kind)
        if rows._prefetch_related_lookups:
            raise RuntimeError(f"{self._make} prefetches, which takes queries of its own")
        compiler = rows.query.get_compiler(using=router.db_for_read(rows.model))
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        # It is another thread's by the time it is used.
        compiler.connection = None
        places = {_adapted(one): _Place(place) for place, one in enumerate(stand_ins)}
        return _Statement(
            compiler, rows, sql, tuple((places.get(one, one), type(one)) for one in params)
        )


def _adapted(value: Value) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _param(place: Any, kind: type, values: tuple[Value, ...]) -> Any:
    if not isinstance(place, _Place):
        return place
    value = _adapted(values[place.number])
    # psycopg's integers say by their type how wide they are.
    return value if type(value) is kind else kind(value)


class _Ready:
    """In the place of a query: its compiler has nothing left to compile."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler


def _run(statement: _Statement, values: tuple[Value, ...]) -> list[Any]:
    compiler = copy(statement.compiler)
    # Each thread has a connection of its own.
    compiler.connection = connection
    params = tuple(_param(place, kind, values) for place, kind in statement.params)
    compiler.as_sql = lambda *args, **kwargs: (statement.sql, params)
    rows = statement.rows
    # Not by copy(), which asks the database first.
    ready = rows.__class__.__new__(rows.__class__)
    ready.__dict__.update(rows.__dict__)
    ready.query = _Ready(rows.query, compiler)
    return list(rows._iterable_class(ready))
