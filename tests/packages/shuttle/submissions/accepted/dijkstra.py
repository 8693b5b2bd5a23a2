import heapq
import sys


def main():
    data = list(map(int, sys.stdin.buffer.read().split()))
    n, m = data[:2]
    near = [[] for _ in range(n + 1)]
    for i in range(2, 2 + 3 * m, 3):
        a, b, t = data[i : i + 3]
        near[a].append((b, t))
        near[b].append((a, t))
    queue, done = [(0, 1)], [False] * (n + 1)
    while queue:
        time, place = heapq.heappop(queue)
        if place == n:
            print(time)
            return
        if not done[place]:
            done[place] = True
            for other, t in near[place]:
                if not done[other]:
                    heapq.heappush(queue, (time + t, other))
    print("impossible")


main()
