"""Writes data/: `python3 generators/generate.py` in the package's directory."""

import random
from pathlib import Path

SEED = random.Random(20251122)


def write(name, w, prices):
    seen = {}
    answer = "impossible"
    for number, price in enumerate(prices, start=1):
        if w - price in seen:
            answer = f"{seen[w - price]} {number}"
            break
        seen[price] = number
    path = Path("data") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(f"{path}.in").write_text(f"{len(prices)} {w}\n{' '.join(map(str, prices))}\n")
    Path(f"{path}.ans").write_text(f"{answer}\n")


write("sample/1", 9000, [4500, 3800, 5200, 6000, 3000, 4100])
write("sample/2", 7000, [2500, 3000, 5000])
write("secret/01-two-drinks", 5, [2, 3])
write("secret/02-half-the-money-once", 10, [5, 4, 7])
write("secret/03-half-the-money-twice", 10, [7, 5, 4, 5])
write("secret/04-many-pairs", 1000, [SEED.randint(1, 999) for _ in range(2_000)])
write("secret/05-odd-prices", 999_999_999, [2 * SEED.randint(1, 400_000_000) for _ in range(30_000)])
prices = [2 * SEED.randint(1, 400_000_000) for _ in range(99_999)]
write("secret/06-last-pair", 999_999_999, [*prices, 999_999_999 - prices[-1]])
write("secret/07-one-price", 1_000_000_000, [500_000_001] * 50_000)
