"""What a process tells of itself while it works: spans of a trace, and figures.

Both sides of the queue speak through these functions (docs/telemetry.md). Until ``connect`` in
telemetry/connecting.py gave the process a place to send to, nothing of OpenTelemetry is even
imported, and each function here returns at once.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from judging.telemetry.metrics import STAGE_SECONDS, Metric

Value = str | int | float | bool
Reading = tuple[float, Mapping[str, Value]]
"""A figure, and the attributes that it belongs to."""

TRACE_HEADERS = ("traceparent", "tracestate")
"""In which a trace travels (W3C Trace Context), in requests as in messages."""


class Place(Protocol):
    """A place in a trace, which another thread or process goes on from."""


class Teller(Protocol):
    """Sends what is told; the one that does is telemetry/connecting.py's."""

    def span(
        self, name: str, attributes: Mapping[str, Value], parent: Place | None, is_served: bool
    ) -> AbstractContextManager[None]: ...

    def note(self, attributes: Mapping[str, Value]) -> None: ...

    def rename(self, name: str) -> None: ...

    def record(self, metric: Metric, amount: float, attributes: Mapping[str, Value]) -> None: ...

    def watch(self, metric: Metric, read: Callable[[], Iterable[Reading]]) -> None: ...

    def here(self) -> Place: ...

    def place(self, headers: Mapping[str, str]) -> Place: ...

    def headers(self) -> dict[str, str]: ...

    def ids(self) -> tuple[str, str] | None: ...


_teller: Teller | None = None
_NOTHING: AbstractContextManager[None] = nullcontext()


def tell_by(teller: Teller | None) -> None:
    """Say who tells from now on; None: nobody."""
    global _teller  # noqa: PLW0603 - one per process, as what it tells of is
    _teller = teller


def is_on() -> bool:
    return _teller is not None


def span(
    name: str, *, parent: Place | None = None, **attributes: Value
) -> AbstractContextManager[None]:
    """A step of the work under way, which takes as long as the context is open.

    ``parent``: where it goes on from; None: from the step around it.
    """
    return _NOTHING if _teller is None else _teller.span(name, attributes, parent, False)


def served(
    name: str, *, headers: Mapping[str, str], **attributes: Value
) -> AbstractContextManager[None]:
    """What another process asked for: a request or a message with these headers."""
    if _teller is None:
        return _NOTHING
    return _teller.span(name, attributes, _teller.place(headers), True)


@contextmanager
def stage(name: str, **attributes: Value) -> Iterator[None]:
    """A stage of judging: a span, and its time in STAGE_SECONDS."""
    if _teller is None:
        yield
        return
    began = time.perf_counter()
    try:
        with _teller.span(name, attributes, None, False):
            yield
    finally:
        record(STAGE_SECONDS, time.perf_counter() - began, stage=name)


def note(**attributes: Value) -> None:
    """Say more about the step under way."""
    if _teller is not None:
        _teller.note(attributes)


def rename(name: str) -> None:
    """Name the step under way by what it turned out to be."""
    if _teller is not None:
        _teller.rename(name)


def record(metric: Metric, amount: float = 1, **attributes: Value) -> None:
    """One more of a counter, one value of a distribution, or a gauge's value now."""
    if _teller is not None:
        _teller.record(metric, amount, attributes)


def watch(metric: Metric, read: Callable[[], Iterable[Reading]]) -> None:
    """Let a gauge be read whenever figures are sent. ``read`` runs in a thread of its own."""
    if _teller is not None:
        _teller.watch(metric, read)


def here() -> Place | None:
    """Where this thread is in its trace; None: nobody is told."""
    return None if _teller is None else _teller.here()


def place(headers: Mapping[str, str]) -> Place | None:
    """Where a message with these headers comes from; None: nobody is told."""
    return None if _teller is None else _teller.place(headers)


def headers() -> dict[str, str]:
    """What a message must carry for its receiver to go on from here; empty: nothing."""
    return {} if _teller is None else _teller.headers()


def ids() -> tuple[str, str] | None:
    """Trace and span of the step under way, in hexadecimal; None: there is none."""
    return None if _teller is None else _teller.ids()
