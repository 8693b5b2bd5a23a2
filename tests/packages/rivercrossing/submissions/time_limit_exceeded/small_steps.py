import math

w, d, s, r = map(int, input().split())
best, x = math.hypot(w, d) / s, 0.0
while x <= d:
    best = min(best, math.hypot(w, x) / s + (d - x) / r)
    x += 1e-4
print(best)
