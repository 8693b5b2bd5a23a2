"""Subqueries of ids whose SQL is made once for each kind of person.

Who may see what is said by long querysets, one within another. Compiling such a one takes
the ORM several milliseconds, more than the database needs to answer it, and comes out the same
each time but for the person and the moment. Here it is compiled with stand-ins for both, which are
replaced by the real ones from then on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Expression, QuerySet

Make = Callable[[Any, datetime], QuerySet[Any, Any]]

_STAND_INS = (
    (7_046_029_254_386_353_087, datetime(1971, 2, 3, 4, 5, 6, 789_000, tzinfo=UTC)),
    (6_364_136_223_846_793_005, datetime(1972, 3, 4, 5, 6, 7, 891_000, tzinfo=UTC)),
)
"""Ids and moments that occur nowhere else in a query."""


class _Id:
    """In the row of parameters: here stands the person's id."""


class _Now:
    """In the row of parameters: here stands the moment."""


@dataclass(frozen=True)
class _Statement:
    sql: str
    params: tuple[Any, ...]
    """With _Id and _Now in their places."""


class Ids(Expression):
    """A subquery of ids, for the right side of ``__in``; refers to nothing outside itself."""

    def __init__(self, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__(output_field=BigIntegerField())
        self.sql = sql
        self.params = params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"({self.sql})", self.params


class PreparedIds:
    """``make(user, now)``, a queryset of ids, as something that costs next to nothing to ask for.

    ``make`` may depend on the person's id, on ``is_authenticated``, ``is_active`` and ``is_staff``,
    and on nothing else of the person; it must pass ``now`` on as it is.
    """

    def __init__(self, make: Make) -> None:
        self._make = make
        self._statements: dict[tuple[Any, ...], _Statement | None] = {}

    def __call__(self, user: Any, now: datetime) -> Ids | QuerySet[Any, Any]:
        """The ids for this person at this moment, for ``__in`` of one query."""
        # request.user is a lazy stand-in of its own: its __class__ is the account's.
        kind = (
            connection.vendor,
            user.__class__,
            user.is_authenticated,
            user.is_active,
            user.is_staff,
        )
        try:
            statement = self._statements[kind]
        except KeyError:
            statement = self._statements[kind] = self._prepare(user)
        if statement is None:
            return self._make(user, now).none()
        moment = connection.ops.adapt_datetimefield_value(now)
        params = tuple(
            user.pk if one is _Id else moment if one is _Now else one for one in statement.params
        )
        return Ids(statement.sql, params)

    def _prepare(self, user: Any) -> _Statement | None:
        """None: there is nothing that such a person could get."""
        first, second = (self._compiled(user, *stand_in) for stand_in in _STAND_INS)
        if first != second:
            raise RuntimeError(f"{self._make} depends on more than the person and the moment")
        return first

    def _compiled(self, user: Any, user_id: int, now: datetime) -> _Statement | None:
        stand_in = user.__class__()
        if user.is_authenticated:
            stand_in.pk = user_id
            stand_in.is_active, stand_in.is_staff = user.is_active, user.is_staff
        compiler = self._make(stand_in, now).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        moment = connection.ops.adapt_datetimefield_value(now)
        return _Statement(
            sql,
            tuple(_Id if one == user_id else _Now if one == moment else one for one in params),
        )
