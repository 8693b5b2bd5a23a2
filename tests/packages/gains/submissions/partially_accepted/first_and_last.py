# @EXPECTED_SCORE@: 20
input()
prices = list(map(int, input().split()))
print(max(0, prices[-1] - prices[0]))
