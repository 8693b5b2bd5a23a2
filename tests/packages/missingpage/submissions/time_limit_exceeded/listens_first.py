n = int(input())
hint = input()
print((1 + n) // 2 if hint == "found" else 1, flush=True)
