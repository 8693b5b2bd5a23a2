capacity, count = map(int, input().split())
print(1, 1) if count == 1 or capacity == 50 else print(count, *range(1, count + 1))
