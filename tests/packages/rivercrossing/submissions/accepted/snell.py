import math

w, d, s, r = map(int, input().split())
x = min(d, w * s / math.sqrt(r * r - s * s)) if r > s else d
print(math.hypot(w, x) / s + (d - x) / r)
