"""Writes data/: `python3 generators/generate.py` in the package's directory."""

from pathlib import Path

CASES = {
    "sample/1": (10, 7),
    "secret/01-small": (100, 3),
    "secret/02-first": (1_000_000, 1),
    "secret/03-last": (1_000_000, 1_000_000),
    "secret/04-inside": (999_999, 712_345),
}

for name, (n, page) in CASES.items():
    path = Path("data") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(f"{path}.in").write_text(f"{n} {page}\n")
    Path(f"{path}.ans").write_text(f"{page}\n")
