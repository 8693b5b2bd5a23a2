# Too slow for the long inputs. @EXPECTED_SCORE@: 50
input()
prices = list(map(int, input().split()))
best = 0
for day, price in enumerate(prices):
    for later in prices[day:]:
        if later - price > best:
            best = later - price
print(best)
