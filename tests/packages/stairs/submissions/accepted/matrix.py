MOD = 1_000_000_007


def times(a, b):
    return [[sum(x * y for x, y in zip(row, column)) % MOD for column in zip(*b)] for row in a]


n = int(input())
result = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
power = [[1, 1, 1], [1, 0, 0], [0, 1, 0]]
while n:
    if n & 1:
        result = times(result, power)
    power = times(power, power)
    n >>= 1
print(result[0][0])
