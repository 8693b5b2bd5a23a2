# @EXPECTED_SCORE@: 50
input()
prices = list(map(int, input().split()))
assert len(prices) <= 300


def best_from(day, low):
    if day == len(prices):
        return 0
    low = min(low, prices[day])
    return max(prices[day] - low, best_from(day + 1, low))


print(best_from(0, prices[0]))
