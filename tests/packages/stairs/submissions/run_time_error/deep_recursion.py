from functools import cache


@cache
def ways(n):
    return 0 if n < 0 else 1 if n == 0 else ways(n - 1) + ways(n - 2) + ways(n - 3)


print(ways(int(input())) % 1_000_000_007)
