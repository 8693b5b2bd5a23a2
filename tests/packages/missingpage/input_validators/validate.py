import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d* [1-9]\d*\n", text):
    sys.exit("one line with N and the missing page is wanted")
n, page = map(int, text.split())
if not page <= n <= 10**6:
    sys.exit("out of bounds")
sys.exit(42)
