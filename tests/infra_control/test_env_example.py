import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

READERS = {
    "codedang/settings.py": r'_env\.\w+\(\s*"([A-Z][A-Z0-9_]+)"|\(\s*"(EMAIL_URL|DATABASE_URL)"',
    "judging/worker/config.py": r'(?:env\.get\(|\(env, |env, )"([A-Z][A-Z0-9_]+)"',
    "judging/sandbox/build.py": r'environ\.get\("([A-Z][A-Z0-9_]+)"',
    "infra_control/localcloud/configured.py": r'(?:_\w+|environ\.get)\("([A-Z][A-Z0-9_]+)"',
}


def test_the_example_lists_every_variable_that_is_read() -> None:
    example = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    read = {
        next(name for name in match.groups() if name)
        for path, pattern in READERS.items()
        for match in re.finditer(pattern, (ROOT / path).read_text())
    }

    assert {"SECRET_KEY", "JUDGE_PACKAGE_STORE", "MOTO_PORT"} <= read
    # boto3 reads its credentials itself.
    assert read | {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} == example
