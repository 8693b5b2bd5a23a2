# @EXPECTED_SCORE@: 8
print(sum(map(int, input().split())) + 1)
