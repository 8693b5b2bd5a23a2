# Exponential: every way is walked.
def ways(n):
    if n < 0:
        return 0
    if n == 0:
        return 1
    return ways(n - 1) + ways(n - 2) + ways(n - 3)


n = int(input())
while n > 900:  # too deep to recurse at all
    pass
print(ways(n) % 1_000_000_007)
