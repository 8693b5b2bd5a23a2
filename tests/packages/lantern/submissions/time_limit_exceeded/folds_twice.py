def width(n):
    """How wide it is. Folds the paper from both sides each time: 2^n folds."""
    return 1 if n == 1 else max(width(n - 1), width(n - 1)) + 2


n = int(input())
middle = width(n) // 2
for y in range(1 - n, n):
    half = n - 1 - abs(y)
    row = [" "] * (middle + half + 1)
    row[middle - half] = row[middle + half] = "O"
    if y == 0 and n > 1:
        row[middle] = "*"
    print("".join(row))
