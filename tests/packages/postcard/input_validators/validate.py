import re
import sys

text = sys.stdin.read()
good = r"write\n[a-z]{1,1000}\n|read\n[0-9]{1,2000}\n"
sys.exit(42 if re.fullmatch(good, text) else 43)
