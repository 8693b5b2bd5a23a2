import sys

# Always takes the shortest road to somewhere new.
data = list(map(int, sys.stdin.read().split()))
n, m = data[:2]
near = [[] for _ in range(n + 1)]
for i in range(2, 2 + 3 * m, 3):
    a, b, t = data[i : i + 3]
    near[a].append((t, b))
    near[b].append((t, a))
place, time, seen = 1, 0, {1}
while place != n:
    roads = [road for road in near[place] if road[1] not in seen]
    if not roads:
        break
    t, place = min(roads)
    time += t
    seen.add(place)
print(time if place == n else "impossible")
