import sys

with open(sys.argv[1]) as stream:
    wanted = int(stream.read())
beads = sys.stdin.read().split()
if len(beads) != 1 or len(beads[0]) != wanted or not beads[0].isascii() or not beads[0].islower():
    sys.exit(43)
pairs = {beads[0][at : at + 2] for at in range(wanted - 1)}
with open(sys.argv[3] + "score.txt", "w") as stream:
    stream.write(f"{len(pairs)}\n")
sys.exit(42)
