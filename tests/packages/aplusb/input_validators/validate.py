import re
import sys

text = sys.stdin.read()
found = re.fullmatch(r"(0|-?[1-9]\d*) (0|-?[1-9]\d*)\n", text)
if not found or any(abs(int(part)) > 10**18 for part in found.groups()):
    sys.exit("one line with two integers of at most 10^18 is wanted")
sys.exit(42)
