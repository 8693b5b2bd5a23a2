# @EXPECTED_SCORE@: 0
print(*[input() for _ in range(int(input()))][1::2], sep="\n")
