pages = list(range(1, 1001))
n = int(input())
low, high = 0, n - 1
while True:
    middle = (low + high) // 2
    print(pages[middle], flush=True)
    answer = input()
    if answer == "found":
        break
    if answer == "before":
        high = middle - 1
    else:
        low = middle + 1
