"""Writes data/. Run it in the package's directory."""

import random
from pathlib import Path

MOD = 1_000_000_007
rng = random.Random(1398)


def times(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(3)) % MOD for j in range(3)] for i in range(3)]


def ways(n):
    power, result = [[1, 1, 1], [1, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    while n:
        if n & 1:
            result = times(result, power)
        power, n = times(power, power), n >> 1
    return result[0][0]


def write(directory, numbers):
    folder = Path("data", directory)
    folder.mkdir(parents=True, exist_ok=True)
    for index, n in enumerate(numbers, 1):
        (folder / f"{index:02}.in").write_text(f"{n}\n")
        (folder / f"{index:02}.ans").write_text(f"{ways(n)}\n")


write("sample", [3, 10])
write("secret/1-small", [0, 1, 2, 4, 7, 36, 37, 74, 500, 999, 1000])
write(
    "secret/2-large",
    [10**6, 10**12, 10**18]
    + [rng.randrange(10**17, 10**18) for _ in range(1)],
)
