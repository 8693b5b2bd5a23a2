import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d*\n", text) or int(text) > 50_000:
    sys.exit("one line with one integer from 1 to 50,000 is wanted")
sys.exit(42)
