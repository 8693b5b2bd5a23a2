import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d* (0|[1-9]\d*) [1-9]\d* [1-9]\d*\n", text):
    sys.exit("one line with four integers is wanted")
w, d, s, r = map(int, text.split())
if max(w, d) > 10_000 or max(s, r) > 100:
    sys.exit("out of bounds")
sys.exit(42)
