"""Writes the secret test data: python3 generators/generate.py (from the package's directory)."""

import random
from pathlib import Path

random.seed(20251122)


def write(name, scores):
    total = sum(scores)
    count = sum(score * len(scores) > total for score in scores)
    Path(f"data/secret/{name}.in").write_text(f"{len(scores)}\n{' '.join(map(str, scores))}\n")
    Path(f"data/secret/{name}.ans").write_text(f"{count}\n")


write("01-one-small", [7])
write("02-equal-small", [5] * 10)
write("03-random-small", [random.randint(0, 100) for _ in range(50)])
write("04-random-large", [random.randint(0, 10**9) for _ in range(20_000)])
