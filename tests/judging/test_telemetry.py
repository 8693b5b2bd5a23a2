"""Telemetry, on both sides of the queue."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from judging.telemetry.logs import JsonFormatter, Redaction, redacted
from judging.telemetry.metrics import METRICS

DOCS = Path(__file__).resolve().parents[2] / "docs"
OFF = """
import sys
from judging import telemetry
from judging.telemetry.connecting import connect
from judging.telemetry.metrics import VERDICTS
assert not connect("judge", env={"OTEL_EXPORTER_OTLP_ENDPOINT": " "})
with telemetry.served("job", headers={}), telemetry.stage("compiling"):
    telemetry.record(VERDICTS, verdict="AC")
assert telemetry.headers() == {}
import judging.worker.app
assert not [name for name in sys.modules if name.startswith(("opentelemetry", "prometheus"))]
"""


def test_without_an_address_nothing_is_imported() -> None:
    subprocess.run([sys.executable, "-c", OFF], check=True)


@pytest.mark.parametrize("name", ["judging.dashboard.json", "site.dashboard.json", "alerts.yaml"])
def test_dashboards_and_alerts_name_only_what_is_told(name: str) -> None:
    text = (DOCS / "telemetry" / name).read_text()
    known = {series: metric for metric in METRICS for series in metric.prometheus_names}

    named = set(re.findall(r"codedang_\w+", text))

    assert named
    assert named <= set(known), named - set(known)
    labels = {label for metric in METRICS for label in metric.attributes}
    chosen = set(re.findall(r'[{,] ?(\w+)(?:=|!=|=~|!~)"', text.replace('\\"', '"')))
    assert chosen <= labels | {"service_name"}


def test_each_alert_says_what_to_do() -> None:
    rules = yaml.safe_load((DOCS / "telemetry/alerts.yaml").read_text())["groups"][0]["rules"]

    assert all(rule["annotations"]["action"] for rule in rules)


def test_the_guide_lists_every_figure() -> None:
    text = (DOCS / "telemetry.md").read_text()

    assert [metric.name for metric in METRICS if f"| `{metric.name}` |" not in text] == []


@pytest.mark.parametrize(
    "secret",
    [
        "postgresql://codedang:hunter22@db:5432/codedang",
        "Authorization: Bearer cdg_hunter22",
        "login with password='hunter22' failed",
        '{"csrftoken": "hunter22", "a": 1}',
        "GET /files/x?X-Amz-Signature=hunter22&a=1",
        "SECRET_KEY=hunter22",
    ],
)
def test_secrets_never_reach_a_log(secret: str) -> None:
    assert "hunter22" not in redacted(secret)
    record = logging.LogRecord("x", logging.INFO, "", 0, "went wrong: %s", (secret,), None)

    Redaction().filter(record)

    assert "hunter22" not in json.loads(JsonFormatter().format(record))["message"]


def test_what_is_no_secret_stays() -> None:
    line = "judgement 12: delivery 1 took 3.4 s at http://127.0.0.1:8000/api/v1/problems"

    assert redacted(line) == line


def test_a_traceback_is_redacted_too() -> None:
    try:
        int("postgresql://codedang:hunter22@db/codedang")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "broken", (), sys.exc_info())

    line = json.loads(JsonFormatter().format(record))

    assert "ValueError: invalid literal" in line["exception"]
    assert "hunter22" not in line["exception"]
