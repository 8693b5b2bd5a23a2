import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d* [1-9]\d*\n[1-9]\d*( [1-9]\d*)*\n", text):
    sys.exit("a line with N and W and a line with N prices are wanted")
n, w, *prices = map(int, text.split())
if not 2 <= n <= 100_000 or len(prices) != n or max(w, *prices) > 10**9:
    sys.exit("out of bounds")
sys.exit(42)
