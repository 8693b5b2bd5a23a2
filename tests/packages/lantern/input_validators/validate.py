import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d*\n", text) or int(text) > 500:
    sys.exit("one line with one integer from 1 to 500 is wanted")
sys.exit(42)
