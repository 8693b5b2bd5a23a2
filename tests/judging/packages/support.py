"""Packages made for one test: a good one, and what is changed about it."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MODERN_YAML = """\
problem_format_version: 2025-09
name: Sums
uuid: 1f0e7a52-0000-4000-8000-000000000000
limits:
  time_limit: 1
"""
LEGACY_YAML = """\
name: Sums
limits:
  time_limit: 1
"""

MODERN: Mapping[str, str] = {
    "problem.yaml": MODERN_YAML,
    "statement/problem.en.md": "Add two numbers.\n",
    "data/sample/1.in": "1 2\n",
    "data/sample/1.ans": "3\n",
    "data/secret/1.in": "3 4\n",
    "data/secret/1.ans": "7\n",
    "input_validators/validate.py": "import sys\nsys.exit(42)\n",
    "submissions/accepted/sum.py": "print(sum(map(int, input().split())))\n",
}
LEGACY: Mapping[str, str] = {
    **MODERN,
    "problem.yaml": LEGACY_YAML,
    "problem_statement/problem.md": "Add two numbers.\n",
}

Changes = Mapping[str, str | bytes | None]


def write_package(folder: Path, base: Mapping[str, str], changes: Changes | None = None) -> Path:
    """Write ``base`` with files changed, added or (None) left out."""
    for name, content in {**base, **(changes or {})}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zip_package(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
