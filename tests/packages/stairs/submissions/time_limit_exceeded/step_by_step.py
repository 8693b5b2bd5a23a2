n = int(input())
a, b, c = 0, 0, 1
while n:
    a, b, c = b, c, (a + b + c) % 1_000_000_007
    n -= 1
print(c)
