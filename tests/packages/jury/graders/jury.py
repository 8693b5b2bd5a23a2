import sys

kind, most = sys.argv[1:3]
assert kind == "half"
results = [line.split() for line in sys.stdin]
points = [float(score) for word, score in results if word == "AC"]
if 2 * len(points) < len(results):
    print(next(word for word, _ in results if word != "AC"), 0)
else:
    print("AC", min(float(most), sum(points) / len(results)))
