import re
import sys

sys.exit(42 if re.fullmatch(r"[a-z]{1,200}\n", sys.stdin.read()) else 1)
