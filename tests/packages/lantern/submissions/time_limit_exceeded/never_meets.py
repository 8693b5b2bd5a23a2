left, right = 1, 2 * int(input())
while left != right:
    left, right = left + 1, right - 1
print("O")
