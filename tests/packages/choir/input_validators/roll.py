import re
import sys

roll = re.fullmatch(r"([1-9][0-9]?|100)\n((?:[A-Za-z]{1,20}\n)+)", sys.stdin.read())
sys.exit(42 if roll and len(roll[2].splitlines()) == int(roll[1]) else 1)
