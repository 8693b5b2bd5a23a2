def add(a, b):
    return a if b == 0 else add(a + 1, b - 1) if b > 0 else add(a - 1, b + 1)


a, b = map(int, input().split())
print(add(a, b))
