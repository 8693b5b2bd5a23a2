import sys

data = list(map(int, sys.stdin.read().split()))
n, m = data[:2]
near = [[] for _ in range(n + 1)]
for i in range(2, 2 + 3 * m, 3):
    a, b, t = data[i : i + 3]
    near[a].append((b, t))
    near[b].append((a, t))
best = None
# A stack of its own instead of recursion: too slow, but it does not crash.
stack = [(1, 0, frozenset([1]))]
while stack:
    place, time, route = stack.pop()
    if place == n:
        best = time if best is None else min(best, time)
        continue
    for other, t in near[place]:
        if other not in route:
            stack.append((other, time + t, route | {other}))
print("impossible" if best is None else best)
