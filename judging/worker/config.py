"""The judge worker's configuration. Nothing else of the judge reads the environment."""

import re
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from judging.languages import language_table
from judging.queues import WORKER_QUEUES
from judging.signing import JobVerifier, KeyFaultyError
from judging.store import package_store_from_url
from judging.telemetry.logs import FORMATTERS
from judging.worker.passing import PASSING_S

MIB = 1024 * 1024
STOP_S = 100
"""Less than the 120 s that ECS gives a judge's task to stop (infra_control/blueprint/shape.py)."""


class ConfigError(Exception):
    """A variable that the worker can't start with; the text names it and says what to do."""


@dataclass(frozen=True, kw_only=True)
class WorkerConfig:
    """All that one worker process is told from outside, but AWS' endpoint and credentials.

    Those are read by boto3 itself (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, …).
    """

    region: str
    queue_prefix: str
    queue_url_base: str
    """What stands before a queue's name in its URL; empty: the broker is asked."""
    queues: tuple[str, ...]
    """Classes of work to take, the most urgent first."""
    languages: tuple[str, ...]
    """Ids of the languages whose jobs it takes; empty: all that the host has."""
    passing_s: int
    """For how long at least a job in another language is passed on before it is given up."""
    verifier: JobVerifier
    """Whose jobs it takes."""
    package_store_url: str
    cache_dir: Path
    cache_max_bytes: int
    compile_cache_bytes: int
    """0: nothing that was compiled is kept."""
    stop_s: int
    """How long after a request to stop the job under way may go on before others get it."""
    work_dir: Path
    """This worker's own; all that lies in it is removed at start."""
    judgehost: str
    allows_loose_memory: bool
    """Whether a host may judge whose memory figures are inexact (swap): development only."""
    log_level: str
    log_format: str
    ecs_agent_uri: str
    """Where ECS listens for its task's word; empty: it is no task of ECS."""


def read_config(env: Mapping[str, str]) -> WorkerConfig:
    """Read the configuration from the environment. Raises ConfigError."""
    judgehost = env.get("JUDGEHOST_NAME", "").strip() or socket.gethostname()
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}", judgehost):
        raise ConfigError(
            f"JUDGEHOST_NAME must be letters, digits, '.', '_' and '-', not {judgehost!r}"
        )
    scratch = Path(tempfile.gettempdir()) / "codedang-judge"
    return WorkerConfig(
        region=_required(env, "AWS_DEFAULT_REGION", "the region, such as ap-northeast-2"),
        queue_prefix=env.get("QUEUE_PREFIX", "codedang-"),
        queue_url_base=env.get("QUEUE_URL_BASE", "").strip(),
        queues=_queues(env.get("JUDGE_QUEUES", "")),
        languages=_languages(env.get("JUDGE_LANGUAGES", "")),
        passing_s=_whole(env, "JUDGE_PASSING_S", PASSING_S, least=1),
        verifier=_verifier(env),
        package_store_url=_store_url(env),
        cache_dir=_absolute(env, "JUDGE_CACHE_DIR", scratch / "cache"),
        cache_max_bytes=_whole(env, "JUDGE_CACHE_MAX_MIB", 4096, least=1) * MIB,
        compile_cache_bytes=_whole(env, "JUDGE_COMPILE_CACHE_BYTES", 1024 * MIB, least=0),
        stop_s=_whole(env, "JUDGE_STOP_S", STOP_S, least=1),
        work_dir=_absolute(env, "JUDGE_WORK_DIR", scratch / "work") / judgehost,
        judgehost=judgehost,
        allows_loose_memory=_flag(env, "JUDGE_ALLOW_LOOSE_MEMORY"),
        log_level=_log_level(env),
        log_format=_log_format(env),
        ecs_agent_uri=env.get("ECS_AGENT_URI", "").strip(),
    )


def _required(env: Mapping[str, str], name: str, what: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise ConfigError(f"{name} must be set to {what}")
    return value


def _queues(text: str) -> tuple[str, ...]:
    names = tuple(word.strip() for word in text.split(",") if word.strip())
    for name in names:
        if name not in WORKER_QUEUES:
            known = ", ".join(WORKER_QUEUES)
            raise ConfigError(f"JUDGE_QUEUES names {name!r}; there are {known}")
    return names or WORKER_QUEUES


def _languages(text: str) -> tuple[str, ...]:
    ids = tuple(word.strip() for word in text.split(",") if word.strip())
    for language_id in ids:
        if language_id not in language_table().ids:
            raise ConfigError(
                f"JUDGE_LANGUAGES names {language_id!r}, which is no id of "
                "`python -m judging languages`"
            )
    return ids


def _verifier(env: Mapping[str, str]) -> JobVerifier:
    keys = tuple(
        word.strip() for word in env.get("JUDGE_VERIFY_KEY", "").split(",") if word.strip()
    )
    try:
        return JobVerifier(keys)
    except KeyFaultyError as error:
        raise ConfigError(f"JUDGE_VERIFY_KEY: {error}") from error


def _store_url(env: Mapping[str, str]) -> str:
    url = _required(env, "JUDGE_PACKAGE_STORE", "file:///absolute/folder or s3://bucket/prefix")
    try:
        package_store_from_url(url)
    except ValueError as error:
        raise ConfigError(f"JUDGE_PACKAGE_STORE {error}") from error
    return url


def _absolute(env: Mapping[str, str], name: str, default: Path) -> Path:
    path = Path(env.get(name, "").strip() or default)
    if not path.is_absolute():
        raise ConfigError(f"{name} must be an absolute path, not {str(path)!r}")
    return path


def _whole(env: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not text.isdecimal() or int(text) < least:
        raise ConfigError(f"{name} must be a whole number from {least}, not {text!r}")
    return int(text)


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip().lower() or "false"
    if text not in {"true", "false"}:
        raise ConfigError(f"{name} must be true or false, not {text!r}")
    return text == "true"


def _log_level(env: Mapping[str, str]) -> str:
    level = env.get("LOG_LEVEL", "").strip().upper() or "INFO"
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ConfigError(f"LOG_LEVEL must be such as INFO or WARNING, not {level!r}")
    return level


def _log_format(env: Mapping[str, str]) -> str:
    name = env.get("LOG_FORMAT", "").strip() or "line"
    if name not in FORMATTERS:
        raise ConfigError(f"LOG_FORMAT must be one of {', '.join(FORMATTERS)}, not {name!r}")
    return name
