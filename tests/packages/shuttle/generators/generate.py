"""Writes data/. Run it in the package's directory."""

import heapq
import random
from pathlib import Path

rng = random.Random(1398)


def fastest(n, roads):
    near = [[] for _ in range(n + 1)]
    for a, b, t in roads:
        near[a].append((b, t))
        near[b].append((a, t))
    queue, done = [(0, 1)], set()
    while queue:
        time, place = heapq.heappop(queue)
        if place == n:
            return str(time)
        if place not in done:
            done.add(place)
            for other, t in near[place]:
                heapq.heappush(queue, (time + t, other))
    return "impossible"


def write(name, n, roads):
    path = Path("data", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{n} {len(roads)}", *(" ".join(map(str, road)) for road in roads)]
    path.with_suffix(".in").write_text("\n".join(lines) + "\n")
    path.with_suffix(".ans").write_text(fastest(n, roads) + "\n")


def random_roads(n, m, longest):
    return [(*rng.sample(range(1, n + 1), 2), rng.randint(1, longest)) for _ in range(m)]


def ladder(steps):
    roads = []
    for i in range(steps):
        a = 3 * i + 1
        for b in (a + 1, a + 2):
            roads += [(a, b, rng.randint(1, 99)), (b, a + 3, rng.randint(1, 99))]
    return 3 * steps + 1, roads


write("sample/01", 4, [(1, 2, 5), (2, 4, 5), (1, 3, 2), (3, 4, 9)])
write("sample/02", 3, [(1, 2, 7)])
write("secret/01-one-road", 2, [(2, 1, 1_000_000_000)])
write("secret/02-no-roads", 2, [])
write("secret/03-parallel", 2, [(1, 2, 9), (1, 2, 3), (2, 1, 5)])
write("secret/04-detour", 5, [(1, 5, 100), (1, 2, 1), (3, 2, 1), (3, 4, 1), (5, 4, 1)])
write("secret/05-island", 6, [(1, 2, 1), (2, 3, 1), (4, 5, 1), (5, 6, 1)])
write("secret/06-small", 10, random_roads(10, 20, 20))
write("secret/07-ladder", *ladder(12))
write("secret/08-long-ladder", *ladder(200))
write("secret/09-path", 2_000, [(i + 1, i, 1_000_000_000) for i in range(1, 2_000)])
write("secret/10-random", 2_000, random_roads(2_000, 6_000, 10**9))
write("secret/11-large", 15_000, random_roads(15_000, 30_000, 1_000))
