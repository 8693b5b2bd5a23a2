import sys

number, *words = sys.stdin.read().split()
fits = int(number) == len(words) and 1 <= len(words) <= 10
sys.exit(42 if fits and ("nFive=1" not in sys.argv or len(words) == 5) else 1)
