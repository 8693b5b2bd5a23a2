n = int(input())
if 1 < n < 4:
    print("no")
else:
    print("yes")
    print(*range(n - (n + 1) % 2, 0, -2), *range(n - n % 2, 0, -2))
