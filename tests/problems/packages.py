"""Small problem packages on disk."""

from pathlib import Path

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
