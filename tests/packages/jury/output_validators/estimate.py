import sys

with open(sys.argv[2]) as stream:
    wanted = int(stream.read())
try:
    off = abs(int(sys.stdin.read()) - wanted)
except ValueError:
    sys.exit(43)
if off > 1:
    sys.exit(43)
with open(sys.argv[3] + "score.txt", "w") as stream:
    stream.write("4" if off else "10")
sys.exit(42)
