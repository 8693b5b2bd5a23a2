import re
import sys

first, second = sys.stdin.read().split("\n")[:2]
numbers = [int(word) for word in second.split(" ") if re.fullmatch(r"[1-9][0-9]*", word)]
flags = sys.argv[1:]
most = int(flags[flags.index("--most") + 1]) if "--most" in flags else 30_000
if not first.isdecimal() or int(first) != len(numbers) or not 1 <= len(numbers) <= most:
    sys.exit("the number of days is wrong")
if max(numbers) > 10**6:
    sys.exit("a price is too high")
if "--rising" in flags and numbers != sorted(numbers):
    sys.exit("the prices fall")
sys.exit(42)
