"""docs/security.md promises nothing that no test holds."""

import re
from pathlib import Path

from infra_control.localcloud.site import ROOT

GUIDE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def test_each_claims_test_is_there() -> None:
    text = GUIDE.read_text()
    _, _, table = text.partition("## What holds each promise")
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]

    assert len(rows) > 30
    for row in rows:
        named = NAMED.findall(row)
        assert named, f"no test is named: {row}"
        for file, name in named:
            path = ROOT / "tests" / file
            assert path.exists(), f"{file}: {row}"
            if name:
                assert re.search(rf"^(?:async )?def {name}\(", path.read_text(), re.M), row


def test_every_secret_of_the_settings_is_in_the_guide() -> None:
    source = Path(ROOT, "codedang", "settings.py").read_text()
    secrets = set(re.findall(r'_env\.\w+\(\s*"(\w*(?:SECRET|_KEY)\w*)"', source))

    assert "SECRET_KEY" in secrets
    assert {name for name in secrets if f"`{name}`" not in GUIDE.read_text()} <= {
        "STAFF_SECOND_FACTOR"
    }
