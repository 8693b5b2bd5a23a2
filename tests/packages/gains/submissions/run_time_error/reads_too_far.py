# @EXPECTED_SCORE@: 0
input()
prices = list(map(int, input().split()))
print(prices[len(prices)])
