import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9][0-9]*\n", text) or int(text) > 3999:
    sys.exit("one line with one integer from 1 to 3999 is wanted")
sys.exit(42)
