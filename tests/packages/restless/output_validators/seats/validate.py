import sys
from pathlib import Path

import words

ACCEPT, REJECT = 42, 43


def reject(message):
    (Path(sys.argv[3]) / "judgemessage.txt").write_text(message + "\n")
    sys.exit(REJECT)


def main():
    n = int(Path(sys.argv[1]).read_text())
    is_possible = Path(sys.argv[2]).read_text().split()[0] != "impossible"
    distance = int(sys.argv[sys.argv.index("distance") + 1])
    plan = words.from_stream(sys.stdin.buffer, most=n + 1)
    if plan == ["impossible"]:
        if is_possible:
            reject("there is a plan")
        sys.exit(ACCEPT)
    if not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in plan):
        reject("something else than numbers")
    numbers = [int(word) for word in plan]
    if sorted(numbers) != list(range(1, n + 1)):
        reject(f"not each number from 1 to {n} once")
    for seat, (left, right) in enumerate(zip(numbers, numbers[1:]), start=1):
        if abs(left - right) < distance:
            reject(f"{left} sits beside {right} in seats {seat} and {seat + 1}")
    if not is_possible:
        sys.exit("the judges know of no plan, but here is one")
    sys.exit(ACCEPT)


main()
