"""Writes data/: `python3 generators/generate.py` in the package's directory."""

from pathlib import Path

CASES = {
    "sample/1": 5,
    "sample/2": 2,
    "secret/01-one": 1,
    "secret/02-three": 3,
    "secret/03-four": 4,
    "secret/04-small": 17,
    "secret/05-even": 1_000,
    "secret/06-odd": 12_345,
    "secret/07-large": 50_000,
}

for name, n in CASES.items():
    plan = [*range(2, n + 1, 2), *range(1, n + 1, 2)]
    answer = "impossible" if n in (2, 3) else " ".join(map(str, plan))
    path = Path("data") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(f"{path}.in").write_text(f"{n}\n")
    Path(f"{path}.ans").write_text(f"{answer}\n")
