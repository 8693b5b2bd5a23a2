low, high = 1, int(input())
while True:
    middle = (low + high) // 2
    print(middle, flush=True)
    if input() == "before":
        high = max(low, middle - 1)
    else:
        low = min(high, middle + 1)
