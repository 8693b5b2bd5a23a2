n = int(input())
if n in (2, 3):
    print("impossible")
else:
    odds = list(range(1, n + 1, 2))[::-1]
    evens = list(range(2, n + 1, 2))[::-1]
    print(*odds, *evens, sep="\n")
