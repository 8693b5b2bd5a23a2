import re
import sys

lines = sys.stdin.read().split("\n")
if lines.pop() or not all(re.fullmatch(r"[1-9][0-9]* [1-9][0-9]*", line) for line in lines):
    sys.exit("each line has two positive integers")
rows = [tuple(map(int, line.split())) for line in lines]
if rows[0][1] != len(rows) - 1 or max(map(max, rows)) > 1000 or len(rows) > 101:
    sys.exit("beyond the limits")
sys.exit(42)
