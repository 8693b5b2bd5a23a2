"""Small problem packages on disk."""

import io
import json
import zipfile
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from common.background import work_run
from problems.uploads.services import upload_received
from tests.conftest import Broker

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20

FILES: dict[str, str | bytes] = {
    "problem.yaml": (
        "problem_format_version: 2025-09\n"
        "name: {en: Sum of two, ko: 두 수의 합}\n"
        "uuid: 6b1d6a0e-6c0f-4a53-9d7c-0d3f5f6f2a00\n"
        "limits: {time_limit: 2}\n"
    ),
    "statement/problem.en.md": "Print $a + b$.\n\n![plus](plus.png)\n",
    "statement/problem.ko.md": "$a + b$를 출력하세요.\n",
    "statement/plus.png": PNG,
    "data/sample/1.in": "1 2\n",
    "data/sample/1.ans": "3\n",
    "data/secret/1.in": "10 20\n",
    "data/secret/1.ans": "30\n",
    "submissions/accepted/sum.py": "print(sum(map(int, input().split())))\n",
}


def write_package(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the package; ``changes`` replaces files, or leaves out those that are None."""
    for name, content in {**FILES, **(changes or {})}.items():
        path = folder / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def uploaded(user: User, name: str, content: bytes) -> str:
    """The key of an upload of the user's."""
    upload = upload_received(
        actor=user, file_name=name, size_bytes=len(content), chunks=[content], now=timezone.now()
    )
    return upload.key


def works_run(broker: Broker) -> int:
    """Do the background work that waits, in the test's own transaction; returns how much."""
    named = [json.loads(message) for message in broker.works()]
    return sum(work_run(one["name"], one["id"]) for one in named)
