"""The template as a whole."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.infra_control.blueprint.conftest import Blueprint

MAX_TEMPLATE_BYTES = 1_000_000
"""What CloudFormation takes from a bucket."""


def test_the_linter_finds_nothing(blueprint: Blueprint, tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text(json.dumps(blueprint.template))

    linter = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run(
        [linter, "--regions", "ap-northeast-2", "--", file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_the_command_prints_it(blueprint: Blueprint) -> None:
    out = StringIO()

    call_command("infra", "template", stdout=out)

    assert json.loads(out.getvalue()) == blueprint.template
    assert len(out.getvalue()) < MAX_TEMPLATE_BYTES


def test_no_secret_stands_in_it(blueprint: Blueprint) -> None:
    secrets = blueprint.of_type("AWS::SecretsManager::Secret")

    for title, secret in secrets.items():
        made_there = "GenerateSecretString" in secret
        assert made_there or "{{resolve:secretsmanager:" in json.dumps(secret), title


def test_every_alarm_tells_somebody(blueprint: Blueprint) -> None:
    alarms = blueprint.of_type("AWS::CloudWatch::Alarm")

    assert alarms
    policies = blueprint.of_type("AWS::ApplicationAutoScaling::ScalingPolicy")
    for alarm in alarms.values():
        [action] = alarm["AlarmActions"]
        assert action["Ref"] in {"Alarms", *policies}
    assert blueprint.properties("Alarms")["Subscription"][0]["Endpoint"] == {"Ref": "AlarmEmail"}
