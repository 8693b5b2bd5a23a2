import math

# Tries only the two ends of the other bank's stretch.
w, d, s, r = map(int, input().split())
print(min(math.hypot(w, d) / s, w / s + d / r))
