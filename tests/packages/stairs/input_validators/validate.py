import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"(0|[1-9]\d*)\n", text) or int(text) > 10**18:
    sys.exit("one line with one integer from 0 to 10^18 is wanted")
sys.exit(42)
