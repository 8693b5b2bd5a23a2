n = int(input())
print((1 + n) // 2, flush=True)
if input() != "found":
    print("I give up.")
