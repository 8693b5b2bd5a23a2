import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"\d+ \d+\n(\d+ \d+ \d+\n)*", text):
    sys.exit("a line with two integers and then lines with three are wanted")
lines = [tuple(map(int, line.split())) for line in text.splitlines()]
n, m = lines[0]
if not 2 <= n <= 20_000 or m > 30_000 or len(lines) != m + 1:
    sys.exit("N or M is out of bounds, or the number of roads is not M")
for a, b, t in lines[1:]:
    if not (1 <= a <= n and 1 <= b <= n and a != b and 1 <= t <= 10**9):
        sys.exit(f"road {a} {b} {t} is out of bounds")
sys.exit(42)
