"""Writes data/. Run it in the package's directory."""

import random
from pathlib import Path

rng = random.Random(1398)


def inversions(values):
    if len(values) < 2:
        return values, 0
    middle = len(values) // 2
    left, one = inversions(values[:middle])
    right, two = inversions(values[middle:])
    merged, count, i, j = [], one + two, 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            count += len(left) - i
            j += 1
    return merged + left[i:] + right[j:], count


def write(name, values):
    path = Path("data", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".in").write_text(f"{len(values)}\n{' '.join(map(str, values))}\n")
    path.with_suffix(".ans").write_text(f"{inversions(values)[1]}\n")


def shuffled(n):
    values = list(range(1, n + 1))
    rng.shuffle(values)
    return values


write("sample/1", [172, 181, 165, 190])
write("sample/2", [1, 2, 3])
write("secret/01-alone", [1_000_000_000])
write("secret/02-two", [2, 1])
write("secret/03-sorted", list(range(1, 101)))
write("secret/04-reversed", list(range(100, 0, -1)))
write("secret/05-tall", rng.sample(range(1, 10**9), 50))
write("secret/06-random", shuffled(1_000))
write("secret/07-random", shuffled(5_000))
write("secret/08-one-late", [*range(2, 10_001), 1])
write("secret/09-blocks", [*range(10_001, 20_001), *range(1, 10_001)])
write("secret/10-random-large", shuffled(100_000))
write("secret/11-reversed-large", list(range(70_000, 0, -1)))
