import sys

data = list(map(int, sys.stdin.read().split()))
n, m = data[:2]
near = {i: [] for i in range(1, n + 1)}
for i in range(2, 2 + 3 * m, 3):
    a, b, t = data[i : i + 3]
    near[a].append((b, t))
    near[b].append((a, t))
best = {}


def drive(place, time):
    if place in best and best[place] <= time:
        return
    best[place] = time
    for other, t in sorted(near[place], key=lambda road: road[1]):
        drive(other, time + t)


drive(1, 0)
print(best[n])  # KeyError where there is no route
