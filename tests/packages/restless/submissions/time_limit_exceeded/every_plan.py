from itertools import permutations

n = int(input())
for plan in permutations(range(1, n + 1)):
    if all(abs(left - right) > 1 for left, right in zip(plan, plan[1:])):
        print(*plan)
        break
else:
    print("impossible")
