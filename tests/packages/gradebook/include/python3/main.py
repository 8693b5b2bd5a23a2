import sys

from solution import above_average

print(above_average(list(map(int, sys.stdin.read().split()[1:]))))
