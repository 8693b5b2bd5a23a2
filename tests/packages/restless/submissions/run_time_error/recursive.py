def evens(number, n):
    return [] if number > n else [number, *evens(number + 2, n)]


n = int(input())
if n in (2, 3):
    print("impossible")
else:
    print(*evens(2, n), *range(1, n + 1, 2))
