"""The one module that knows OpenTelemetry: sends what the process tells to a collector over
OTLP/HTTP, and keeps its figures for a scraper of Prometheus. Imported by connecting.py, late.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opentelemetry import context, propagate, trace
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.metrics import CallbackOptions, Meter, Observation
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Tracer
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from judging.telemetry import TRACE_HEADERS, Reading, Value
from judging.telemetry.logs import Redaction
from judging.telemetry.metrics import METRICS, Kind, Metric

SCOPE = "codedang"
_OF_SENDING = ("opentelemetry", "urllib3", "requests")
"""Loggers whose lines would make more of the same, were they sent."""


def scraped_text() -> tuple[bytes, str]:
    """The process's figures as Prometheus reads them, and their content type."""
    return generate_latest(), CONTENT_TYPE_LATEST


class OpenTelemetry:
    """The Teller of a process that somebody listens to."""

    def __init__(self, service: str, *, sends: bool, is_scraped: bool) -> None:
        resource = Resource.create(
            {
                "service.name": service,
                "service.namespace": SCOPE,
                "service.instance.id": f"{socket.gethostname()}-{os.getpid()}",
            }
        )
        self._tracer = _tracer(resource) if sends else trace.NoOpTracer()
        self._meter = _meter(resource, sends=sends, is_scraped=is_scraped)
        self._instruments: dict[str, Any] = {
            metric.name: _instrument(self._meter, metric) for metric in METRICS
        }
        if sends:
            _logs_send(resource)

    @contextmanager
    def span(
        self, name: str, attributes: Mapping[str, Value], parent: Any, is_served: bool
    ) -> Iterator[None]:
        kind = SpanKind.SERVER if is_served else SpanKind.INTERNAL
        token = None if parent is None else context.attach(parent)
        try:
            with self._tracer.start_as_current_span(name, kind=kind, attributes=dict(attributes)):
                yield
        finally:
            if token is not None:
                context.detach(token)

    def note(self, attributes: Mapping[str, Value]) -> None:
        trace.get_current_span().set_attributes(dict(attributes))

    def rename(self, name: str) -> None:
        trace.get_current_span().update_name(name)

    def record(self, metric: Metric, amount: float, attributes: Mapping[str, Value]) -> None:
        instrument = self._instruments[metric.name]
        if metric.kind is Kind.COUNTER:
            instrument.add(amount, dict(attributes))
        elif metric.kind is Kind.HISTOGRAM:
            instrument.record(amount, dict(attributes))
        else:
            instrument.set(amount, dict(attributes))

    def watch(self, metric: Metric, read: Callable[[], Iterable[Reading]]) -> None:
        def observe(_: CallbackOptions) -> list[Observation]:
            return [Observation(value, dict(attributes)) for value, attributes in read()]

        self._meter.create_observable_gauge(
            metric.name, callbacks=[observe], unit=metric.unit, description=metric.help
        )

    def here(self) -> Any:
        return context.get_current()

    def place(self, headers: Mapping[str, str]) -> Any:
        known = {name: headers[name] for name in TRACE_HEADERS if headers.get(name)}
        return propagate.extract(known, context.Context())

    def headers(self) -> dict[str, str]:
        carried: dict[str, str] = {}
        propagate.inject(carried)
        return {name: carried[name] for name in TRACE_HEADERS if name in carried}

    def ids(self) -> tuple[str, str] | None:
        found = trace.get_current_span().get_span_context()
        return (f"{found.trace_id:032x}", f"{found.span_id:016x}") if found.is_valid else None


def _tracer(resource: Resource) -> Tracer:
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer(SCOPE)


def _meter(resource: Resource, *, sends: bool, is_scraped: bool) -> Meter:
    readers: list[MetricReader] = []
    if sends:
        readers.append(PeriodicExportingMetricReader(OTLPMetricExporter()))
    if is_scraped:
        readers.append(PrometheusMetricReader(scope_info_enabled=False))
    return MeterProvider(metric_readers=readers, resource=resource).get_meter(SCOPE)


def _instrument(meter: Meter, metric: Metric) -> Any:
    if metric.kind is Kind.COUNTER:
        return meter.create_counter(metric.name, metric.unit, metric.help)
    if metric.kind is Kind.HISTOGRAM:
        return meter.create_histogram(
            metric.name,
            metric.unit,
            metric.help,
            explicit_bucket_boundaries_advisory=metric.bounds,
        )
    return None if metric.is_watched else meter.create_gauge(metric.name, metric.unit, metric.help)


def _logs_send(resource: Resource) -> None:
    provider = LoggerProvider(resource=resource)
    provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    handler = LoggingHandler(logger_provider=provider)
    handler.addFilter(Redaction())
    handler.addFilter(lambda record: not record.name.startswith(_OF_SENDING))
    logging.getLogger().addHandler(handler)
