n = int(input())
rows = [
    " " * (n - i) + "O" + (" " * (2 * i - 3) + "O" if i > 1 else "")
    for i in [*range(1, n + 1), *range(n - 1, 0, -1)]
]
if n > 1:
    rows[n - 1] = rows[n - 1][: n - 1] + "*" + rows[n - 1][n:]
print("\n".join(rows))
