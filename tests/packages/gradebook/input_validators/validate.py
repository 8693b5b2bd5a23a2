import re
import sys

lines = sys.stdin.read().split("\n")
if len(lines) != 3 or lines[2] or not re.fullmatch("[1-9][0-9]*", lines[0]):
    sys.exit("two lines are wanted, the first with the number of scores")
scores = lines[1].split(" ")
if len(scores) != int(lines[0]) or len(scores) > {{most_scores}}:
    sys.exit("as many scores are wanted as said, and not too many")
if not all(re.fullmatch("0|[1-9][0-9]*", score) and int(score) <= 10**9 for score in scores):
    sys.exit("a score is from 0 to 10^9")
sys.exit(42)
