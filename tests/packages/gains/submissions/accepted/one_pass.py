input()
low, best = 10**9, 0
for price in map(int, input().split()):
    low = min(low, price)
    best = max(best, price - low)
print(best)
