"""Log lines: as text for people or as JSON for machines, without secrets in either."""

import json
import logging
import re
from datetime import UTC, datetime

from judging import telemetry

LEFT_OUT = "(left out)"

_SECRETS = (
    # postgresql://user:password@host, and the like
    (re.compile(r"(?<=://)([^/\s:@]*):[^/\s@]+@"), rf"\1:{LEFT_OUT}@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {LEFT_OUT}"),
    (
        re.compile(
            r"""(?ix) (["']? \b [\w-]* (?: password | passwd | secret | token | api_?key | cookie
            | session_?id | csrftoken | authorization | x-amz-signature | x-amz-security-token )
            [\w-]* \b ["']? \s* [=:] \s* ) (?! \(left ) ("[^"]*" | '[^']*' | [^\s,;&}\])]+ )"""
        ),
        rf"\1{LEFT_OUT}",
    ),
)
"""What stands for the value of something secret, wherever it turns up."""


def redacted(text: str) -> str:
    """The text without what looks like the value of a password, token, cookie or key."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class Redaction(logging.Filter):
    """Takes secrets out of a record's message, whoever wrote it; for handlers."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        clean = redacted(message)
        if clean != message:
            record.msg, record.args = clean, None
        return True


class LineFormatter(logging.Formatter):
    """A line for people; a trace below it is without secrets too."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        return redacted(super().formatException(ei))  # type: ignore[arg-type]  # as logging gives it


class JsonFormatter(LineFormatter):
    """One JSON object for each record, with the trace that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if ids := telemetry.ids():
            line["trace_id"], line["span_id"] = ids
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


FORMATTERS = {"line": LineFormatter, "json": JsonFormatter}
"""By the value of LOG_FORMAT."""


def handler_for(log_format: str) -> logging.Handler:
    """Writes to stderr. Raises KeyError for a format that is none of FORMATTERS."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS[log_format]())
    handler.addFilter(Redaction())
    return handler
