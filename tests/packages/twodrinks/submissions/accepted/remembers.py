n, w = map(int, input().split())
seen = {}
for number, price in enumerate(map(int, input().split()), start=1):
    if w - price in seen:
        print(number, seen[w - price], sep="\n")
        break
    seen[price] = number
else:
    print("impossible")
