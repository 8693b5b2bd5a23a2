"""Writes data/. Run it in the package's directory."""

import math
import random
from pathlib import Path

rng = random.Random(1398)


def best(w, d, s, r):
    x = min(d, w * s / math.sqrt(r * r - s * s)) if r > s else d
    return math.hypot(w, x) / s + (d - x) / r


def write(directory, cases):
    folder = Path("data", directory)
    folder.mkdir(parents=True, exist_ok=True)
    flags = "output_validator_args: [float_tolerance, 1e-6]\n"
    (folder / "test_group.yaml").write_text(flags)
    for index, case in enumerate(cases, 1):
        (folder / f"{index:02}.in").write_text(" ".join(map(str, case)) + "\n")
        (folder / f"{index:02}.ans").write_text(f"{best(*case):.9f}\n")


write("sample", [(30, 40, 1, 1), (100, 90, 2, 4)])
write(
    "secret",
    [(1, 0, 1, 1), (1, 1, 1, 1), (1, 10000, 1, 100), (10000, 0, 1, 100), (10000, 5, 1, 1)]
    + [(10000, 10000, 1, 100), (10000, 1, 100, 1), (3, 4, 5, 4), (2, 5, 99, 100)]
    + [(10000, 9, 1, 2), (7, 6, 50, 51)]
    + [
        (rng.randint(1, 30), rng.randint(0, 4), rng.randint(1, 100), rng.randint(1, 100))
        for _ in range(9)
    ],
)
