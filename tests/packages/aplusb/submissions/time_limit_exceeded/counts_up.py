STEP = 10**9

a, b = map(int, input().split())
while b >= STEP:
    a, b = a + STEP, b - STEP
while b <= -STEP:
    a, b = a - STEP, b + STEP
print(a + b)
