import sys

text = sys.stdin.read().strip()
sys.exit(42 if text.isdecimal() and 2 <= int(text) <= 30 else "a number from 2 to 30 is wanted")
