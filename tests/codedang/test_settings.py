"""Settings from the environment, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SHOWN = (
    "DATABASES",
    "CACHES",
    "CHANNEL_LAYERS",
    "STORAGES",
    "SESSION_COOKIE_SECURE",
    "DEBUG",
    "CONTENT_SECURITY_POLICY",
    "CSRF_TRUSTED_ORIGINS",
)
SHOW = f"""
import json
from codedang import settings
print(json.dumps({{name: getattr(settings, name) for name in {SHOWN}}}, default=str))
"""
SECRET = "s" * 40
PRODUCTION = {
    "SECRET_KEY": SECRET,
    "SITE_URL": "https://codedang.com",
    "DATABASE_URL": "postgresql://u:p%40ss@db.internal:5433/codedang?sslmode=require",
    "REDIS_URL": "redis://cache.internal:6379/0",
    "STORAGE_BUCKET": "codedang-files",
}


def run(code: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *code],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_embedded_default_needs_nothing() -> None:
    shown = json.loads(run(["-c", SHOW]).stdout)

    assert shown["DATABASES"]["default"]["ENGINE"].endswith("sqlite3")
    assert shown["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert shown["DEBUG"] is False


@pytest.mark.parametrize(
    ("site_url", "origins"),
    [
        (
            "http://127.0.0.1:8450",
            ["http://127.0.0.1:8450", "http://localhost:8450"],
        ),
        ("https://codedang.com", ["https://codedang.com"]),
    ],
)
def test_pages_of_the_sites_own_names_may_open_a_socket(site_url: str, origins: list[str]) -> None:
    shown = json.loads(run(["-c", SHOW], **{**PRODUCTION, "SITE_URL": site_url}).stdout)

    assert shown["CSRF_TRUSTED_ORIGINS"] == origins
    # and may send uploads straight to the bucket, and nowhere else
    to = shown["CONTENT_SECURITY_POLICY"]["connect-src"].split()
    assert to[2:] == ["https://codedang-files.s3.ap-northeast-2.amazonaws.com"]


def test_the_shape_of_production() -> None:
    shown = json.loads(run(["-c", SHOW], **PRODUCTION).stdout)

    database = shown["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == (
        "db.internal",
        "5433",
        "p@ss",
    )
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 20
    assert "RedisPubSub" in shown["CHANNEL_LAYERS"]["default"]["BACKEND"]
    assert "S3Storage" in shown["STORAGES"]["default"]["BACKEND"]
    assert shown["SESSION_COOKIE_SECURE"] is True


def test_production_passes_djangos_deployment_checks() -> None:
    done = run(
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        **{**PRODUCTION, "SECRET_KEY": "Aa1!" * 3 + "".join(map(chr, range(97, 123))) * 2},
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("SITE_URL", "codedang.com"),
        ("SITE_URL", "https://codedang.com/judge"),
        ("DATABASE_URL", "mysql://db/codedang"),
        ("DATABASE_POOL_SIZE", "many"),
        ("SECRET_KEY", "short"),
        ("EMAIL_URL", "pigeon://roof"),
        ("SUBMISSIONS_PER_MINUTE", "0"),
        ("SITE_LANGUAGES", "c17,cobol"),
    ],
)
def test_a_faulty_variable_is_named_in_one_sentence(name: str, value: str) -> None:
    done = run(["manage.py", "check"], **{name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(f"codedang: the environment variable {name} must ")
    assert len(done.stderr.splitlines()) == 1


def test_several_hosts_must_be_given_their_common_secret() -> None:
    done = run(["manage.py", "check"], DATABASE_URL=PRODUCTION["DATABASE_URL"])

    assert done.stderr.startswith("codedang: the environment variable SECRET_KEY must be set")


def test_the_example_environment_names_every_variable() -> None:
    text = Path(settings.BASE_DIR, ".env.example").read_text()
    source = Path(settings.BASE_DIR, "codedang", "settings.py").read_text()

    read = {line.split('"')[1] for line in source.split("_env.")[1:] if line.count('"') >= 2}
    assert {name for name in read if name not in text} == set()


def test_djangos_deployment_checklist_is_clean() -> None:
    done = run(["manage.py", "check", "--deploy", "--fail-level", "INFO"], **_checkable())

    assert done.returncode == 0, done.stderr


def _checkable() -> dict[str, str]:
    varied = "not 40 times the same letter: 0123456789 abcdefghijklmnop"
    return {"SITE_URL": PRODUCTION["SITE_URL"], "SECRET_KEY": varied}


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "database_url"
    file.write_text(PRODUCTION["DATABASE_URL"] + "\n")
    kept_in_file = {**PRODUCTION, "DATABASE_URL": "", "DATABASE_URL_FILE": str(file)}

    shown = json.loads(run(["-c", SHOW], **kept_in_file).stdout)
    missing = run(["-c", SHOW], **{**kept_in_file, "DATABASE_URL_FILE": "/nowhere"})

    assert shown["DATABASES"]["default"]["PASSWORD"] == "p@ss"
    assert "DATABASE_URL_FILE" in missing.stderr
