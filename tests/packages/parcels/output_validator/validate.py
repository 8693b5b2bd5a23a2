import sys

input_path, answer_path, feedback = sys.argv[1:4]
with open(input_path) as stream:
    (capacity, count), *items = (map(int, line.split()) for line in stream)
items = [tuple(item) for item in items]
with open(answer_path) as stream:
    best = int(stream.read())


def reject(reason):
    with open(feedback + "judgemessage.txt", "w") as stream:
        stream.write(reason)
    sys.exit(43)


try:
    number, *chosen = map(int, sys.stdin.read().split())
except ValueError:
    reject("no numbers")
if number != len(chosen) or len(set(chosen)) != len(chosen):
    reject("not that many different parcels")
if any(not 1 <= one <= count for one in chosen):
    reject("no such parcel")
if sum(items[one - 1][0] for one in chosen) > capacity:
    reject("too heavy")
fees = sum(items[one - 1][1] for one in chosen)
factor = fees / best if best else 1
with open(feedback + "score_multiplier.txt", "w") as stream:
    stream.write(f"{factor:.12f}\n")
with open(feedback + "teammessage.txt", "w") as stream:
    stream.write(f"{fees} of {best}\n")
sys.exit(42)
