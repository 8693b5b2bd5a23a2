n, w = map(int, input().split())
seen = {}
pairs = []
for number, price in enumerate(map(int, input().split()), start=1):
    if w - price in seen:
        pairs.append((seen[w - price], number))
    seen[price] = number
print(*pairs[0])
