"""Figures over time: CloudWatch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import boto3

from infra_control.gateways.calls import asking, patience

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient

EDGE_REGION = "us-east-1"
"""Where CloudFront keeps its figures, wherever the distribution serves (CloudFront guide)."""
SERIES_AT_ONCE = 500
"""More GetMetricData does not take in one call."""
POINTS_AT_ONCE = 1_000
"""More PutMetricData does not take in one call."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure that AWS or we ourselves keep."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...] = ()
    statistic: str = "Average"


@dataclass(frozen=True, kw_only=True)
class Point:
    at: datetime
    value: float


@dataclass(frozen=True, kw_only=True)
class AlarmState:
    name: str
    state: str
    """OK, ALARM or INSUFFICIENT_DATA."""
    reason: str
    since: datetime | None
    threshold: float | None = None
    """None: it compares with none of its own, such as one of a band."""
    periods: int = 0
    """So many in a row must be beyond it."""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One that sets something off when a figure is at its threshold or above it."""

    name: str
    description: str
    metric: Metric
    threshold: float
    period_s: int
    periods: int
    action_arns: tuple[str, ...]


class MetricsGateway(Protocol):
    """All methods raise CloudError."""

    def series(
        self, metrics: Sequence[Metric], *, since: datetime, until: datetime, period_s: int
    ) -> list[list[Point]]:
        """For each metric its points, the oldest first; empty: nothing is known of it."""
        ...

    def put(self, metric: Metric, points: Sequence[Point]) -> None: ...

    def alarms(self) -> list[AlarmState]: ...

    def put_alarm(self, alarm: Alarm) -> None:
        """Make it, or put it in place of the one of its name."""
        ...

    def delete_alarm(self, name: str) -> None:
        """Also where there is none: that is no error."""
        ...


class AwsMetrics:
    """The real one. Endpoint and credentials come from the environment, as boto3 reads it."""

    ACTIONS = (
        "cloudwatch:DeleteAlarms",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:GetMetricData",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:PutMetricData",
    )

    def __init__(self, *, region: str) -> None:
        self._client: CloudWatchClient = boto3.client(
            "cloudwatch", region_name=region, config=patience()
        )

    def series(
        self, metrics: Sequence[Metric], *, since: datetime, until: datetime, period_s: int
    ) -> list[list[Point]]:
        found: list[list[Point]] = [[] for _ in metrics]
        with asking("reading figures"):
            for start in range(0, len(metrics), SERIES_AT_ONCE):
                pages = self._client.get_paginator("get_metric_data").paginate(
                    MetricDataQueries=[
                        {
                            "Id": f"m{start + number}",
                            "MetricStat": {
                                "Metric": {
                                    "Namespace": metric.namespace,
                                    "MetricName": metric.name,
                                    "Dimensions": [
                                        {"Name": name, "Value": value}
                                        for name, value in metric.dimensions
                                    ],
                                },
                                "Period": period_s,
                                "Stat": metric.statistic,
                            },
                        }
                        for number, metric in enumerate(metrics[start : start + SERIES_AT_ONCE])
                    ],
                    StartTime=since,
                    EndTime=until,
                    ScanBy="TimestampAscending",
                )
                for page in pages:
                    for result in page["MetricDataResults"]:
                        found[int(result["Id"][1:])] += [
                            Point(at=at, value=value)
                            for at, value in zip(
                                result["Timestamps"], result["Values"], strict=True
                            )
                        ]
        return [sorted(points, key=lambda point: point.at) for points in found]

    def put(self, metric: Metric, points: Sequence[Point]) -> None:
        with asking(f"keeping {metric.name}"):
            for start in range(0, len(points), POINTS_AT_ONCE):
                self._client.put_metric_data(
                    Namespace=metric.namespace,
                    MetricData=[
                        {
                            "MetricName": metric.name,
                            "Dimensions": [
                                {"Name": name, "Value": value} for name, value in metric.dimensions
                            ],
                            "Timestamp": point.at,
                            "Value": point.value,
                        }
                        for point in points[start : start + POINTS_AT_ONCE]
                    ],
                )

    def alarms(self) -> list[AlarmState]:
        with asking("reading the alarms"):
            pages = self._client.get_paginator("describe_alarms").paginate()
            return [
                AlarmState(
                    name=one["AlarmName"],
                    state=one["StateValue"],
                    reason=one.get("StateReason", ""),
                    since=one.get("StateUpdatedTimestamp"),
                    threshold=one.get("Threshold"),
                    periods=one.get("EvaluationPeriods", 0),
                )
                for page in pages
                for one in page["MetricAlarms"]
            ]

    def put_alarm(self, alarm: Alarm) -> None:
        with asking(f"setting alarm {alarm.name}"):
            self._client.put_metric_alarm(
                AlarmName=alarm.name,
                AlarmDescription=alarm.description,
                Namespace=alarm.metric.namespace,
                MetricName=alarm.metric.name,
                Dimensions=[
                    {"Name": name, "Value": value} for name, value in alarm.metric.dimensions
                ],
                Statistic="Average",
                Period=alarm.period_s,
                EvaluationPeriods=alarm.periods,
                Threshold=alarm.threshold,
                ComparisonOperator="GreaterThanOrEqualToThreshold",
                TreatMissingData="notBreaching",
                AlarmActions=list(alarm.action_arns),
            )

    def delete_alarm(self, name: str) -> None:
        with asking(f"removing alarm {name}"):
            self._client.delete_alarms(AlarmNames=[name])
