import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d*\n[1-9]\d*( [1-9]\d*)*\n", text):
    sys.exit("a line with N and a line with N integers are wanted")
n, *heights = map(int, text.split())
if n > 100_000 or len(heights) != n or len(set(heights)) != n or max(heights) > 10**9:
    sys.exit("out of bounds, or two are equally tall")
sys.exit(42)
