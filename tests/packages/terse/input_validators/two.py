import re
import sys

found = re.fullmatch(r"(0|[1-9][0-9]{0,3}) (0|[1-9][0-9]{0,3})\n", sys.stdin.read())
sys.exit(42 if found and all(int(number) <= 1000 for number in found.groups()) else 1)
