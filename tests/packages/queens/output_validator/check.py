import sys
from pathlib import Path

size = int(Path(sys.argv[1]).read_text())
try:
    columns = [int(word) for word in sys.stdin.read().split()]
except ValueError:
    sys.exit(43)
falling = {row + column for row, column in enumerate(columns)}
rising = {row - column for row, column in enumerate(columns)}
good = sorted(columns) == list(range(1, size + 1)) and len(falling) == len(rising) == size
if not good:
    Path(sys.argv[3], "teammessage.txt").write_text(f"{len(columns)} queens attack each other")
sys.exit(42 if good else 43)
