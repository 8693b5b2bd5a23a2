# @EXPECTED_SCORE@: 20
print(sum(map(int, input().split())))
