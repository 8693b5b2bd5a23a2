capacity, count = map(int, input().split())
best = [(0, ())] * (capacity + 1)
for position in range(1, count + 1):
    weight, fee = map(int, input().split())
    for room in range(capacity, weight - 1, -1):
        fees, chosen = best[room - weight]
        best[room] = max(best[room], (fees + fee, (*chosen, position)))
_, chosen = best[capacity]
print(len(chosen), *chosen)
