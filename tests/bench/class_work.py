"""What the students of the load benchmarks send."""

CSRF = "c" * 32
PROBLEM = "aplusb"
SOURCE = "a, b = map(int, input().split())\nprint(a + b)  # {}\n"
"""Another text each time, so that no cache answers."""
